using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Domain.Pipeline;

/// <summary>
/// Decides every move, whoever asks: page, API, import, playbook or undo. Pure: the same state and wish give the same answer.
/// Source: pipeline.md, "Rules for every move".
/// </summary>
public sealed class MoveRules(StageCatalogue stages)
{
    /// <summary>What history keeps of a reason, in characters; a longer one is refused rather than cut short.</summary>
    public const int LongestReason = 2000;

    /// <summary>Whether the account may make this move, and what the move then does.</summary>
    /// <param name="lastMover">Who made the account's last effective move; a playbook's is held off when a person moves the account back.</param>
    public MoveDecision Decide(PipelineState state, MoveRequest request, Actor? lastMover = null)
    {
        if (state.Stage == request.To)
            return new MoveDecision.AlreadyThere();
        var target = stages[request.To];
        if (target.Retired && !request.Migrated)
            return new MoveDecision.Refused(
                MoveRuleNames.StageRetired,
                $"{target.Code} {target.Name} is retired and takes no accounts. Choose another stage."
            );
        if (!request.Actor.IsPerson && !request.IsException && !stages.IsForward(state.Stage, request.To))
            return new MoveDecision.Refused(
                MoveRuleNames.PlaybooksMoveForward,
                $"A playbook moves accounts forward only, and {stages.Label(request.To)} does not lie ahead of {stages.Label(state.Stage)}."
            );
        if (request.Reason?.Trim().Length > LongestReason)
            return new MoveDecision.Refused(MoveRuleNames.ReasonTooLong, $"A reason has at most {LongestReason} characters.");
        if (RefusedOutcome(state, request) is { } refusal)
            return refusal;
        if (
            request.Actor.IsPerson
            && !request.Migrated
            && string.IsNullOrWhiteSpace(request.Reason)
            && ReasonAskedFor(state, request.To) is { } why
        )
            return new MoveDecision.Refused(MoveRuleNames.ReasonRequired, why);

        return new MoveDecision.Allowed(
            new StageMove
            {
                AccountId = request.AccountId,
                Before = state,
                RowVersion = request.RowVersion,
                After = state.After(request.To, request.Actor, request.At, transitionId: null, stages),
                InWorkAfter = stages.IsInWork(request.To),
                At = request.At,
                RecordedAt = request.RecordedAt,
                Actor = request.Actor,
                Reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim(),
                Evidence = request.Evidence,
                PlaybookRunId = request.PlaybookRunId,
                Migrated = request.Migrated,
                Holds =
                    request.Actor.IsPerson && !request.Migrated
                        ? [.. HoldsOfMovingBack(state.Stage, request.To, lastMover, request.RenewalOn, request.Today)]
                        : [],
            }
        );
    }

    /// <summary>Why a move by a person asks for a reason; null where it does not.</summary>
    public string? ReasonAskedFor(PipelineState state, string to)
    {
        if (stages.IsBack(state.Stage, to))
            return $"Moving back from {stages.Label(state.Stage)} to {stages.Label(to)} needs a reason.";
        return to is StageCodes.SalesHandoff or StageCodes.Churned ? $"Moving to {stages.Label(to)} needs a reason." : null;
    }

    /// <summary>Undoes one transition: the account goes back to where it was, the pair stays in history and counts for nothing.</summary>
    /// <param name="history">All transitions of the account.</param>
    /// <param name="bySignals">The engagement of its passage that signals tell of, which no undo takes back.</param>
    public MoveDecision Undo(
        long accountId,
        IReadOnlyCollection<Transition> history,
        long transitionId,
        Actor actor,
        DateTimeOffset at,
        DateOnly? renewalOn,
        DateOnly today,
        Engagement? bySignals = null
    )
    {
        var undone = history.FirstOrDefault(transition => transition.Id == transitionId);
        if (undone is null)
            return new MoveDecision.Refused(MoveRuleNames.NotAnEntry, "There is no such move on this account.");
        var before = PipelineHistory.Replay(history, stages);
        var effective = PipelineHistory.Effective(history);
        var isLast = before.LastTransitionId == transitionId || (effective.Count > 0 && effective[^1].Id == transitionId);
        if (!isLast)
            return effective.All(move => move.Id != transitionId) && history.LastOrDefault(t => t.UndoesId == transitionId) is { } undo
                ? new MoveDecision.Refused(MoveRuleNames.UndoneAlready, $"This move has been undone already, by {undo.Actor}.")
                : new MoveDecision.Refused(
                    MoveRuleNames.UndoLastOnly,
                    $"Only the last move can be undone, and the account has moved since: it is now in {stages.Label(before.Stage)}.",
                    LastMoveInWords(history)
                );

        var written = new Transition
        {
            Id = long.MaxValue,
            AccountId = accountId,
            From = before.Stage,
            At = at,
            Actor = actor,
            UndoesId = transitionId,
        };
        IReadOnlyCollection<Transition> then = [.. history, written];
        var after = PipelineHistory.Replay(then, stages) with { LastTransitionId = null };
        if (after.Passage == before.Passage)
            after = after with { Engagement = Engagement.First(after.Engagement, bySignals) };
        return new MoveDecision.Allowed(
            new StageMove
            {
                AccountId = accountId,
                Before = before,
                After = after,
                InWorkAfter = stages.IsInWork(after.Stage),
                At = at,
                Actor = actor,
                Reason = $"undo of {stages.Label(undone.From)} → {stages.Label(undone.To)}",
                UndoesId = transitionId,
                Holds = actor.IsPerson ? [.. HoldsOfUndoing(then, undone, renewalOn, today)] : [],
            }
        );
    }

