using Hangfire;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Signals;

namespace OnboardingTracker.Features.Signals;

/// <summary>
/// Every minute: works what a crash or a failure left, and looks at the accounts whose stage the passing of time alone changes.
/// Enqueued twice, run together, cut off: each row is worked by who locks it first, and the next minute finds the rest.
/// </summary>
public sealed class SignalSweep(TrackerDb db, SignalWorker worker, AccountStory story, TimeProvider time, ILogger<SignalSweep> log)
{
    /// <summary>A signal that has just been stored has a job of its own.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private const int Most = 500;

    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var before = now - s_patience;
        var waiting = await db
            .Signals.AsNoTracking()
            .Where(signal => signal.NextAttemptAt != null && signal.NextAttemptAt <= before)
            .OrderBy(signal => signal.NextAttemptAt)
            .Take(Most)
            .Select(signal => signal.Id)
            .ToListAsync(cancel);
        foreach (var signalId in waiting)
            await worker.WorkAsync(signalId, cancel);

        var due = await db
            .Accounts.AsNoTracking()
            .Where(account => account.SignalReviewAt != null && account.SignalReviewAt <= now)
            .OrderBy(account => account.SignalReviewAt)
            .Take(Most)
            .Select(account => account.Id)
            .ToListAsync(cancel);
        foreach (var accountId in due)
            await ReviewAsync(accountId, cancel);
    }

    /// <summary>An account whose story cannot be told keeps no other waiting.</summary>
    private async Task ReviewAsync(long accountId, CancellationToken cancel)
    {
        try
        {
            await story.ReviewAsync(accountId, cancel: cancel);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            db.ChangeTracker.Clear();
            log.LogError(failure, "The story of account {AccountId} could not be told; it is tried again in a minute", accountId);
        }
    }
}
