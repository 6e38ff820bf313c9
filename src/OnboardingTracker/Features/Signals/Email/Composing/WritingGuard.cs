using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Features.Signals.Email.Composing;

/// <summary>What speaks against writing to an account now. Nothing of it forbids it: it asks for a decision. Source: pipeline.md, "Who is a lead".</summary>
public static class WritingGuard
{
    private const int Many = 5;

    /// <param name="writtenToday">What was sent to the account today, for people: "“Hello” at 10:03".</param>
    public static IReadOnlyList<string> Reasons(Account account, IReadOnlyList<Contact> recipients, IReadOnlyList<string> writtenToday)
    {
        var reasons = new List<string>();
        if (account.SalesOwner is { } sales)
            reasons.Add($"It is with Sales: {sales}.");
        if (account.Stage == StageCodes.SalesHandoff)
            reasons.Add("It was handed off to Sales.");
        if (account.Stage == StageCodes.Churned)
            reasons.Add("It has churned.");
        if (account.Plan == Plan.Annual)
            reasons.Add("It is on an annual plan.");
        reasons.AddRange(recipients.Where(r => r.BouncedAt is not null).Select(r => $"Mail to {r.Email} came back."));
        reasons.AddRange(writtenToday.Select(mail => $"It was written to today: {mail}."));
        if (recipients.Count > Many)
            reasons.Add($"It goes to {recipients.Count} people.");
        return reasons;
    }

    /// <summary>What is written by default at a stage.</summary>
    public static Domain.Signals.MailPurpose PurposeAt(string? stage) =>
        stage switch
        {
            null or StageCodes.NewAccount => Domain.Signals.MailPurpose.InitialOutreach,
            StageCodes.AwaitingFinalOutreach => Domain.Signals.MailPurpose.FinalOutreach,
            StageCodes.IntroCallCompleted or StageCodes.SecondCallCompleted => Domain.Signals.MailPurpose.PostCall,
            _ => Domain.Signals.MailPurpose.CheckIn,
        };
}
