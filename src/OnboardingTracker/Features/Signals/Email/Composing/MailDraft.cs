using System.Globalization;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Features.Signals.Email.Composing;

/// <summary>What is known when a person sits down to write to an account.</summary>
public sealed record MailDraft(Account Account, Member Sender, RunContext Context, IReadOnlyList<string> WrittenToday)
{
    /// <summary>How much of a new account's audit is still open; 0: nothing, or it is not new any more.</summary>
    public int AuditOpen { get; init; }

    /// <summary>Those that can be written to come first.</summary>
    public IReadOnlyList<Contact> Contacts { get; } = [.. Account.Contacts.OrderBy(c => c.BouncedAt is not null).ThenBy(c => c.Id)];

    public MailPurpose UsualPurpose => WritingGuard.PurposeAt(Account.Stage);

    /// <summary>The values of a template, for the first recipient.</summary>
    public IReadOnlyDictionary<string, string> Values(Contact? to)
    {
        string?[][] values =
        [
            ["account.name", Account.Name],
            ["account.plan", Shared.Words.Of(Account.Plan)],
            ["account.renewal", Account.NextRenewalOn?.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)],
            ["account.forecast", Account.Forecast?.ToString()],
            ["contact.name", to?.Name],
            ["contact.firstName", FirstName(to?.Name)],
            ["contact.email", to?.Email],
            ["owner.name", Account.Owner?.Name],
            ["sender.name", Sender.Name],
            ["sender.firstName", FirstName(Sender.Name)],
            ["sender.email", Sender.Email],
        ];
        return values.Where(value => value[1] is not null).ToDictionary(value => value[0]!, value => value[1]!);
    }

    private static string? FirstName(string? name) => name?.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
}
