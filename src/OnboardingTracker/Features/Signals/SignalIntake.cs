using OnboardingTracker.Data.Signals;

namespace OnboardingTracker.Features.Signals;

/// <summary>Stores a delivery, and has it worked soon. Where no job can be set up, the sweep finds the row within a minute.</summary>
public sealed class SignalIntake(SignalInbox inbox, SignalQueue queue, ILogger<SignalIntake> log)
{
    /// <exception cref="Npgsql.NpgsqlException">The database is away: nothing is stored, and the sender is to try again.</exception>
    public async Task<StoredSignal> TakeAsync(IncomingSignal incoming, CancellationToken cancel = default)
    {
        var stored = await inbox.StoreAsync(incoming, cancel);
        if (stored.IsNew)
            queue.Add(stored.SignalId);
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
}
