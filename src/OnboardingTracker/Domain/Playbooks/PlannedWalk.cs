using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>
/// Walks one account through the runs to come and does to it, in memory, what they will do: so each later run meets the account as the
/// earlier ones leave it. Pure: the rules are the playbooks' own conditions, <see cref="AlertPlan"/>, <see cref="SignalStory"/> and
/// <see cref="MoveRules"/>.
/// </summary>
public sealed class PlannedWalk
{
    /// <summary>More moves than a passage has stages; and no account has more calls at once than it can be looked at.</summary>
    private const int MostSteps = 12;

    private const int MostReviews = 100;

    private readonly PlannedAccount _account;
    private readonly PlanAgenda _agenda;
    private readonly List<PlannedMove> _moves = [];
    private readonly List<Transition> _history;
    private readonly HashSet<string> _barred = new(StringComparer.Ordinal);
    private PlaybookSubject _subject;
    private DateTimeOffset? _reviewAt;
    private DateTimeOffset? _calledForAt;
    private int _reviews;

    private PlannedWalk(PlannedAccount account, PlanAgenda agenda)
    {
        (_account, _agenda, _subject) = (account, agenda, account.Subject);
        _history = [.. account.Story?.History ?? []];
        (_reviewAt, _calledForAt) = (account.Story?.ReviewAt, account.Story?.CalledForAt);
    }

    /// <summary>Everything that will happen to the account, or is called for and will not, in the order of the clock.</summary>
    public static IReadOnlyList<PlannedMove> Of(PlannedAccount account, PlanAgenda agenda)
    {
        var walk = new PlannedWalk(account, agenda);
        try
        {
            foreach (var run in account.Runs)
            {
                walk.ReviewUntil(run.Context.Now);
                walk.Meet(run);
            }
            walk.ReviewUntil(agenda.End.AddTicks(-1));
        }
        catch (InvalidOperationException)
        {
            // Its signals contradict the rules: the sweep says so in its log and leaves it where it is, and so does the plan.
        }
        return walk._moves;
    }

    private void Meet(PlannedRun run)
    {
        var (playbook, context) = (run.Playbook, run.Context);
        if (playbook.Alert is { } rule)
        {
            if (
                IsDue(playbook, context)
                || _subject.Alerts.Exists(task => task.Kind == rule.Kind && task is { IsLive: true, Occasion: not null })
            )
                Alert(playbook, context);
            return;
        }
        if (!IsDue(playbook, context))
            return;
        var bar = BarOf(playbook.Name);
        if (playbook.SendsSurvey)
        {
            Note(playbook, context, null, playbook.Because(_subject, context), bar);
            if (bar is null)
                _subject = _subject with { SurveyAskedAt = context.Now };
        }
        else if (playbook.BySignals && bar is null)
            Review(context);
        else if (Decide(playbook, context) is { } move)
            Make(move, playbook, context, bar);
    }

    private bool IsDue(Playbook playbook, RunContext context)
    {
        foreach (var condition in playbook.Conditions)
            if (!condition.Holds(_subject, context))
                return false;
        return true;
    }

    private StageMove? Decide(Playbook playbook, RunContext context) =>
        new MoveRules(_agenda.Stages).Decide(
            _subject.PipelineState,
            new MoveRequest
            {
                AccountId = _subject.AccountId,
                To = playbook.TargetOf(_subject)!,
                Actor = Actor.Playbook(playbook.Name),
                At = context.Now,
                Reason = playbook.Because(_subject, context),
                RenewalOn = _subject.NextRenewalOn,
                Today = context.Today,
                // A move that its signals call for may be one of the named exceptions; it is shown, and not made here.
                IsException = playbook.BySignals,
            }
        )
            is MoveDecision.Allowed allowed
            ? allowed.Move
            : null;

    private void Make(StageMove move, Playbook playbook, RunContext context, PlannedBar? bar)
    {
        Note(playbook, context, move.After.Stage, move.Reason ?? "", bar);
        if (bar is not null)
            return;
        var id = Math.Max(_subject.LastTransitionId ?? 0, _history is [.., var last] ? last.Id : 0) + 1;
        _history.Add(
            new Transition
            {
                Id = id,
                AccountId = move.AccountId,
                Passage = move.After.Passage,
                From = move.Before.Stage,
                To = move.After.Stage,
                At = move.At,
                Actor = move.Actor,
                Reason = move.Reason,
                Evidence = move.Evidence,
                UndoesId = move.UndoesId,
            }
        );
        _subject = _subject.After(move, id);
        _calledForAt = null;
        foreach (var task in _subject.Alerts.Where(task => task is { IsLive: true, CreatedBy.IsPerson: false }))
            if (!AlertPlan.Outlives(task.Kind, move))
            {
                var closing = AlertPlan.LeftTheStages(task.Kind, _subject.Stage);
                task.CloseByItself(closing.State, closing.Because, task.CreatedBy, move.At);
            }
    }

