using System.Globalization;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Domain.Tasks;

/// <summary>
/// "If an account in 1 to 5 or 7 comes to be with Sales, or its plan becomes annual: no move; a task." Source: pipeline.md, "Who is a lead".
/// </summary>
public static class HandOffRule
{
    public const string Title = "Sales is on it: hand off?";

    /// <summary>What the task is for, once per passage and cause; null: nothing calls for it.</summary>
    public static (string Occasion, string Details)? Wanted(PlaybookSubject subject) =>
        subject switch
        {
            { SalesOwner: { } sales } => (Occasion(subject, "with Sales"), $"{sales} of Sales is on the account."),
            { Plan: Plan.Annual } => (Occasion(subject, "annual plan"), "Its plan has become annual."),
            _ => null,
        };

    private static string Occasion(PlaybookSubject subject, string cause) =>
        string.Create(CultureInfo.InvariantCulture, $"passage {subject.Passage} {cause}");
}
