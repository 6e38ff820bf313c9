using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>The effect of a playbook that raises tasks: which alerts an account should have now, as one pure function.</summary>
public sealed class AlertRule
{
    /// <summary>The kind of its tasks, one of <see cref="TaskKinds.Alerts"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// The alerts that the account should have now. Looks at the alerts that there are too, where one that was raised is to stay for longer
    /// than it would be raised anew. An account that is not <see cref="Concerned"/> is not asked about.
    /// </summary>
    public required Func<PlaybookSubject, RunContext, IReadOnlyList<WantedAlert>> Wanted { get; init; }

    /// <summary>Why an alert is no longer wanted, for an account that is concerned.</summary>
    public required Func<AccountTask, PlaybookSubject, RunContext, AlertClosing> WhyClosed { get; init; }

    /// <summary>The stages whose accounts have alerts at all; those with Sales never do.</summary>
    public static IReadOnlyList<string> Stages { get; } =
    [
        StageCodes.NewAccount,
        StageCodes.OnboardingInitiated,
        StageCodes.EngagedEmail,
        StageCodes.EngagedCallBooked,
        StageCodes.IntroCallCompleted,
        StageCodes.SecondCallCompleted,
        StageCodes.AwaitingFinalOutreach,
        StageCodes.OnboardedNoEngagement,
        StageCodes.OnboardedEngaged,
        StageCodes.PaidCallPurchased,
    ];

    /// <summary>The two conditions that all alerts have in common.</summary>
    public static IReadOnlyList<Condition> Concerned { get; } =
    [
        new(
            _ => $"in stage {string.Join(", ", Stages)}",
            (subject, _) => subject.Stage != null && Stages.Contains(subject.Stage),
            (subject, _) => InStage(subject)
        ),
        NotWithSales,
    ];

    public static Condition NotWithSales =>
        new(
            _ => "not with Sales",
            (subject, _) => subject.SalesOwner == null,
            (subject, _) => subject.SalesOwner is { } owner ? $"with {owner}" : "nobody of Sales"
        );

    public static string InStage(PlaybookSubject subject) => subject.Stage is { } stage ? $"in {stage}" : "not in the pipeline";
}

/// <summary>An alert that an account should have.</summary>
/// <param name="Occasion">What it is for; the same occasion raises it once.</param>
/// <param name="Figures">What it stands on.</param>
/// <param name="DueOn">The team's day.</param>
public sealed record WantedAlert(AlertOccasion Occasion, string Title, AlertFigures Figures, DateOnly DueOn);

/// <param name="State">Done where what it asked for has come about, called off where there is nothing left to do.</param>
/// <param name="Because">For who had it to do: "the invoice was paid".</param>
public sealed record AlertClosing(TaskState State, string Because);
