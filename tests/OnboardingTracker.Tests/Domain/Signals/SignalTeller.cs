using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Tests.Domain.Signals;

/// <summary>One account in memory: signals arrive, people and rules move it, and its story is told after each, as the database does it.</summary>
internal sealed class SignalTeller
{
    public static readonly DateTimeOffset Entry = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly StageCatalogue _stages = new(StageCatalogue.Shipped);
    private readonly List<Transition> _history = [];
    private readonly List<ReceivedSignal> _signals = [];
    private readonly HashSet<string> _blocked = [];

    public SignalTeller(Policy? policy = null, bool inPipeline = true)
    {
        Policy = policy ?? new Policy();
        Now = Entry;
        if (inPipeline)
            Write(StageCodes.NewAccount, Actor.Playbook(PlaybookNames.NewLead));
    }

    public Policy Policy { get; }

    public DateTimeOffset Now { get; private set; }

    public Story Story { get; private set; } = null!;

    public IReadOnlyList<Transition> History => _history;

    public string? Stage => State.Stage;

    public Engagement? Engagement => OnboardingTracker.Domain.Pipeline.Engagement.First(Replayed.Engagement, Story.Engagement);

    public PipelineState State => Replayed with { Engagement = Engagement };

    private PipelineState Replayed => PipelineHistory.Replay(_history, _stages);

    /// <summary>The stages that it was in, undone moves left out.</summary>
    public string Path => string.Join(" ", PipelineHistory.Effective(_history).Select(move => move.To));

    public SignalTeller Block(string playbook)
    {
        _blocked.Add(playbook);
        return Tell();
    }

    public SignalTeller Unblock(string playbook)
    {
        _blocked.Remove(playbook);
        return Tell();
    }

    /// <summary>Time passes; whoever looks at the account at that moment tells its story.</summary>
    public SignalTeller At(DateTimeOffset now)
    {
        Now = now;
        return Tell();
    }

    public SignalTeller AtDay(double day) => At(Entry.AddDays(day));

    /// <summary>A signal arrives now.</summary>
    public SignalTeller Receive(SignalFact fact)
    {
        if (Now < fact.OccurredAt)
            Now = fact.OccurredAt;
        _signals.Add(new(_signals.Count + 1, Now, fact));
        return Tell();
    }

    public SignalTeller Receive(IEnumerable<SignalFact> facts)
    {
        foreach (var fact in facts)
            Receive(fact);
        return this;
    }

    /// <summary>A person says what the nth signal is.</summary>
    public SignalTeller Correct(int nth, bool? isEngagement)
    {
        _signals[nth - 1] = _signals[nth - 1] with { IsEngagement = isEngagement };
        return Tell();
    }

    /// <summary>What is stored of each signal becomes something else.</summary>
    public SignalTeller Become(Func<SignalFact, SignalFact> fact)
    {
        for (var i = 0; i < _signals.Count; i++)
            _signals[i] = _signals[i] with { Fact = fact(_signals[i].Fact) };
        return Tell();
    }

    /// <summary>A person gives the nth signal to another account.</summary>
    public SignalTeller TakeAway(int nth)
    {
        _signals.RemoveAt(nth - 1);
        return Tell();
    }

    public SignalTeller ByHand(string to, string reason = "as agreed")
    {
        Decide(to, Actor.User("ann@example.com"), reason);
        return Tell();
    }

    public SignalTeller ByRule(string to)
    {
        Decide(to, Actor.Playbook(PlaybookNames.FinalOutreachDue), "renews soon");
        return Tell();
    }

    public SignalTeller UndoLast()
    {
        var decision = new MoveRules(_stages).Undo(
            1,
            _history,
            PipelineHistory.Effective(_history)[^1].Id,
            Actor.User("ann@example.com"),
            Now,
            null,
            DateOnly.FromDateTime(Now.UtcDateTime),
            Story.Engagement
        );
        Write(((MoveDecision.Allowed)decision).Move);
        return Tell();
    }

    public SignalTeller Tell()
    {
        for (var made = 0; ; made++)
        {
            made.Should().BeLessThan(12, "a story ends; so far {0}", Path);
            Story = SignalStory.Tell(Facts());
            if (Story.Steps is not [var step, ..])
                return this;
            Make(step);
        }
    }

    private StoryFacts Facts() =>
        new()
        {
            State = Replayed,
            History = _history,
            Signals = _signals,
            Stages = _stages,
            Context = new RunContext(Now, Policy, 0),
            Blocked = _blocked,
        };

    private void Make(StoryStep step)
    {
        var actor = Actor.Playbook(step.Playbook);
        if (step.TakesBack is { } undone)
        {
            var undo = new MoveRules(_stages).Undo(1, _history, undone, actor, Now, null, default, Story.Engagement);
            Write(((MoveDecision.Allowed)undo).Move);
            return;
        }
        var decision = new MoveRules(_stages).Decide(
            Replayed with
            {
                Engagement = Engagement is { } known && known.At <= step.At ? known : null,
            },
            new MoveRequest
            {
                AccountId = 1,
                To = step.To,
                Actor = actor,
                At = Now,
                Today = DateOnly.FromDateTime(Now.UtcDateTime),
                Reason = step.Because,
                Evidence = new(null, [], null, step.Signal is { } signal ? [signal.SignalId] : null),
                IsException = step.IsException,
            }
        );
        decision.Should().BeOfType<MoveDecision.Allowed>("the story says {0} and so far was {1}", step, Path);
        Write(((MoveDecision.Allowed)decision).Move);
    }

    private void Decide(string to, Actor actor, string reason)
    {
        var request = new MoveRequest
        {
            AccountId = 1,
            To = to,
            Actor = actor,
            At = Now,
            Today = DateOnly.FromDateTime(Now.UtcDateTime),
            Reason = reason,
        };
        if (new MoveRules(_stages).Decide(State, request) is MoveDecision.Allowed { Move: var move })
            Write(move);
    }

    private void Write(StageMove move) =>
        _history.Add(
            new Transition
            {
                Id = _history.Count + 1,
                AccountId = 1,
                Passage = move.After.Passage,
                From = move.Before.Stage,
                To = move.After.Stage,
                At = Now,
                Actor = move.Actor,
                Reason = move.Reason,
                Evidence = move.Evidence,
                UndoesId = move.UndoesId,
            }
        );

    private void Write(string to, Actor actor)
    {
        _history.Add(
            new Transition
            {
                Id = _history.Count + 1,
                AccountId = 1,
                Passage = 1,
                To = to,
                At = Now,
                Actor = actor,
            }
        );
        Tell();
    }
}
