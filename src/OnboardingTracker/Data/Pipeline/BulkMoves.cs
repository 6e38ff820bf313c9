using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Pipeline;

/// <summary>One account of a choice of many, as the person saw it.</summary>
/// <param name="TransitionId">Its last transition then; 0: it had none; null: whichever.</param>
public sealed record SeenAccount(long AccountId, long? TransitionId);

/// <summary>An account that was not moved: because a rule refused, or because somebody else was faster.</summary>
/// <param name="Why">The rule's words; null: it moved meanwhile.</param>
/// <param name="OfferedStage">The stage that the rule allows in its place.</param>
/// <param name="Meanwhile">The move that came first, where it is known.</param>
/// <param name="Rule">One of <see cref="MoveRuleNames"/>.</param>
public sealed record LeftAccount(
    SeenAccount Account,
    string Name,
    string? Why,
    string? OfferedStage = null,
    Transition? Meanwhile = null,
    string? Rule = null
);

/// <param name="Moved">What was moved, each with its new transition: to undo it.</param>
/// <param name="Left">What was not, and why.</param>
public sealed record BulkMoveResult(IReadOnlyList<SeenAccount> Moved, IReadOnlyList<LeftAccount> Left);

/// <summary>
/// A person's move of many accounts at once: each is decided by the rules on its own, all that may move go through the one door
/// together, and those that may not are named.
/// </summary>
public sealed class BulkMoves(TrackerDb db, StageDoor door, TimeProvider time)
{
    public const int Most = 500;

    public async Task<BulkMoveResult> MoveAsync(
        IReadOnlyList<SeenAccount> accounts,
        string to,
        Actor actor,
        string? reason,
        CancellationToken cancel = default
    )
    {
        var (subjects, histories, stages, today) = await ReadAsync(accounts, cancel);
        var rules = new MoveRules(stages);
        var now = time.GetUtcNow();
        var decided = new List<Decided>();
        foreach (var account in accounts)
        {
            if (!subjects.TryGetValue(account.AccountId, out var subject))
                continue;
            var history = histories[account.AccountId].ToList();
            if (account.TransitionId is { } seen && seen != (subject.LastTransitionId ?? 0) && subject.Stage != to)
            {
                decided.Add(new(account, subject.Name, null, new(account, subject.Name, null, null, history.LastOrDefault())));
                continue;
            }
            var lastMover = PipelineHistory.Effective(history) is [.., var last] ? last.Actor : (Actor?)null;
            var request = new MoveRequest
            {
                AccountId = account.AccountId,
                To = to,
                Actor = actor,
                At = now,
                Reason = reason,
                RenewalOn = subject.NextRenewalOn,
                Today = today,
            };
            decided.Add(Decided.By(rules.Decide(subject.PipelineState, request, lastMover), account, subject.Name, stages.Label(to)));
        }
        return await ApplyAsync(decided, cancel);
    }

    /// <summary>Takes a move of many back. An account that moved again meanwhile is left.</summary>
    /// <param name="moved">The accounts with the transitions to undo.</param>
    public async Task<BulkMoveResult> UndoAsync(IReadOnlyList<SeenAccount> moved, Actor actor, CancellationToken cancel = default)
    {
        var (subjects, histories, stages, today) = await ReadAsync(moved, cancel);
        var rules = new MoveRules(stages);
        var now = time.GetUtcNow();
        var decided = new List<Decided>();
        foreach (var account in moved)
        {
            if (!subjects.TryGetValue(account.AccountId, out var subject))
                continue;
            var decision = rules.Undo(
                account.AccountId,
                [.. histories[account.AccountId]],
                account.TransitionId ?? 0,
                actor,
                now,
                subject.NextRenewalOn,
                today,
                subject.SignalEngagement
            );
            decided.Add(Decided.By(decision, account, subject.Name, "where it was"));
        }
        return await ApplyAsync(decided, cancel);
    }

    private async Task<BulkMoveResult> ApplyAsync(List<Decided> decided, CancellationToken cancel)
    {
        var applied = await door.ApplyAsync([.. decided.Select(d => d.Move).OfType<StageMove>()], cancel);
        var moved = new List<SeenAccount>();
        var left = new List<LeftAccount>();
        foreach (var one in decided)
        {
            if (one.Left is { } refused)
                left.Add(refused);
            else if (applied.TryGetValue(one.Account.AccountId, out var transition))
                moved.Add(new(one.Account.AccountId, transition));
            else
                left.Add(new(one.Account, one.Name, null));
        }
        return new(moved, left);
    }

    private async Task<(
        Dictionary<long, PlaybookSubject> Subjects,
        ILookup<long, Transition> Histories,
        StageCatalogue Stages,
        DateOnly Today
    )> ReadAsync(IReadOnlyList<SeenAccount> accounts, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(accounts.Count, Most);
        var ids = accounts.Select(account => account.AccountId).Distinct().ToList();
        var stages = await db.StagesAsync(cancel);
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var subjects = await db
            .Accounts.AsNoTracking()
            .Where(a => ids.Contains(a.Id))
            .Select(PlaybookSubject.Of)
            .ToDictionaryAsync(subject => subject.AccountId, cancel);
        var transitions = await db.Transitions.AsNoTracking().Where(t => ids.Contains(t.AccountId)).OrderBy(t => t.Id).ToListAsync(cancel);
        return (subjects, transitions.ToLookup(t => t.AccountId), stages, TeamCalendar.DayOf(time.GetUtcNow(), policy));
    }

    private sealed record Decided(SeenAccount Account, string Name, StageMove? Move, LeftAccount? Left)
    {
        public static Decided By(MoveDecision decision, SeenAccount account, string name, string label) =>
            decision switch
            {
                MoveDecision.Allowed allowed => new(account, name, allowed.Move, null),
                MoveDecision.Refused refused => new(
                    account,
                    name,
                    null,
                    new(account, name, refused.Message, refused.OfferedStage, Rule: refused.Rule)
                ),
                _ => new(account, name, null, new(account, name, $"It is in {label} already.")),
            };
    }
}
