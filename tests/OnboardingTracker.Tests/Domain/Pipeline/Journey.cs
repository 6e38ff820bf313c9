using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Tests.Domain.Pipeline;

/// <summary>
/// One account in memory: takes steps through the rules, and keeps its state as the one door does, move by move. Beside it, a model
/// of undo that shares nothing with the product's: it remembers what counted before each transition, and goes back to that.
/// </summary>
public sealed class Journey
{
    public static readonly StageCatalogue Stages = new(StageCatalogue.Shipped);
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly MoveRules _rules = new(Stages);
    private readonly List<Transition> _transitions = [];
    private readonly Dictionary<long, IReadOnlyList<long>> _countedBefore = [];
    private readonly Dictionary<long, PipelineState> _stateBefore = [];

    public PipelineState State { get; private set; } = PipelineState.NotInPipeline;

    /// <summary>By the model: the ids of the transitions that count.</summary>
    public IReadOnlyList<long> Counted { get; private set; } = [];

    public IReadOnlyList<Transition> Transitions => _transitions;

    public DateTimeOffset Now { get; private set; } = s_start;

    public DateOnly? RenewalOn { get; private set; } = new(2026, 2, 1);

    /// <summary>The state that the account was in before this transition was written.</summary>
    public PipelineState StateBefore(long transitionId) => _stateBefore[transitionId];

    /// <summary>Takes one step; null where there was nothing to decide.</summary>
    public MoveDecision? Take(Step step)
    {
        Now = Now.AddHours(step.Hours);
        return step.Kind switch
        {
            StepKind.LastWrittenIsUndone => Undo(_transitions.LastOrDefault()?.Id),
            StepKind.LastEffectiveIsUndone => Undo(Counted.Count == 0 ? null : Counted[^1]),
            StepKind.AnyTransitionIsUndone => Undo(_transitions.Count == 0 ? null : _transitions[step.Pick % _transitions.Count].Id),
            StepKind.RenewalChanges => Renew(step.Pick),
            StepKind.PersonHolds => null,
            _ => Move(step),
        };
    }

    public static MoveRequest RequestOf(Step step, DateTimeOffset now, DateOnly? renewalOn) =>
        new()
        {
            AccountId = 1,
            To = Stages.InOrder[step.Pick].Code,
            Actor = step.Kind switch
            {
                StepKind.PlaybookMoves => Actor.Playbook(PlaybookNames.FinalOutreachDue),
                StepKind.KeyMoves => Actor.Api("crm"),
                _ => Actor.User("ann@example.com"),
            },
            At = now,
            Reason = step.Kind == StepKind.PersonMovesWithoutReason ? null : "they asked",
            RenewalOn = renewalOn,
            Today = DateOnly.FromDateTime(now.UtcDateTime),
            Migrated = step.Kind == StepKind.SystemIsMigrated,
        };

    private MoveDecision Move(Step step)
    {
        var decision = _rules.Decide(State, RequestOf(step, Now, RenewalOn));
        if (decision is MoveDecision.Allowed { Move: var move })
            Write(move, [.. Counted, _transitions.Count + 1]);
        return decision;
    }

    private MoveDecision? Undo(long? transitionId)
    {
        if (transitionId is not { } id)
            return null;
        var decision = _rules.Undo(
            1,
            _transitions,
            id,
            Actor.User("bob@example.com"),
            Now,
            RenewalOn,
            DateOnly.FromDateTime(Now.UtcDateTime)
        );
        if (decision is MoveDecision.Allowed { Move: var move })
            Write(move, _transitions[^1].Id == id ? _countedBefore[id] : [.. Counted.Where(counted => counted != id)]);
        return decision;
    }

    private MoveDecision? Renew(int pick)
    {
        RenewalOn = pick == 0 ? null : DateOnly.FromDateTime(Now.UtcDateTime).AddDays(pick * 4);
        return null;
    }

    private void Write(StageMove move, IReadOnlyList<long> counted)
    {
        var id = _transitions.Count + 1;
        _countedBefore[id] = Counted;
        _stateBefore[id] = State;
        _transitions.Add(
            new Transition
            {
                Id = id,
                AccountId = 1,
                Passage = move.After.Passage,
                From = move.Before.Stage,
                To = move.After.Stage,
                At = move.At,
                Actor = move.Actor,
                Reason = move.Reason,
                UndoesId = move.UndoesId,
                Migrated = move.Migrated,
            }
        );
        Counted = counted;
        State = move.After with { LastTransitionId = id };
    }
}