    /// <summary>"moved to 3a Engaged — Email by user:ann@example.com".</summary>
    public string? LastMoveInWords(IEnumerable<Transition> history) =>
        history.MaxBy(transition => transition.Id) is { } last ? $"moved to {stages.Label(last.To)} by {last.Actor}" : null;

    private MoveDecision.Refused? RefusedOutcome(PipelineState state, MoveRequest request)
    {
        // The engagement that counts is that of the passage which the move belongs to.
        var engagement = state.OpensPassage(request.To, stages) ? null : state.Engagement;
        return (request.To, engagement) switch
        {
            (StageCodes.OnboardedNoEngagement, { } engaged) => new(
                MoveRuleNames.EngagedIsNotNoEngagement,
                $"This account has engaged ({engaged.On(request.Zone)}), so it cannot go to {stages.Label(StageCodes.OnboardedNoEngagement)}. "
                    + $"Move it to {stages.Label(StageCodes.OnboardedEngaged)} instead.",
                engaged.On(request.Zone),
                StageCodes.OnboardedEngaged
            ),
            (StageCodes.OnboardedEngaged, null) when !request.Migrated => new(
                MoveRuleNames.UnengagedIsNotEngaged,
                $"This account has not engaged in this passage: no reply, no call. Move it to "
                    + $"{stages.Label(StageCodes.OnboardedNoEngagement)} instead, or record the engagement first (3a to 4b).",
                "no reply, no call booked or completed, no call bought",
                StageCodes.OnboardedNoEngagement
            ),
            _ => null,
        };
    }

    /// <summary>
    /// What an undo comes to, an undo of an undo included: a playbook's move that no longer counts is held off, and a person's move
    /// back that counts again holds off what it held off before. The holds that the undone transition placed go with it.
    /// </summary>
    /// <param name="history">With the undo.</param>
    private IEnumerable<HoldToPlace> HoldsOfUndoing(
        IReadOnlyCollection<Transition> history,
        Transition undone,
        DateOnly? renewalOn,
        DateOnly today
    )
    {
        var move = undone;
        while (move.UndoesId is { } earlier)
            move = history.First(transition => transition.Id == earlier);
        var counts = PipelineHistory.Effective(history).Any(transition => transition.Id == move.Id);
        if (!move.Actor.IsPerson)
            return counts ? [] : [HoldToPlace.OfMove(move.Actor.Name, "its move was undone", renewalOn, today)];
        if (!counts || move.Migrated)
            return [];
        var before = history.Where(transition => transition.Id < move.Id).ToList();
        return HoldsOfMovingBack(
            PipelineHistory.Replay(before, stages).Stage,
            move.To!,
            PipelineHistory.Effective(before) is [.., var last] ? last.Actor : null,
            renewalOn,
            today
        );
    }

    private IEnumerable<HoldToPlace> HoldsOfMovingBack(string? from, string to, Actor? lastMover, DateOnly? renewalOn, DateOnly today)
    {
        var leavesLateStage = from == StageCodes.AwaitingFinalOutreach || stages.IsOutcome(from);
        if (!leavesLateStage || !stages.IsBack(from, to))
            yield break;
        var reason = $"moved back from {stages.Label(from)}";
        if (lastMover is { Kind: ActorKind.Playbook, Name: var playbook } && playbook != PlaybookNames.FinalOutreachDue)
            yield return HoldToPlace.OfMove(playbook, reason, renewalOn, today);
        // Whoever moved it there: the ten-day rule would take it forward again tomorrow.
        if (to != StageCodes.AwaitingFinalOutreach)
            yield return HoldToPlace.For(PlaybookNames.FinalOutreachDue, reason, renewalOn, today);
    }
}
