using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Tests.Domain.Pipeline;

/// <summary>One account in memory, moved through the rules. A day passes with every move.</summary>
public sealed class OneAccount
{
    private readonly MoveRules _rules = new(Journey.Stages);
    private readonly List<Transition> _history = [];

    public DateTimeOffset Now { get; set; } = new(2025, 12, 31, 12, 0, 0, TimeSpan.Zero);

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public DateOnly? RenewalOn { get; set; } = new(2026, 2, 1);

    public PipelineState State => PipelineHistory.Replay(_history, Journey.Stages);

    public IReadOnlyList<Transition> History => _history;

    public MoveDecision Tries(string to, Actor actor, string? reason = "they asked", bool migrated = false) =>
        _rules.Decide(
            State,
            new MoveRequest
            {
                AccountId = 1,
                To = to,
                Actor = actor,
                At = Now,
                Reason = reason,
                RenewalOn = RenewalOn,
                Today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, Zone).DateTime),
                Zone = Zone,
                Migrated = migrated,
            },
            PipelineHistory.Effective(_history) is [.., var last] ? last.Actor : null
        );

    public MoveDecision TriesToUndo(long transitionId, Actor? actor = null) =>
        _rules.Undo(
            1,
            _history,
            transitionId,
            actor ?? Actor.User("bob@example.com"),
            Now,
            RenewalOn,
            DateOnly.FromDateTime(Now.UtcDateTime)
        );

    public StageMove Moves(string to, Actor actor, bool migrated = false) => Written(Next().Tries(to, actor, migrated: migrated));

    public StageMove Undoes(long transitionId, Actor? actor = null) => Written(Next().TriesToUndo(transitionId, actor));

    private OneAccount Next()
    {
        Now = Now.AddDays(1);
        return this;
    }

    private StageMove Written(MoveDecision decision)
    {
        var move = decision.Should().BeOfType<MoveDecision.Allowed>().Subject.Move;
        _history.Add(
            new Transition
            {
                Id = _history.Count + 1,
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
        return move;
    }
}
