using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Signals;

/// <summary>
/// Keeps an account's subscriptions and invoices as their signals tell of them, and the renewal and forecast that follow. Of these the
/// newest by the sender's clock counts, so that order, lateness and repetition change nothing.
/// </summary>
public sealed partial class BillingProjection(TrackerDb db, AccountWrites accounts)
{
    /// <returns>Whether bills or details of the account changed, which playbooks look at.</returns>
    public async Task<bool> ApplyAsync(Signal signal, RunContext context, CancellationToken cancel = default)
    {
        var (fact, accountId) = (signal.Fact!, signal.AccountId!.Value);
        if (fact.Invoice is null && fact.Subscription is null)
            return false;
        var subscriptions = await db.Subscriptions.Where(s => s.AccountId == accountId).ToListAsync(cancel);
        var before = Said(subscriptions, context);
        if (fact.Subscription is { } subscription)
            One(subscription.Subscription ?? Subscription.Unnamed).Take(subscription, fact.OccurredAt);
        if (fact is { Kind: SignalKinds.InvoiceUpcoming, Invoice: { } upcoming })
            One(upcoming.Subscription ?? Subscription.Unnamed).Take(upcoming, fact.OccurredAt);
        else if (fact.Invoice is { Invoice: { } invoiceId } invoice)
        {
            var known = await InvoiceAsync(signal.Source, invoiceId, accountId, cancel);
            var peak = PeakOf(known);
            known.Take(fact.Kind, invoice, fact.OccurredAt);
            if (PeakOf(known) != peak)
                await KeepPeaksAsync(accountId, context.Now, cancel);
        }
        var after = Said(subscriptions, context);
        // What billing has said before is not said again: a value that came from elsewhere since stays until billing says another.
        var details = before != after && await TakeAsync(accountId, signal.Source, before, after, context, cancel);
        // A bill has changed, or the account's details: alerts look at both.
        return details || fact.Invoice is not null;

        Subscription One(string id)
        {
            if (subscriptions.Find(s => s.Source == signal.Source && s.ExternalId == id) is { } known)
                return known;
            var made = new Subscription
            {
                AccountId = accountId,
                Source = signal.Source,
                ExternalId = id,
            };
            db.Subscriptions.Add(made);
            subscriptions.Add(made);
            return made;
        }
    }

    private async Task<Invoice> InvoiceAsync(string source, string id, long accountId, CancellationToken cancel)
    {
        var invoice = await db.Invoices.FirstOrDefaultAsync(
            i => i.AccountId == accountId && i.Source == source && i.ExternalId == id,
            cancel
        );
        if (invoice is null)
            db.Invoices.Add(
                invoice = new Invoice
                {
                    AccountId = accountId,
                    Source = source,
                    ExternalId = id,
                }
            );
        return invoice;
    }

    private async Task<bool> TakeAsync(
        long accountId,
        string source,
        Known before,
        Known after,
        RunContext context,
        CancellationToken cancel
    )
    {
        var update = new AccountUpdate
        {
            NextRenewalOn = after.RenewalOn is { } renewalOn && renewalOn != before.RenewalOn ? renewalOn : default(Optional<DateOnly?>),
            Forecast = after.Forecast is { } forecast && forecast != before.Forecast ? forecast : default(Optional<Money?>),
        };
        return await accounts.TakeAsync(accountId, update, source, Actor.Api(source), context, cancel);
    }

    /// <summary>The renewal is the earliest coming end of a period of the live subscriptions; the forecast is what their next bills ask for.</summary>
    private static Known Said(List<Subscription> subscriptions, RunContext context)
    {
        var live = subscriptions.FindAll(s => s.Live);
        var ends = live.Where(s => !s.EndsAtPeriodEnd)
            .Select(s => s.UpcomingPeriodEnd > s.PeriodEnd ? s.UpcomingPeriodEnd : s.PeriodEnd ?? s.UpcomingPeriodEnd)
            .OfType<DateTimeOffset>()
            .Select(context.DayOf)
            .ToList();
        var coming = ends.FindAll(day => day >= context.Today);
        DateOnly? renewalOn =
            coming.Count > 0 ? coming.Min()
            : ends.Count > 0 ? ends.Max()
            : null;
        var bills = live.FindAll(s => s.UpcomingAmount is not null && s.UpcomingCurrency is not null);
        var oneCurrency = bills.Count > 0 && bills.TrueForAll(s => s.UpcomingCurrency == bills[0].UpcomingCurrency);
        return new(renewalOn, oneCurrency ? new Money(bills.Sum(s => s.UpcomingAmount!.Value), bills[0].UpcomingCurrency!) : null);
    }

    private sealed record Known(DateOnly? RenewalOn, Money? Forecast);
}
