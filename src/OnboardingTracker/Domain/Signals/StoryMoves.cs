using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Domain.Signals;

/// <summary>The account that a story is told of, as its moves name it.</summary>
public sealed record StoryAccount(long Id, string ExternalId, DateOnly? RenewalOn);

/// <summary>Makes of a step that an account's signals call for the move that the one door takes.</summary>
public static class StoryMoves
{
    /// <param name="state">Where the account stands.</param>
    /// <param name="history">Its transitions.</param>
    /// <param name="engagement">Its first engagement by signals.</param>
    /// <exception cref="InvalidOperationException">The rules refuse what the story calls for: one of the two is wrong.</exception>
    public static StageMove Decide(
        StoryStep step,
        PipelineState state,
        IReadOnlyList<Transition> history,
        Engagement? engagement,
        StoryAccount account,
        StageCatalogue stages,
        RunContext context
    )
    {
        var rules = new MoveRules(stages);
        var actor = Actor.Playbook(step.Playbook);
        var playbook = PlaybookBook.Find(step.Playbook)!;
        var evidence = new Evidence(
            context.Today,
            [
                new($"in stage {state.Stage ?? "none"}", state.Stage is null ? "not in the pipeline" : $"in {state.Stage}"),
                new(playbook.Conditions[^1].Name(context), step.Because),
            ],
            context.PolicyVersion,
            step.Signal is { } signal ? [signal.SignalId] : null
        );
        var decision = step.TakesBack is { } undone
            ? rules.Undo(account.Id, history, undone, actor, context.Now, account.RenewalOn, context.Today, engagement)
            : rules.Decide(
                // Whether it had engaged counts as of the moment of the move's occasion, not of what is known by now.
                state with
                {
                    Engagement =
                        Engagement.First(PipelineHistory.Replay(history, stages).Engagement, engagement) is { } known && known.At <= step.At
                            ? known
                            : null,
                },
                new MoveRequest
                {
                    AccountId = account.Id,
                    To = step.To,
                    Actor = actor,
                    At = context.Now,
                    Reason = step.Because,
                    RenewalOn = account.RenewalOn,
                    Today = context.Today,
                    Zone = TeamCalendar.Zone(context.Policy),
                    Evidence = evidence,
                    IsException = step.IsException,
                }
            );
        if (decision is not MoveDecision.Allowed { Move: var move })
            throw new InvalidOperationException(
                $"The signals of account {account.ExternalId} put it in {step.To}, which the rules refuse: {(decision as MoveDecision.Refused)?.Message}"
            );
        return step.TakesBack is null ? move : move with { Reason = $"{move.Reason}: {step.Because}", Evidence = evidence };
    }
}
