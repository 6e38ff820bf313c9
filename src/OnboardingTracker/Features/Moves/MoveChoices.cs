using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Moves;

/// <summary>The stages that a person can choose from, and the one that usually comes next.</summary>
internal static class MoveChoices
{
    /// <param name="state">Null: many accounts at once, in different stages.</param>
    public static IReadOnlyList<MoveChoice> Of(StageCatalogue stages, PipelineState? state)
    {
        var rules = new MoveRules(stages);
        return
        [
            .. stages
                .InOrder.Where(stage => !stage.Retired && stage.Code != state?.Stage)
                .Select(stage => Of(stage, rules.ReasonAskedFor(state ?? PipelineState.NotInPipeline, stage.Code) is not null)),
        ];
    }

    public static MoveChoice? Of(StageCatalogue stages, string? code) => stages.Find(code) is { } stage ? Of(stage) : null;

    /// <summary>Where an account usually goes from here: one step on, and from 5 to the outcome that its engagement allows.</summary>
    public static string? Next(StageCatalogue stages, PipelineState state)
    {
        if (state.Stage is null)
            return StageCodes.NewAccount;
        if (state.Stage == StageCodes.AwaitingFinalOutreach)
            return state.Engagement is null ? StageCodes.OnboardedNoEngagement : StageCodes.OnboardedEngaged;
        return stages.IsOutcome(state.Stage) || stages.Find(state.Stage)?.Rank is not { } rank
            ? null
            : stages.InOrder.FirstOrDefault(stage => stage.Rank == rank + 1 && !stage.Retired)?.Code;
    }

    private static MoveChoice Of(Stage stage, bool asksReason = false) =>
        new(stage.Code, stage.Name, AccountDetails.Code(stage.Kind), asksReason);
}
