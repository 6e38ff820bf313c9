using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Domain.Pipeline;

/// <summary>
/// Decides every move, whoever asks: page, API, import, playbook or undo. Pure: the same state and wish give the same answer.
/// Source: pipeline.md, "Rules for every move".
/// </summary>
public sealed class MoveRules(StageCatalogue stages)
{
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
        if (!request.Actor.IsPerson && !stages.IsForward(state.Stage, request.To))
            return new MoveDecision.Refused(
                MoveRuleNames.PlaybooksMoveForward,
                $"A playbook moves accounts forward only, and {stages.Label(request.To)} does not lie ahead of {stages.Label(state.Stage)}."
            );
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
                Actor = request.Actor,
                Reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim(),
                Evidence = request.Evidence,
                PlaybookRunId = request.PlaybookRunId,
                Migrated = request.Migrated,
                Holds = request.Actor.IsPerson && !request.Migrated ? [.. HoldsOfMovingBack(state, request, lastMover)] : [],
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
    public MoveDecision Undo(
        long accountId,
        IReadOnlyCollection<Transition> history,
        long transitionId,
        Actor actor,
        DateTimeOffset at,
        DateOnly? renewalOn,
        DateOnly today
    )
    {
        var undone = history.FirstOrDefault(transition => transition.Id == transitionId);
        if (undone is null)
            return new MoveDecision.Refused(MoveRuleNames.NotAnEntry, "There is no such move on this account.");
        var before = PipelineHistory.Replay(history, stages);
        var effective = PipelineHistory.Effective(history);
        var isLast = before.LastTransitionId == transitionId || (effective.Count > 0 && effective[^1].Id == transitionId);
        if (!isLast)
            return new MoveDecision.Refused(
                MoveRuleNames.UndoLastOnly,
                $"Only the last move can be undone, and the account has moved since: it is now in {stages.Label(before.Stage)}.",
                LastMoveInWords(history)
            );

        var undo = new Transition
        {
            Id = long.MaxValue,
            AccountId = accountId,
            From = before.Stage,
            At = at,
            Actor = actor,
            UndoesId = transitionId,
        };
        var after = PipelineHistory.Replay([.. history, undo], stages) with { LastTransitionId = null };
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
                Holds =
                    undone.Actor.Kind == ActorKind.Playbook && actor.IsPerson
                        ? [HoldToPlace.For(undone.Actor.Name, "its move was undone", renewalOn, today)]
                        : [],
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
                $"This account has engaged ({engaged.Evidence}), so it cannot go to {stages.Label(StageCodes.OnboardedNoEngagement)}. "
                    + $"Move it to {stages.Label(StageCodes.OnboardedEngaged)} instead.",
                engaged.Evidence,
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

    private IEnumerable<HoldToPlace> HoldsOfMovingBack(PipelineState state, MoveRequest request, Actor? lastMover)
    {
        var leavesLateStage = state.Stage == StageCodes.AwaitingFinalOutreach || stages.IsOutcome(state.Stage);
        if (!leavesLateStage || !stages.IsBack(state.Stage, request.To))
            yield break;
        var reason = $"moved back from {stages.Label(state.Stage)}";
        if (lastMover is { Kind: ActorKind.Playbook, Name: var playbook } && playbook != PlaybookNames.FinalOutreachDue)
            yield return HoldToPlace.For(playbook, reason, request.RenewalOn, request.Today);
        // Whoever moved it there: the ten-day rule would take it forward again tomorrow.
        if (request.To != StageCodes.AwaitingFinalOutreach)
            yield return HoldToPlace.For(PlaybookNames.FinalOutreachDue, reason, request.RenewalOn, request.Today);
    }
}
