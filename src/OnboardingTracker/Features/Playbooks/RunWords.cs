using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>What a run is and did, in the words of its pages.</summary>
public static class RunWords
{
    public static string Title(PlaybookRun run) => run.DryRun ? $"Dry run {run.Id}" : $"Run {run.Id}";

    public static string Url(PlaybookRun run) => FormattableString.Invariant($"/playbooks/{run.Playbook}/runs/{run.Id}");

    public static string State(PlaybookRun run) =>
        run switch
        {
            { UndoneAt: not null } => "undone",
            { UndoRequestedAt: not null } => "being undone",
            _ => run.State.ToString().ToLowerInvariant(),
        };

    public static string Badge(PlaybookRun run) =>
        run switch
        {
            { UndoneAt: not null } => "badge",
            { UndoRequestedAt: not null } => "badge badge--accent",
            { State: RunState.Running } => "badge badge--accent",
            { State: RunState.Completed } => "badge badge--ok",
            { State: RunState.Failed } => "badge badge--danger",
            { State: RunState.Interrupted } => "badge badge--warn",
            _ => "badge",
        };

    /// <summary>Why it ran: "daily schedule", "an account changed", "asked for by Ann".</summary>
    public static string Trigger(PlaybookRun run, string requestedBy) =>
        run.Trigger switch
        {
            RunTriggers.Schedule => "Daily schedule",
            RunTriggers.AccountChanged => "An account changed",
            _ => $"Asked for by {requestedBy}",
        };

    /// <summary>"12 accounts moved, 2 held": what it did, or would do.</summary>
    public static string Outcome(PlaybookRun run, ReaderFormat format)
    {
        if (run.State is RunState.Queued)
            return "waiting for a worker";
        var parts = new List<string>
        {
            (run.Touched, run.DryRun) switch
            {
                (0, true) when IsOfAlerts(run) => "would change no alert",
                (0, false) when IsOfAlerts(run) => run.State is RunState.Running ? "no alert changed yet" : "alerts as they should be",
                (_, true) when IsOfAlerts(run) => $"would raise or change alerts on {Words.Count(run.Touched, "account", format)}",
                (_, false) when IsOfAlerts(run) => $"alerts raised or changed on {Words.Count(run.Touched, "account", format)}",
                (0, true) when IsOfSurveys(run) => "would ask nobody",
                (0, false) when IsOfSurveys(run) => run.State is RunState.Running ? "nobody asked yet" : "nobody to ask",
                (_, true) when IsOfSurveys(run) => $"would ask {Words.Count(run.Touched, "account", format)}",
                (_, false) when IsOfSurveys(run) => $"{Words.Count(run.Touched, "account", format)} asked",
                (0, true) => "would move nobody",
                (0, false) => run.State is RunState.Running ? "nothing moved yet" : "nothing to move",
                (_, true) => $"would move {Words.Count(run.Touched, "account", format)}",
                _ => $"{Words.Count(run.Touched, "account", format)} moved",
            },
        };
        if (run.Held > 0)
            parts.Add($"{format.Number(run.Held)} held");
        if (run.Dropped > 0)
            parts.Add($"{format.Number(run.Dropped)} left alone");
        return string.Join(", ", parts);
    }

    /// <summary>What it does to an account, as the head of a list.</summary>
    public static string Touched(PlaybookRun run) =>
        run.DryRun ? EffectWords.Of(run.Effect).WouldTouch : EffectWords.Of(run.Effect).Touched;

    private static bool IsOfAlerts(PlaybookRun run) => run.Effect is PlaybookEffect.RaisesAlerts;

    private static bool IsOfSurveys(PlaybookRun run) => run.Effect is PlaybookEffect.SendsSurvey;

    /// <summary>"0.4 s", "12 s", "3 minutes".</summary>
    public static string Took(TimeSpan span, ReaderFormat format) =>
        span.TotalSeconds < 10 ? $"{format.Number((decimal)span.TotalSeconds, 1)} s"
        : span.TotalSeconds < 120 ? $"{format.Number((long)span.TotalSeconds)} s"
        : Words.Of(span);

    /// <summary>Whether it is still being worked on, and its page looks again by itself.</summary>
    public static bool IsGoingOn(PlaybookRun run) =>
        run.State is RunState.Queued or RunState.Running || run is { UndoRequestedAt: not null, UndoneAt: null };

    public static bool CanBeUndone(PlaybookRun run) =>
        run is { DryRun: false, Touched: > 0, UndoRequestedAt: null, State: RunState.Completed or RunState.Failed or RunState.Interrupted };

    /// <summary>Whether a person may approve exactly what it found.</summary>
    public static bool CanBeApproved(PlaybookRun run) => run is { DryRun: true, Touched: > 0, State: RunState.Completed };
}
