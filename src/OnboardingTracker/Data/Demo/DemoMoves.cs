using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Demo;

/// <summary>Plays the stories through the rules and the one door, one move of every account at a time.</summary>
internal sealed class DemoMoves(
    StageDoor door,
    StageCatalogue stages,
    Policy policy,
    Dictionary<(string, DateOnly), PlaybookRun> runs,
    ILookup<long, ReceivedSignal> signals
)
{
    private readonly MoveRules _rules = new(stages);
    private readonly Dictionary<long, PipelineState> _states = [];
    private readonly Dictionary<long, List<Transition>> _histories = [];

    public IReadOnlyDictionary<long, List<Transition>> Histories => _histories;

    public async Task PlayAsync(IReadOnlyList<(Account Account, DemoPlan Plan)> accounts, CancellationToken cancel)
    {
        var longest = accounts.Max(account => account.Plan.Steps.Count);
        for (var wave = 0; wave < longest; wave++)
        {
            var moves = accounts.Where(a => a.Plan.Steps.Count > wave).Select(a => Decide(a.Account, a.Plan, a.Plan.Steps[wave])).ToList();
            await ApplyAsync(moves, cancel);
        }
    }

    /// <summary>Somebody goes back to an account that had been finished: its second passage.</summary>
    public Task ReopenAsync(Account account, string by, DateTimeOffset at, CancellationToken cancel) =>
        ApplyAsync(
            [
                Allowed(
                    _rules.Decide(
                        _states[account.Id],
                        new MoveRequest
                        {
                            AccountId = account.Id,
                            To = StageCodes.OnboardingInitiated,
                            Actor = Actor.User(by),
                            At = at,
                            Reason = "New team took the product over; starting again with them",
                            RenewalOn = account.NextRenewalOn,
                            Today = TeamCalendar.DayOf(at, policy),
                        },
                        _histories[account.Id][^1].Actor
                    )
                ),
            ],
            cancel
        );

    /// <summary>Somebody takes the last move back.</summary>
    public Task UndoAsync(Account account, string by, DateTimeOffset at, CancellationToken cancel) =>
        ApplyAsync(
            [
                Allowed(
                    _rules.Undo(
                        account.Id,
                        _histories[account.Id],
                        _histories[account.Id][^1].Id,
                        Actor.User(by),
                        at,
                        account.NextRenewalOn,
                        TeamCalendar.DayOf(at, policy)
                    )
                ),
            ],
            cancel
        );

    private StageMove Decide(Account account, DemoPlan plan, DemoStep step)
    {
        var state = _states.GetValueOrDefault(account.Id, PipelineState.NotInPipeline);
        if (step is { By: null, To: not (StageCodes.NewAccount or StageCodes.AwaitingFinalOutreach) })
            return BySignals(account, plan, step, state);
        var request = new MoveRequest
        {
            AccountId = account.Id,
            To = step.To,
            Actor = step.By is { } by ? Actor.User(by) : default,
            At = step.At,
            Reason = step.Reason,
            RenewalOn = plan.RenewalOn,
            Today = TeamCalendar.DayOf(step.At, policy),
        };
        if (step.By is null)
            request = ByCalendar(account, plan, step, state, request);
        return Allowed(_rules.Decide(state, request));
    }

    /// <summary>What the signals that had arrived by then call for: told by the same function as everybody's.</summary>
    private StageMove BySignals(Account account, DemoPlan plan, DemoStep step, PipelineState state)
    {
        var context = new RunContext(step.At, policy, policyVersion: 1);
        var history = _histories[account.Id];
        var story = SignalStory.Tell(
            new StoryFacts
            {
                State = state,
                History = history,
                Signals = [.. signals[account.Id].Where(signal => signal.ReceivedAt <= step.At)],
                Stages = stages,
                Context = context,
            }
        );
        if (story.Steps is not [var first, ..] || first.To != step.To)
            throw new InvalidOperationException($"The demo's signals of {account.Name} do not put it in {step.To} at {step.At:u}.");
        var of = new StoryAccount(account.Id, account.ExternalId, plan.RenewalOn);
        var move = StoryMoves.Decide(first, state, history, story.Engagement, of, stages, context);
        return move with { After = move.After with { Engagement = Engagement.First(move.After.Engagement, story.Engagement) } };
    }

    /// <summary>The playbook's own words and evidence, as of the day on which it moved the account.</summary>
    private MoveRequest ByCalendar(Account account, DemoPlan plan, DemoStep step, PipelineState state, MoveRequest request)
    {
        var playbook = step.To == StageCodes.NewAccount ? NewLead.Playbook : FinalOutreachDue.Playbook;
        var context = new RunContext(step.At, policy, policyVersion: 1);
        var subject = new PlaybookSubject
        {
            AccountId = account.Id,
            Name = account.Name,
            Plan = account.Plan,
            Program = account.Program,
            ForecastAmount = account.ForecastAmount,
            ForecastCurrency = account.ForecastCurrency,
            ForecastInTeamCurrency = account.ForecastInTeamCurrency,
            // Of a passage that has ended, the renewal of then is some bills ago.
            NextRenewalOn = stages.IsOutcome(plan.Stage) ? context.Today.AddDays(policy.FinalOutreachDaysBefore) : plan.RenewalOn,
            RenewalNumber = 1,
            Stage = state.Stage,
            Passage = state.Passage,
            InitialOutreachAt = state.InitialOutreachAt,
        };
        var run = runs[(playbook.Name, context.Today)];
        run.Touched++;
        return request with
        {
            Actor = Actor.Playbook(playbook.Name),
            Reason = playbook.Because(subject, context),
            Evidence = playbook.EvidenceOf(subject, context),
            PlaybookRunId = run.Id,
        };
    }

    private async Task ApplyAsync(List<StageMove> moves, CancellationToken cancel)
    {
        var applied = await door.ApplyAsync(moves, cancel);
        foreach (var move in moves)
        {
            var id = applied[move.AccountId];
            _states[move.AccountId] = move.After with { LastTransitionId = id };
            if (!_histories.TryGetValue(move.AccountId, out var history))
                _histories[move.AccountId] = history = [];
            history.Add(
                new Transition
                {
                    Id = id,
                    AccountId = move.AccountId,
                    Passage = move.After.Passage,
                    From = move.Before.Stage,
                    To = move.After.Stage,
                    At = move.At,
                    Actor = move.Actor,
                    Evidence = move.Evidence,
                    UndoesId = move.UndoesId,
                }
            );
        }
    }

    private static StageMove Allowed(MoveDecision decision) =>
        decision is MoveDecision.Allowed allowed
            ? allowed.Move
            : throw new InvalidOperationException($"The demo's story breaks a rule: {decision}");
}
