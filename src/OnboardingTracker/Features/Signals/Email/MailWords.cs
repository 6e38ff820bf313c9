using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Features.Signals.Email;

/// <summary>What people call the purposes of a mail, in the order of the pipeline.</summary>
public static class MailWords
{
    public static IReadOnlyList<MailPurpose> Purposes { get; } =
    [MailPurpose.InitialOutreach, MailPurpose.CheckIn, MailPurpose.PostCall, MailPurpose.FinalOutreach];

    public static string Of(MailPurpose purpose) =>
        purpose switch
        {
            MailPurpose.InitialOutreach => "Initial outreach",
            MailPurpose.FinalOutreach => "Final outreach",
            MailPurpose.PostCall => "Post-call",
            _ => "Check-in",
        };
}
