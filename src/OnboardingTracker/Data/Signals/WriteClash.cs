using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OnboardingTracker.Data.Signals;

/// <summary>Somebody else wrote the same account at the same moment: the work is done once more, from what is there then.</summary>
public static class WriteClash
{
    private const int MostAttempts = 5;

    /// <summary>Does a whole transaction, and does it over where it met another writer. Nothing that was read before is kept.</summary>
    public static async Task<T> RepeatAsync<T>(TrackerDb db, Func<Task<T>> transaction)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                db.ChangeTracker.Clear();
                return await transaction();
            }
            catch (Exception failure) when (attempt < MostAttempts && Is(failure)) { }
        }
    }

    private static bool Is(Exception failure) =>
        failure is LostMoveException or DbUpdateConcurrencyException
        || (failure as PostgresException ?? failure.InnerException as PostgresException)
            is { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected };
}
