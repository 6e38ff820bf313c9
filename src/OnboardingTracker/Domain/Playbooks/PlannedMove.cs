namespace OnboardingTracker.Domain.Playbooks;

/// <summary>
/// What one playbook will do to one account on a day to come, if nothing but the clock changes; or would do, but for
/// <see cref="Bar"/>. Source: pipeline.md, "The playbooks".
/// </summary>
public sealed record PlannedMove
{
    /// <summary>The account as it will be then.</summary>
    public required PlaybookSubject Subject { get; init; }

    /// <summary>The team's day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The run that does it, or the moment at which a call is taken as held.</summary>
    public required DateTimeOffset At { get; init; }

    public required Playbook Playbook { get; init; }

    /// <summary>The stage that it will be in; null: not in the pipeline.</summary>
    public string? From { get; init; }

    /// <summary>Where it goes; null: it stays, an alert is raised or the survey is sent.</summary>
    public string? To { get; init; }

    /// <summary>What its playbook says of it: "renews in 10 days, on 2026-03-20".</summary>
    public required string Because { get; init; }

    /// <summary>Of an alert: what it is raised for.</summary>
    public AlertOccasion? Occasion { get; init; }

    /// <summary>Of an alert: the day on which it will be due.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>What keeps it from happening by itself; null: it will happen.</summary>
    public PlannedBar? Bar { get; init; }

    public long AccountId => Subject.AccountId;
}

/// <summary>Why a playbook will not do by itself what its conditions call for.</summary>
/// <param name="Because">For people: "switched off".</param>
/// <param name="Hold">The person's decision, where it is one.</param>
public sealed record PlannedBar(PlannedBarKind Kind, string Because, Hold? Hold = null);

public enum PlannedBarKind
{
    /// <summary>A person keeps the playbook away from the account.</summary>
    Held,

    /// <summary>It is switched off.</summary>
    Off,

    /// <summary>It does nothing by itself until a lead has run it once.</summary>
    FirstRun,

    /// <summary>Billing's data is not fresh enough to act on.</summary>
    FreshData,

    /// <summary>Its mail cannot be sent, or is not released.</summary>
    Mail,
}
