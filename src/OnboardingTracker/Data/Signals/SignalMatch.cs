using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Signals;

/// <param name="AccountIds">None, the one, or several that fit.</param>
/// <param name="Why">By what it was found, or why not, for people.</param>
public sealed record MatchedAccounts(IReadOnlyList<long> AccountIds, string Why);

/// <summary>
/// Finds the account that a signal is about: by external id, the conversation that it belongs to, what was said before of the same order
/// or call, billing customer id, contact e-mail, then company domain. The first of these that says anything decides; two accounts are no answer, and nothing is guessed.
/// </summary>
public sealed class SignalMatch(TrackerDb db)
{
    /// <summary>More accounts than this fit a name that says nothing.</summary>
    private const int MostNamed = 10;

    public Task<MatchedAccounts> FindAsync(Signal signal, CancellationToken cancel = default) =>
        FindAsync(signal.Fact!.About, signal.Source, SignalTopics.Of(signal.Fact), cancel);

    public Task<MatchedAccounts> FindAsync(SignalAbout about, CancellationToken cancel = default) => FindAsync(about, "", [], cancel);

    private async Task<MatchedAccounts> FindAsync(SignalAbout about, string source, IReadOnlyList<string> topics, CancellationToken cancel)
    {
        if (about.ExternalId is { } externalId)
            return
                await db.Accounts.Where(a => a.ExternalId == externalId).Select(a => a.MergedIntoId ?? a.Id).ToListAsync(cancel)
                    is { Count: > 0 } known
                ? new(known, $"by its id, {externalId}")
                : new([], $"No account has the id {externalId}.");
        if (about.Conversation.Count > 0 && await OfConversationAsync(about.Conversation, cancel) is { Count: > 0 } talking)
            return Found(talking, "by the conversation that it goes on with");
        if (topics.Count > 0 && await OfTopicAsync(source, topics, cancel) is { Count: > 0 } earlier)
            return Found(earlier, "by what was said before of the same order or call");
        if (about.BillingCustomerId is { } customer)
        {
            var billed = await db
                .Accounts.Where(a => a.StripeCustomerId == customer)
                .Select(a => a.MergedIntoId ?? a.Id)
                .Distinct()
                .Take(MostNamed)
                .ToListAsync(cancel);
            if (billed.Count > 0)
                return Found(billed, $"by its billing customer id, {customer}");
            if (source.Length > 0 && await OfTopicAsync(source, [SignalTopics.Cut(customer)], cancel) is { Count: > 0 } before)
                return Found(before, $"by what was said before of the billing customer {customer}");
        }
        var emails = about.Emails.Select(email => email.ToLowerInvariant()).Distinct().ToList();
        if (emails.Count > 0)
        {
            var known = await db
                .Contacts.Where(c => emails.Contains(c.Email))
                .Join(db.Accounts, c => c.AccountId, a => a.Id, (_, a) => a.MergedIntoId ?? a.Id)
                .Distinct()
                .Take(MostNamed)
                .ToListAsync(cancel);
            if (known.Count > 0)
                return Found(known, $"by its contact, {string.Join(", ", emails)}");
            var domains = PublicMailDomains.CompanyDomainsOf(emails);
            var ofCompany = await db
                .Accounts.Where(a => domains.Contains(a.Domain!))
                .Select(a => a.MergedIntoId ?? a.Id)
                .Distinct()
                .Take(MostNamed)
                .ToListAsync(cancel);
            if (ofCompany.Count > 0)
                return Found(ofCompany, $"by its company domain, {string.Join(", ", domains)}");
        }
        return new([], $"No account fits {Named(about)}.");
    }

    private async Task<List<long>> OfConversationAsync(IReadOnlyList<string> messageIds, CancellationToken cancel)
    {
        var ofMail = await db
            .Signals.Where(s =>
                (s.Source == SignalSources.Mail || s.Source == SignalSources.Outbox)
                && messageIds.Contains(s.SourceId)
                && s.AccountId != null
            )
            .Select(s => s.AccountId!.Value)
            .Distinct()
            .Take(MostNamed)
            .ToListAsync(cancel);
        return ofMail.Count > 0
            ? ofMail
            : await db
                .OutgoingMails.Where(m => messageIds.Contains(m.MessageId) && m.AccountId != null)
                .Select(m => m.AccountId!.Value)
                .Distinct()
                .Take(MostNamed)
                .ToListAsync(cancel);
    }

    private Task<List<long>> OfTopicAsync(string source, IReadOnlyList<string> topics, CancellationToken cancel) =>
        db
            .Signals.Where(s => s.Source == source && topics.Contains(s.Topic!) && s.AccountId != null)
            .Select(s => s.AccountId!.Value)
            .Distinct()
            .Take(MostNamed)
            .ToListAsync(cancel);

    private static MatchedAccounts Found(List<long> accounts, string by) =>
        new(accounts, accounts.Count == 1 ? by : $"Several accounts fit, {by}.");

    private static string Named(SignalAbout about)
    {
        string?[] names = [about.BillingCustomerId, about.Name, .. about.Emails];
        var given = names.Where(name => !string.IsNullOrWhiteSpace(name)).Distinct().ToList();
        return given.Count == 0 ? "a signal that names nobody" : string.Join(", ", given);
    }
}
