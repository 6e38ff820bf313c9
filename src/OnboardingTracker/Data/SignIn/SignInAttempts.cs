using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.SignIn;

/// <summary>
/// Five wrong passwords in a row, then five minutes of pause. Counted in one statement before the password is looked at, so that
/// guesses made at the same moment count as well; the same statement runs for an address that nobody has, so that neither answer
/// nor time tells which addresses exist. See docs/decisions/0007-sign-in-attempts.md.
/// </summary>
public sealed class SignInAttempts(TrackerDb db, TimeProvider time)
{
    public const int MostFailures = 5;
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(1);

    /// <param name="device">The mark of a browser that has signed in with this address before: it has a count of its own.</param>
    public static byte[] KeyOf(string email, string? device) => SHA256.HashData(Encoding.UTF8.GetBytes($"{email}\n{device}"));

    /// <summary>Counts an attempt as failed until it is cleared.</summary>
    /// <returns>Whether the attempt may be made. During a pause it may not, and the pause does not get longer by it.</returns>
    public async Task<bool> TakeAsync(byte[] key, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var began = now - Pause;
        var failures = await db
            .Database.SqlQuery<int>(
                $"""
                insert into sign_in_attempts as a (key, failures, last_failed_at) values ({key}, 1, {now})
                on conflict (key) do update set
                    failures = case when a.last_failed_at <= {began} then 1 else a.failures + 1 end,
                    last_failed_at = case when a.failures >= {MostFailures} and a.last_failed_at > {began}
                                          then a.last_failed_at else {now} end
                returning failures as "Value"
                """
            )
            .ToListAsync(cancel);
        return failures.Single() <= MostFailures;
    }

    /// <summary>The password was right: the count begins anew.</summary>
    public async Task ClearAsync(byte[] key, CancellationToken cancel = default)
    {
        var old = time.GetUtcNow() - s_kept;
        await db.SignInAttempts.Where(attempt => attempt.Key == key || attempt.LastFailedAt < old).ExecuteDeleteAsync(cancel);
    }
}
