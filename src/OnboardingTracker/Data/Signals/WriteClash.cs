using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OnboardingTracker.Data.Signals;

/// <summary>Somebody else wrote the same account at the same moment: the work is done once more, from what is there then.</summary>
public static class WriteClash
{
    public const int MostAttempts = 5;

    public static bool Is(Exception failure) =>
        failure is LostMoveException or DbUpdateConcurrencyException
        || (failure as PostgresException ?? failure.InnerException as PostgresException)
            is { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected };
}
