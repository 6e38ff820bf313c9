using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Checklists;

namespace OnboardingTracker.Data.Checklists;

/// <summary>How a mark ended.</summary>
public abstract record ChecklistResult
{
    private ChecklistResult() { }

    /// <param name="Changed">False: it said so already.</param>
    public sealed record Saved(ChecklistMark Mark, bool Changed) : ChecklistResult;

    public sealed record NotFound : ChecklistResult;

    /// <summary>Somebody else marked it meanwhile.</summary>
    public sealed record Conflict(ChecklistMark Now) : ChecklistResult;
}

/// <summary>Marks the items of an account's audit. Each mark stays; the same once more is none.</summary>
public sealed class ChecklistWrites(TrackerDb db, TimeProvider time)
{
    /// <param name="seen">The last mark of the item that the person saw; 0: there was none; null: whichever.</param>
    public async Task<ChecklistResult> MarkAsync(
        long accountId,
        ChecklistItem item,
        ChecklistState state,
        string? finding,
        long? seen,
        Actor actor,
        CancellationToken cancel = default
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var own = (NpgsqlTransaction)transaction.GetDbTransaction();
        await AdvisoryLock.TakeAsync(own, AccountStory.LockOf(accountId), cancel);
        var passage = await db.Accounts.Where(a => a.Id == accountId).Select(a => (int?)a.Passage).FirstOrDefaultAsync(cancel);
        if (passage is null)
            return new ChecklistResult.NotFound();
        var last = (await db.ChecklistAsync(accountId, passage.Value, cancel)).GetValueOrDefault(item.Code);
        if (last is not null ? last.State == state && last.Finding == finding : state == ChecklistState.Open && finding is null)
            return new ChecklistResult.Saved(last ?? New(), Changed: false);
        if (seen is not null && seen != (last?.Id ?? 0))
            return new ChecklistResult.Conflict(last!);
        var mark = New();
        db.ChecklistMarks.Add(mark);
        await db.SaveChangesAsync(cancel);
        await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("accounts", accountId), cancel);
        await transaction.CommitAsync(cancel);
        return new ChecklistResult.Saved(mark, Changed: true);

        ChecklistMark New() =>
            new()
            {
                AccountId = accountId,
                Passage = passage.Value,
                Item = item.Code,
                State = state,
                Finding = finding,
                By = actor,
                At = time.GetUtcNow(),
            };
    }
}

public static class ChecklistQuery
{
    /// <summary>What was last said of each item in a passage, by the item's code.</summary>
    public static async Task<IReadOnlyDictionary<string, ChecklistMark>> ChecklistAsync(
        this TrackerDb db,
        long accountId,
        int passage,
        CancellationToken cancel = default
    )
    {
        var marks = await db
            .ChecklistMarks.AsNoTracking()
            .Where(mark => mark.AccountId == accountId && mark.Passage == passage)
            .OrderBy(mark => mark.Id)
            .ToListAsync(cancel);
        return marks.GroupBy(mark => mark.Item).ToDictionary(item => item.Key, item => item.Last());
    }
}
