using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Accounts;

/// <summary>How much of the segment <c>Onboarding - engaged</c> is still to be worked through.</summary>
/// <param name="Finished">Reached an outcome: these can be taken out now.</param>
/// <param name="InWork">In 1 to 5 or 7.</param>
/// <param name="Outside">Not in the pipeline: a person adds them or takes them out.</param>
/// <param name="LastEndsOn">The day on which the last of those in work has had the policy's weeks; null: none is in work.</param>
public sealed record LegacyProgress(int Finished, int InWork, int Outside, DateOnly? LastEndsOn)
{
    public int Remaining => Finished + InWork + Outside;

    public bool CanBeRetired => Remaining == 0;
}

/// <summary>Empties the legacy segment: it takes no new members by rule, and is retired when the last one has left.</summary>
public sealed class LegacySegment(TrackerDb db, TimeProvider time)
{
    private const int BatchSize = 1_000;

    public async Task<LegacyProgress> ProgressAsync(Policy policy, CancellationToken cancel = default)
    {
        var members = db.Accounts.AsNoTracking().Where(a => a.InLegacySegment);
        var inWork = await members.CountAsync(a => a.InWork, cancel);
        var outside = await members.CountAsync(a => a.Stage == null, cancel);
        var all = await members.CountAsync(cancel);
        var last = await members.Where(a => a.InWork).MaxAsync(a => a.PassageBeganAt, cancel);
        return new(
            all - inWork - outside,
            inWork,
            outside,
            last is { } began ? TeamCalendar.DayOf(began.AddDays(7 * policy.PassageWeeks), policy) : null
        );
    }

    /// <summary>Takes one account out.</summary>
    /// <returns>Whether it was in.</returns>
    public async Task<bool> TakeOutAsync(long accountId, Actor actor, CancellationToken cancel = default) =>
        await TakeOutAsync([accountId], actor, cancel) > 0;

    /// <summary>Takes out whatever has reached an outcome, in batches: cut off half-way, the next press does the rest.</summary>
    /// <returns>How many left.</returns>
    public async Task<int> TakeOutFinishedAsync(Actor actor, CancellationToken cancel = default)
    {
        var outcomes = await db.Stages.Where(s => s.Kind == StageKind.Outcome).Select(s => s.Code).ToListAsync(cancel);
        var left = 0;
        while (true)
        {
            var ids = await db
                .Accounts.AsNoTracking()
                .Where(a => a.InLegacySegment && outcomes.Contains(a.Stage!))
                .OrderBy(a => a.Id)
                .Take(BatchSize)
                .Select(a => a.Id)
                .ToArrayAsync(cancel);
            if (ids.Length == 0)
                return left;
            left += await TakeOutAsync(ids, actor, cancel);
        }
    }

    /// <summary>Rows are locked in the order of their ids, as the one door does.</summary>
    private async Task<int> TakeOutAsync(long[] ids, Actor actor, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        string?[] values = [Segments.OnboardingEngaged, null];
        var change = JsonSerializer.Serialize(new Dictionary<string, string?[]> { [DetailNames.Segments] = values }, Json.Options);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var left = await db.Database.ExecuteSqlAsync(
            $"""
            with locked as materialized (select id from accounts where id = any({ids}) and in_legacy_segment order by id for update),
            changed as (
                update accounts set in_legacy_segment = false, changed_at = greatest(changed_at, {now})
                where id in (select id from locked) and in_legacy_segment
                returning id)
            insert into account_changes (account_id, at, source, actor, "values")
            select id, {now}, {DetailSources.Person}, {actor.ToString()}, {change}::jsonb from changed
            """,
            cancel
        );
        if (left > 0)
            await LiveChannel.NotifyAsync(db, LiveChannel.Payload("accounts"), cancel);
        await transaction.CommitAsync(cancel);
        return left;
    }
}
