using Hangfire;
using OnboardingTracker.Data.Signals;

namespace OnboardingTracker.Features.Signals;

/// <summary>Stores a delivery and sets a job to work it. Where the job cannot be set up, the sweep finds the row within a minute.</summary>
public sealed class SignalIntake(SignalInbox inbox, IBackgroundJobClient jobs, ILogger<SignalIntake> log)
{
    /// <exception cref="Npgsql.NpgsqlException">The database is away: nothing is stored, and the sender is to try again.</exception>
    public async Task<StoredSignal> TakeAsync(IncomingSignal incoming, CancellationToken cancel = default)
    {
        var stored = await inbox.StoreAsync(incoming, cancel);
        if (stored.IsNew)
            Enqueue(stored.SignalId);
        log.LogInformation(
            "Signal {Source} {SourceKind} {SourceId} {Outcome} as {SignalId}",
            incoming.Source,
            incoming.SourceKind,
            incoming.SourceId,
            stored.IsNew ? "stored" : "known",
            stored.SignalId
        );
        return stored;
    }

    private void Enqueue(long signalId)
    {
        try
        {
            jobs.Enqueue<SignalJob>(job => job.WorkAsync(signalId, CancellationToken.None));
        }
        catch (BackgroundJobClientException failure)
        {
            // Stored is stored: the sender is thanked, and the sweep does the rest.
            log.LogWarning("Signal {SignalId} is left to the sweep: {Reason}", signalId, failure.Message);
        }
    }
}
