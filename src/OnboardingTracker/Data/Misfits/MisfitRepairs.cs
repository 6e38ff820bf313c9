using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Misfits;

/// <summary>What became of a repair.</summary>
public abstract record RepairResult
{
    private RepairResult() { }

    /// <summary>The account was moved, and the move can be undone.</summary>
    public sealed record Moved(MoveResult.Moved Move) : RepairResult;

    /// <summary>A detail was changed, or it was left as it is.</summary>
    public sealed record Done(string Words) : RepairResult;

    /// <summary>Somebody was faster, or it has mended itself.</summary>
    public sealed record FitsByNow : RepairResult;

    public sealed record Refused(string Message) : RepairResult;
}

/// <summary>
/// Mends what does not fit, as a person's own move or edit: through the one door, with what they saw. Pressed twice, the second finds
/// that it fits by now.
/// </summary>
public sealed class MisfitRepairs(TrackerDb db, AccountMoves moves, AccountHolds holds, AccountWrites writes, TimeProvider time)
{
    /// <param name="seen">The account's last transition as the person saw it; 0: none.</param>
    /// <param name="me">Who presses it, as a member: what is nobody's becomes theirs.</param>
    public async Task<RepairResult> RepairAsync(
        MisfitKind kind,
        long accountId,
        long seen,
        Actor actor,
        int? me,
        CancellationToken cancel = default
    )
    {
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var account = await db.Misfits(kind, context).FirstOrDefaultAsync(a => a.Id == accountId, cancel);
        if (account is null)
            return new RepairResult.FitsByNow();
        return kind switch
        {
            MisfitKind.OutreachSent => await MoveAsync(StageCodes.OnboardingInitiated, "the initial outreach was sent"),
            MisfitKind.NoOutreach => await MoveAsync(StageCodes.NewAccount, "no outreach is known in this passage"),
            MisfitKind.EngagedInNoEngagement => await MoveAsync(StageCodes.OnboardedEngaged, "the customer had engaged"),
            MisfitKind.ActiveAfterOutcome => await MoveAsync(StageCodes.OnboardingInitiated, "active again after the onboarding had ended"),
            MisfitKind.RenewalMovedOut => await BackFrom5Async(),
            MisfitKind.NoOwner => me is { } owner
                ? await EditAsync(new AccountUpdate { OwnerId = owner }, DetailNames.Owner, null, "is yours now")
                : new RepairResult.Refused("Only a person of the team can take an account."),
            MisfitKind.RenewalPassed => await EditAsync(
                new AccountUpdate { NextRenewalOn = NextRenewal(account.NextRenewalOn!.Value, context.Today) },
                DetailNames.NextRenewalOn,
                Day(account.NextRenewalOn.Value),
                $"renews on {Day(NextRenewal(account.NextRenewalOn.Value, context.Today))} now"
            ),
            _ => new RepairResult.Refused("This one takes a person's decision: open the account."),
        };

        async Task<RepairResult> MoveAsync(string to, string reason) =>
            Of(await moves.MoveAsync(new MoveWish(accountId, to, actor, reason) { ExpectedTransitionId = seen }, cancel));

        async Task<RepairResult> BackFrom5Async()
        {
            var before = PipelineHistory.StageBeforeFinalOutreach(
                await moves.HistoryAsync(accountId, cancel),
                await db.StagesAsync(cancel)
            );
            var moved = await MoveAsync(before, $"the renewal moved out to {Day(account.NextRenewalOn!.Value)}");
            // A person's move back holds the ten-day rule off for this renewal; here the renewal itself is still to come.
            if (moved is RepairResult.Moved)
                await holds.LiftAsync(accountId, PlaybookNames.FinalOutreachDue, actor, cancel);
            return moved;
        }

        async Task<RepairResult> EditAsync(AccountUpdate update, string detail, string? saw, string words) =>
            await writes.EditAsync(accountId, update, new Dictionary<string, string?> { [detail] = saw }, actor, cancel) switch
            {
                EditResult.Saved => new RepairResult.Done($"{account.Name} {words}"),
                _ => new RepairResult.FitsByNow(),
            };
    }

    /// <summary>Leaves it as it is until the account moves again.</summary>
    public async Task<RepairResult> LeaveAsync(MisfitKind kind, long accountId, Actor actor, CancellationToken cancel = default)
    {
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var account = await db.Misfits(kind, context).FirstOrDefaultAsync(a => a.Id == accountId, cancel);
        if (account is null)
            return new RepairResult.FitsByNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into left_misfits (account_id, kind, transition_id, left_by, left_at)
            values ({accountId}, {AccountDetails.Code(kind)}, {account.LastTransitionId ?? 0}, {actor.ToString()}, {context.Now})
            on conflict (account_id, kind) do update
                set transition_id = excluded.transition_id, left_by = excluded.left_by, left_at = excluded.left_at
            """,
            cancel
        );
        return new RepairResult.Done($"{account.Name} is left as it is");
    }

    /// <summary>The same day of the month, the next time that it comes: bills are monthly.</summary>
    public static DateOnly NextRenewal(DateOnly passed, DateOnly today)
    {
        var months = 1;
        while (passed.AddMonths(months) < today)
            months++;
        return passed.AddMonths(months);
    }

    private static RepairResult Of(MoveResult result) =>
        result switch
        {
            MoveResult.Moved moved => new RepairResult.Moved(moved),
            MoveResult.Refused { Why: var why } => new RepairResult.Refused(why.Message),
            _ => new RepairResult.FitsByNow(),
        };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
