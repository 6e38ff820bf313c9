using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Dashboard.Stages;

/// <summary>
/// Rolls up the days that are over, one after the other, each in a transaction of its own. A day that is rolled up stays so: the same
/// again, on two machines or after a crash, finds nothing to do.
/// </summary>
public sealed class StageRollUp(TrackerDb db, StageBook book, TimeProvider time)
{
    /// <summary>
    /// How long after its end a day is rolled up: what is written with a moment of the day, such as by a playbook's run around midnight, has
    /// been committed by then.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private const string LockName = "dashboard roll-up";

    /// <returns>How many days were rolled up.</returns>
    public async Task<int> RunAsync(CancellationToken cancel = default)
    {
        var days = 0;
        while (await NextAsync(cancel))
            days++;
        return days;
    }

    private async Task<bool> NextAsync(CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await AdvisoryLock.TakeAsync((NpgsqlTransaction)transaction.GetDbTransaction(), LockName, cancel);
        var now = time.GetUtcNow();
        var last = await db.RolledUpDays.AsNoTracking().OrderByDescending(day => day.Day).FirstOrDefaultAsync(cancel);
        if ((last is null ? await FirstDayAsync(cancel) : last.Day.AddDays(1)) is not { } day)
            return false;
        var (until, policy, version) = await db.EndOfAsync(day, cancel);
        // The days of a zone further west may end before the last one of the former zone did.
        if (last is not null && until <= last.Until)
            until = last.Until;
        if (now < until + Grace)
            return false;
        foreach (var (stage, entered, left) in await book.AfterAsync(last, until, policy, cancel))
            db.StageDays.Add(
                new StageDay
                {
                    Day = day,
                    Stage = stage.Stage,
                    Accounts = stage.Accounts,
                    Forecast = stage.Forecast,
                    Entered = entered,
                    Left = left,
                }
            );
        db.RolledUpDays.Add(
            new RolledUpDay
            {
                Day = day,
                Until = until,
                PolicyVersion = version,
            }
        );
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        db.ChangeTracker.Clear();
        return true;
    }

    /// <summary>The day of the first transition; null: there is none.</summary>
    private async Task<DateOnly?> FirstDayAsync(CancellationToken cancel)
    {
        var first = await db.Transitions.OrderBy(t => t.RecordedAt).Select(t => (DateTimeOffset?)t.RecordedAt).FirstOrDefaultAsync(cancel);
        return first is { } at ? TeamCalendar.DayOf(at, (await db.PolicyAtAsync(at, cancel)).Policy) : null;
    }
}
