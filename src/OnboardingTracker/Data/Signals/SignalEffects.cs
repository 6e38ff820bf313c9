using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Signals;

/// <summary>
/// What follows from one signal of a known account, in the caller's transaction: invoices, subscriptions, details, bounced addresses,
/// and the account's story. Done again, it changes nothing.
/// </summary>
public sealed class SignalEffects(
    TrackerDb db,
    BillingProjection billing,
    AccountWrites accounts,
    AccountStory story,
    CustomerNotices notices
)
{
    /// <returns>Whether details of the account changed, which other playbooks look at.</returns>
    public async Task<bool> ApplyAsync(Signal signal, RunContext context, CancellationToken cancel = default)
    {
        var changed = await billing.ApplyAsync(signal, context, cancel);
        await RememberCustomerAsync(signal, context, cancel);
        if (signal.Kind == SignalKinds.EmailBounced)
            await NoteBounceAsync(signal, context, cancel);
        if (signal is { Kind: SignalKinds.EmailSent, Fact.Mail.MessageId: { } messageId })
            await WakeAnswersAsync(signal.AccountId!.Value, messageId, cancel);
        await db.SaveChangesAsync(cancel);
        await story.TellAsync(signal.AccountId!.Value, context, cancel: cancel);
        await notices.TellOwnerAsync(signal, cancel);
        return changed;
    }

    /// <summary>An account that was found by an address, or by a person, is found by its billing customer id from now on.</summary>
    private async Task RememberCustomerAsync(Signal signal, RunContext context, CancellationToken cancel)
    {
        var accountId = signal.AccountId!.Value;
        if (
            signal is not { Source: SignalSources.Stripe, Fact.About.BillingCustomerId: { Length: <= DetailText.ForeignIdLength } customer }
            || await db.Accounts.AnyAsync(a => a.Id == accountId && a.StripeCustomerId != null, cancel)
        )
            return;
        var update = new AccountUpdate { StripeCustomerId = customer };
        await accounts.TakeAsync(accountId, update, signal.Source, Actor.Api(signal.Source), context, cancel);
    }

    /// <summary>
    /// An answer may arrive before the mail that it answers is known as ours, and was then nobody's: it is worked once more.
    /// What already counts, or a person has spoken on, is left alone.
    /// </summary>
    private Task<int> WakeAnswersAsync(long accountId, string messageId, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update signals set state = 'received', next_attempt_at = received_at
            where source = {SignalSources.Mail} and kind = {SignalKinds.EmailReceived} and is_engagement is null and raw is not null
                and ((account_id = {accountId} and state = 'worked') or (account_id is null and state in ('unmatched', 'ambiguous')))
                and fact -> 'about' -> 'conversation' ? {messageId} and fact -> 'mail' ->> 'proof' = '0'
            """,
            cancel
        );

    /// <summary>Marks the addresses that cannot be reached, and asks somebody to find another one.</summary>
    private async Task NoteBounceAsync(Signal signal, RunContext context, CancellationToken cancel)
    {
        var accountId = signal.AccountId!.Value;
        var failed = signal.Fact!.Mail?.FailedAddresses ?? [];
        var contacts = await db.Contacts.Where(c => c.AccountId == accountId && failed.Contains(c.Email)).ToListAsync(cancel);
        foreach (var contact in contacts.Where(contact => contact.BouncedAt is null || contact.BouncedAt < signal.OccurredAt))
        {
            contact.BouncedAt = signal.OccurredAt;
            contact.BounceReason = signal.Fact!.Mail?.Automatic;
            var occasion = $"bounce {contact.Email}";
            if (await db.Tasks.AnyAsync(t => t.AccountId == accountId && t.Kind == TaskKinds.Bounce && t.Occasion == occasion, cancel))
                continue;
            db.Tasks.Add(
                new AccountTask
                {
                    AccountId = accountId,
                    Title = $"Mail to {contact.Email} comes back: find another address",
                    Kind = TaskKinds.Bounce,
                    Occasion = occasion,
                    AssigneeId = await db.Accounts.Where(a => a.Id == accountId).Select(a => a.OwnerId).FirstAsync(cancel),
                    DueOn = context.Today,
                    CreatedBy = Actor.Playbook(PlaybookNames.InitialOutreach),
                    CreatedAt = context.Now,
                }
            );
        }
    }
}