    private void Alert(Playbook playbook, RunContext context)
    {
        var bar = BarOf(playbook.Name);
        foreach (var change in AlertPlan.For(playbook, _subject, context, TaskDesk.Empty).Changes)
        {
            if (change is AlertChange.Raise { Alert: var raised })
                Note(playbook, context, null, raised.Title, bar, raised);
            else if (change is AlertChange.Reopen { Alert: var opened })
                Note(playbook, context, null, opened.Title, bar, opened);
            if (bar is null)
                Apply(change, playbook, context);
        }
    }

    private void Apply(AlertChange change, Playbook playbook, RunContext context)
    {
        var by = Actor.Playbook(playbook.Name);
        switch (change)
        {
            case AlertChange.Raise { Alert: var alert }:
                _subject.Alerts.Add(
                    new AccountTask
                    {
                        AccountId = _subject.AccountId,
                        Title = alert.Title,
                        Kind = playbook.Alert!.Kind,
                        Occasion = alert.Occasion.ToString(),
                        Figures = alert.Figures,
                        DueOn = alert.DueOn,
                        CreatedBy = by,
                        CreatedAt = context.Now,
                    }
                );
                break;
            case AlertChange.Reopen { Task: var task, Alert: var alert }:
                task.OpenAgain();
                (task.Title, task.Figures) = (task.TouchedAt is null ? alert.Title : task.Title, alert.Figures);
                break;
            case AlertChange.Update { Task: var task, Alert: var alert }:
                (task.Title, task.Figures) = (task.TouchedAt is null ? alert.Title : task.Title, alert.Figures);
                break;
            case AlertChange.Close { Task: var task, Closing: var closing }:
                task.CloseByItself(closing.State, closing.Because, by, context.Now);
                break;
        }
    }

    /// <summary>The looks at its calls that come first.</summary>
    private void ReviewUntil(DateTimeOffset until)
    {
        while (_reviewAt is { } at && _agenda.ReviewAt(at) is var context && context.Now <= until && _reviews++ < MostReviews)
            Review(context);
    }

    /// <summary>As its story is told in earnest: each move is made before the next is looked for.</summary>
    private void Review(RunContext context)
    {
        for (var made = 0; _account.Story is { } known; made++)
        {
            var story = SignalStory.Tell(
                new StoryFacts
                {
                    State = _subject.PipelineState,
                    History = _history,
                    Signals = known.Signals,
                    Stages = _agenda.Stages,
                    Context = context,
                    Blocked = Blocked(),
                }
            );
            if (story.Steps is [] || made == MostSteps)
            {
                Keep(story, context);
                return;
            }
            var step = story.Steps[0];
            var account = new StoryAccount(_subject.AccountId, _subject.ExternalId, _subject.NextRenewalOn);
            var move = StoryMoves.Decide(step, _subject.PipelineState, _history, story.Engagement, account, _agenda.Stages, context);
            Make(move, PlaybookBook.Find(step.Playbook)!, context, null);
        }
    }

    private void Keep(Story story, RunContext context)
    {
        var engaged = Engagement.First(PipelineHistory.Replay(_history, _agenda.Stages).Engagement, story.Engagement);
        _subject = _subject with
        {
            EngagedAt = engaged?.At,
            EngagedBy = engaged?.Evidence,
            SignalEngagedAt = story.Engagement?.At,
            SignalEngagedBy = story.Engagement?.Evidence,
            SignalStage = story.Pending?.To,
            SignalPlaybook = story.Pending?.Playbook,
            SignalId = story.Pending?.Signal?.SignalId,
            SignalReason = story.Pending?.Because,
        };
        (_reviewAt, _calledForAt) = (story.ReviewAt, story.Pending?.ReceivedAt);
        if (story.Pending is { } pending && BarOf(pending.Playbook) is { } bar)
            Note(PlaybookBook.Find(pending.Playbook)!, context, pending.To, pending.Because, bar);
    }

    /// <summary>The playbooks that its story does without: those that are off, and those that a person keeps away.</summary>
    private HashSet<string> Blocked() =>
        [
            .. _agenda.Off,
            .. _account.Holds.Where(hold => hold.Passage == _subject.Passage && !hold.UntilNewSignal).Select(hold => hold.Playbook),
        ];

    private PlannedBar? BarOf(string playbook)
    {
        foreach (var hold in _account.Holds)
            if (
                hold.Playbook == playbook
                && hold.InForce(_subject.NextRenewalOn, _subject.Passage, _subject.SignalPlaybook == playbook ? _calledForAt : null)
            )
                return new(PlannedBarKind.Held, $"held by {hold.PlacedBy.Name}", hold);
        return _agenda.Bars.GetValueOrDefault(playbook);
    }

    /// <summary>What is barred stays called for day after day: it is named on the first.</summary>
    private void Note(Playbook playbook, RunContext context, string? to, string because, PlannedBar? bar, WantedAlert? alert = null)
    {
        if (bar is not null && !_barred.Add($"{playbook.Name} {_subject.Passage} {to} {alert?.Occasion}"))
            return;
        _moves.Add(
            new PlannedMove
            {
                Subject = _subject,
                Day = context.Today,
                At = context.Now,
                Playbook = playbook,
                From = _subject.Stage,
                To = to,
                Because = because,
                Occasion = alert?.Occasion,
                DueOn = alert?.DueOn,
                Bar = bar,
            }
        );
    }
}
