using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Accounts;

/// <summary>The way of one passage through the stages, as the path above the page shows it.</summary>
public static class AccountPath
{
    /// <param name="current">The stage that the account is in; null for a passage that is over.</param>
    public static IReadOnlyList<StagePathStep> Steps(PassageTimes passage, StageCatalogue stages, string? current)
    {
        var here = stages.Find(current)?.Rank ?? passage.Stages.Max(times => stages.Find(times.Stage)?.Rank ?? 0);
        var steps = new List<StagePathStep>();
        foreach (var stage in stages.InOrder)
        {
            var times = passage.Find(stage.Code);
            if (times is null && (stage.Kind != StageKind.Active || stage.Retired))
                continue;
            steps.Add(new StagePathStep(stage.Code, stage.Name, StateOf(stage, times), times?.FirstEnteredAt, Note(stage, times)));
        }
        if (!passage.Stages.Any(times => stages.IsOutcome(times.Stage)))
            steps.Add(new StagePathStep("6", "Outcome", StagePathState.Ahead));
        return steps;

        StagePathState StateOf(Stage stage, StageTimes? times) =>
            stage.Code == current ? StagePathState.Current
            // A stage that it was taken back from lies ahead again, with the time at which it was there.
            : stage.Rank > here ? StagePathState.Ahead
            : times is null ? StagePathState.Skipped
            : StagePathState.Done;
    }

    /// <summary>An outcome is where the passage ends: nobody waits there, so no time is counted.</summary>
    private static string? Note(Stage stage, StageTimes? times)
    {
        if (times is null)
            return null;
        string?[] notes =
        [
            stage.Kind == StageKind.Outcome ? null
            : times.IsOpen ? $"{Words.Of(times.TimeSpent)} so far"
            : Words.Of(times.TimeSpent),
            times.LastEnteredAt == times.FirstEnteredAt ? null : "entered again",
            times.Migrated ? "migrated" : null,
        ];
        return string.Join(", ", notes.OfType<string>()) is { Length: > 0 } note ? note : null;
    }
}
