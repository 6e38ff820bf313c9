using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Signals;

public sealed partial class BillingProjection
{
    /// <summary>
    /// A signal no longer belongs to the account, or was read anew: the invoice and the subscription that it names are made again from what
    /// is left. Called once the signal itself has left the account.
    /// </summary>
    /// <returns>Whether bills or details of the account changed.</returns>
    public async Task<bool> ForgetAsync(
        long accountId,
        string source,
        SignalFact fact,
        long exceptSignalId,
        RunContext context,
        CancellationToken cancel = default
    )
    {
        if (fact.Invoice is null && fact.Subscription is null)
            return false;
        var invoice = fact.Invoice?.Invoice;
        var subscription = fact.Subscription?.Subscription ?? fact.Invoice?.Subscription ?? Subscription.Unnamed;
        await db.Invoices.Where(i => i.AccountId == accountId && i.Source == source && i.ExternalId == invoice).ExecuteDeleteAsync(cancel);
        await db
            .Subscriptions.Where(s => s.AccountId == accountId && s.Source == source && s.ExternalId == subscription)
            .ExecuteDeleteAsync(cancel);
        db.ChangeTracker.Entries<Invoice>().ToList().ForEach(entry => entry.State = EntityState.Detached);
        db.ChangeTracker.Entries<Subscription>().ToList().ForEach(entry => entry.State = EntityState.Detached);
        db.ChangeTracker.Entries<BillPeak>().ToList().ForEach(entry => entry.State = EntityState.Detached);
        var left = await OfBillingAsync(accountId, cancel);
        var changed = fact.Invoice is not null;
        foreach (var signal in left.Where(signal => signal.Source == source && signal.Id != exceptSignalId && Names(signal.Fact!)))
        {
            changed |= await ApplyAsync(signal, context, cancel);
            await db.SaveChangesAsync(cancel);
        }
        if (fact.Invoice is not null)
        {
            await KeepPeaksAsync(accountId, context.Now, cancel);
            await db.SaveChangesAsync(cancel);
        }
        return changed;

        bool Names(SignalFact other) =>
            (invoice is not null && other.Invoice?.Invoice == invoice)
            || (other.Subscription?.Subscription ?? other.Invoice?.Subscription ?? Subscription.Unnamed) == subscription;
    }

    /// <summary>What an account's signals say of its bills, in the order in which it happened, without their raw payloads.</summary>
    public async Task<List<Signal>> OfBillingAsync(long accountId, CancellationToken cancel = default)
    {
        var rows = await db
            .Signals.AsNoTracking()
            .Where(s => s.AccountId == accountId && s.State == SignalState.Worked)
            .OrderBy(s => s.OccurredAt)
            .ThenBy(s => s.Id)
            .Select(s => new
            {
                s.Id,
                s.Source,
                s.SourceId,
                s.SourceKind,
                s.ContentType,
                s.Fact,
            })
            .ToListAsync(cancel);
        return
        [
            .. rows.Where(row => row.Fact is { Invoice: not null } or { Subscription: not null })
                .Select(row => new Signal
                {
                    Id = row.Id,
                    Source = row.Source,
                    SourceId = row.SourceId,
                    SourceKind = row.SourceKind,
                    ContentType = row.ContentType,
                    Fact = row.Fact,
                    AccountId = accountId,
                }),
        ];
    }
}
