using OnboardingTracker.Data.Playbooks;

namespace OnboardingTracker.Features.Api.Playbooks;

/// <summary>A run of a playbook, as lists name it.</summary>
/// <param name="Trigger">schedule, account changed or asked for.</param>
/// <param name="State">queued, running, completed, failed, or interrupted where its process died.</param>
/// <param name="Count">Accounts that it moved, raised alerts on or asked; for a dry run, would.</param>
/// <param name="HeldCount">Accounts that a hold kept it away from.</param>
/// <param name="DroppedCount">Approved accounts that had changed since and were left alone.</param>
public sealed record RunSummary(
    long Id,
    bool DryRun,
    string Trigger,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    RunState State,
    DateTimeOffset? FinishedAt,
    int Count,
    int HeldCount,
    int DroppedCount,
    DateTimeOffset? UndoneAt
)
{
    public static RunSummary Of(PlaybookRun run) =>
        new(
            run.Id,
            run.DryRun,
            run.Trigger,
            run.RequestedBy.ToString(),
            run.RequestedAt,
            run.State,
            run.FinishedAt,
            run.Touched,
            run.Held,
            run.Dropped,
            run.UndoneAt
        );
}

/// <summary>A run of a playbook with the accounts that it found.</summary>
public sealed record RunAnswer
{
    public required long Id { get; init; }

    public required string Playbook { get; init; }

    public required bool DryRun { get; init; }

    /// <summary>The dry run whose accounts were approved; null: whatever was due.</summary>
    public required long? BasedOn { get; init; }

    /// <summary>queued, running, completed, failed, or interrupted where its process died.</summary>
    public required RunState State { get; init; }

    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The team's day that it was run for.</summary>
    public required DateOnly? Day { get; init; }

    public required int? PolicyVersion { get; init; }

    /// <summary>Accounts that it moved, raised alerts on or asked; for a dry run, would.</summary>
    public required int Count { get; init; }

    /// <summary>Accounts that a hold kept it away from.</summary>
    public required int HeldCount { get; init; }

    /// <summary>Approved accounts that had changed since and were left alone.</summary>
    public required int DroppedCount { get; init; }

    public required DateTimeOffset? UndoneAt { get; init; }

    /// <summary>The accounts that it touched, or would touch.</summary>
    public required IReadOnlyList<RunAccountAnswer> Touched { get; init; }

    /// <summary>The accounts that a hold kept it away from; runs by schedule only count them.</summary>
    public required IReadOnlyList<RunAccountAnswer> Held { get; init; }

    /// <summary>The approved accounts that were left alone, and what had changed.</summary>
    public required IReadOnlyList<RunAccountAnswer> Dropped { get; init; }

    /// <summary>
    /// To be sent as cursor to read on: first what was touched, then what was held, then what was dropped. Null: this is all.
    /// </summary>
    public required string? NextCursor { get; init; }

    public static RunAnswer Of(PlaybookRun run, RunAccounts accounts) =>
        new()
        {
            Id = run.Id,
            Playbook = run.Playbook,
            DryRun = run.DryRun,
            BasedOn = run.BasedOnId,
            State = run.State,
            RequestedBy = run.RequestedBy.ToString(),
            RequestedAt = run.RequestedAt,
            FinishedAt = run.FinishedAt,
            Day = run.Day,
            PolicyVersion = run.PolicyVersion,
            Count = run.Touched,
            HeldCount = run.Held,
            DroppedCount = run.Dropped,
            UndoneAt = run.UndoneAt,
            Touched = accounts.Of(RunItemKind.Touched),
            Held = accounts.Of(RunItemKind.Held),
            Dropped = accounts.Of(RunItemKind.Dropped),
            NextCursor = accounts.NextCursor,
        };
}

/// <summary>One account of a run.</summary>
/// <param name="From">The stage it was in; null: it was not in the pipeline.</param>
/// <param name="To">The stage that the playbook moves it to; where it moves none, the one that it is in.</param>
public sealed record RunAccountAnswer(string Account, string? From, string? To, string? Reason);
