using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Demo;

/// <summary>One signal of the demo.</summary>
internal static class DemoSignal
{
    /// <summary>As if it had been read from what the sender delivered, which the demo has not kept.</summary>
    public static Signal Make(
        long? accountId,
        string source,
        string id,
        string sourceKind,
        string kind,
        DateTimeOffset at,
        string email,
        string? customer,
        Func<SignalFact, SignalFact> say
    )
    {
        var fact = say(
            new SignalFact
            {
                Kind = kind,
                OccurredAt = at,
                About = new SignalAbout { Emails = [email], BillingCustomerId = source == SignalSources.Stripe ? customer : null },
            }
        );
        return new Signal
        {
            Source = source,
            SourceId = id,
            SourceKind = sourceKind,
            ContentType = source == SignalSources.Mail ? "message/rfc822" : "application/json",
            ReceivedAt = at,
            OccurredAt = at,
            Kind = kind,
            Fact = fact,
            AccountId = accountId,
            State = SignalState.Worked,
            WorkedAt = at,
            Attempts = 1,
            Note = $"by its contact, {email}",
        };
    }
}
