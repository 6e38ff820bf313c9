using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>
/// The playbooks that go by signals. What the signals call for is one pure function of all of them (<see cref="Signals.SignalStory"/>);
/// each playbook takes the accounts for which that is its own move. Source: pipeline.md, "The playbooks".
/// </summary>
public static class SignalPlaybooks
{
    private const string WhereSignalsPutIt = "where the remaining signals put it";

    private static readonly string[] s_below5 =
    [
        StageCodes.NewAccount,
        StageCodes.OnboardingInitiated,
        StageCodes.EngagedEmail,
        StageCodes.EngagedCallBooked,
        StageCodes.IntroCallCompleted,
    ];

    public static IReadOnlyList<Playbook> All { get; } =
    [
        Of(
            PlaybookNames.InitialOutreach,
            "Notes that the first mail was sent.",
            "a specialist starts an e-mail conversation with a contact, or logs the outreach",
            StageCodes.OnboardingInitiated,
            [StageCodes.NewAccount, StageCodes.OnboardingInitiated],
            "an outreach was sent, or one was refused"
        ),
        Of(
            PlaybookNames.CustomerReplied,
            "Notes that the customer answered the initial outreach.",
            "a genuine e-mail in a conversation that we started, or from a contact whose mail server vouches for it",
            StageCodes.EngagedEmail,
            [StageCodes.OnboardingInitiated],
            "a genuine reply"
        ),
        Of(
            PlaybookNames.CallBooked,
            "Notes that the customer booked a call.",
            "a booking of an event type that counts",
            StageCodes.EngagedCallBooked,
            [StageCodes.NewAccount, StageCodes.OnboardingInitiated, StageCodes.EngagedEmail],
            "a call is booked"
        ),
        Of(
            PlaybookNames.CallCanceled,
            "Takes a booked call back that was cancelled, unless another one stands, and raises a follow-up.",
            "a calendar cancellation; a reschedule changes nothing",
            StageCodes.OnboardingInitiated,
            [StageCodes.EngagedCallBooked, StageCodes.IntroCallCompleted, StageCodes.SecondCallCompleted],
            "the call was cancelled and no other stands",
            WhereSignalsPutIt
        ),
        Of(
            PlaybookNames.CallNoShow,
            "Raises a follow-up when nobody came, and takes a call back that had been assumed held.",
            "a calendar no-show",
            StageCodes.EngagedCallBooked,
            [StageCodes.IntroCallCompleted, StageCodes.SecondCallCompleted],
            "nobody came to a call that was assumed held",
            WhereSignalsPutIt
        ),
        Of(
            PlaybookNames.CallCompleted,
            "Notes the first and the second call that was held.",
            "a person says so, or a call ended the policy's hours ago, neither cancelled nor a no-show",
            StageCodes.IntroCallCompleted,
            s_below5,
            "a call was held",
            "4a after the first call, 4b after the second"
        ),
        Of(
            PlaybookNames.FinalOutreachSent,
            "Ends the onboarding when the final outreach was sent.",
            "sent from here as the final outreach, or a specialist starts a conversation after the entry into 5",
            StageCodes.OnboardedEngaged,
            [StageCodes.AwaitingFinalOutreach, StageCodes.OnboardedEngaged],
            "the final outreach was sent",
            "6b if the customer engaged, else 6a"
        ),
        Of(
            PlaybookNames.LateEngagement,
            "Corrects the outcome of a customer who engages after all.",
            "any engagement in the policy's days after 6a",
            StageCodes.OnboardedEngaged,
            [StageCodes.OnboardedNoEngagement],
            "engaged after the final outreach"
        ),
        Of(
            PlaybookNames.PaidCallPurchased,
            "Notes that a consultation was bought in the store.",
            "a paid store order holding the consultation product",
            StageCodes.PaidCallPurchased,
            null,
            "a consultation was bought"
        ),
        Of(
            PlaybookNames.Churned,
            "Notes that the last live subscription ended, and takes that back where another one begins soon after.",
            "the last live subscription ended",
            StageCodes.Churned,
            [
                .. s_below5,
                StageCodes.SecondCallCompleted,
                StageCodes.AwaitingFinalOutreach,
                StageCodes.PaidCallPurchased,
                StageCodes.Churned,
            ],
            "the last live subscription ended, or another one began soon after"
        ),
    ];

    private static Playbook Of(
        string name,
        string purpose,
        string trigger,
        string movesTo,
        IReadOnlyList<string>? from,
        string when,
        string? movesToInWords = null
    ) =>
        new()
        {
            Name = name,
            Purpose = purpose,
            Trigger = trigger,
            RunsOnChange = false,
            DailyAt = _ => new TimeOnly(2, 30),
            MovesTo = movesTo,
            MovesToInWords = movesToInWords,
            BySignals = true,
            Conditions =
            [
                from is null
                    ? new(_ => "in any other stage", (subject, _) => subject.Stage == null || subject.Stage != movesTo, InStage)
                    : new(
                        _ => $"in stage {string.Join(", ", from)}",
                        (subject, _) => subject.Stage != null && from.Contains(subject.Stage),
                        InStage
                    ),
                new(
                    _ => when,
                    (subject, _) => subject.SignalPlaybook == name,
                    (subject, _) => subject.SignalPlaybook == name ? subject.SignalReason ?? "" : "no signal calls for it"
                ),
            ],
            Because = (subject, _) => subject.SignalReason ?? "",
        };

    private static string InStage(PlaybookSubject subject, RunContext context) =>
        subject.Stage is { } stage ? $"in {stage}" : "not in the pipeline";
}
