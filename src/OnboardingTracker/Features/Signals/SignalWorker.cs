using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Features.Signals;

/// <summary>
/// Works one stored signal: reads it, finds its account, and does in one transaction what follows from it, one account at a time.
/// What fails is tried again for three days and then waits for a person; nothing is lost by it.
/// </summary>
public sealed class SignalWorker(
    TrackerDb db,
    SourceBook sources,
    SignalMatch match,
    SignalTopics topics,
    SignalEffects effects,
    PlaybookReactions reactions,
    TimeProvider time,
    ILogger<SignalWorker> log
)
{
    private const int Clashes = 5;

    public async Task WorkAsync(long signalId, CancellationToken cancel = default)
    {
        using var scope = log.BeginScope(new Dictionary<string, object> { ["SignalId"] = signalId });
        for (var clash = 1; ; clash++)
        {
            try
            {
                db.ChangeTracker.Clear();
                if (await TryWorkAsync(signalId, cancel) is { } accountId)
                    // A crash before this loses nothing: the daily runs find the same accounts.
                    await reactions.AfterChangeAsync([accountId], cancel);
                return;
            }
            catch (Exception failure) when (clash < Clashes && IsClash(failure))
            {
                log.LogDebug("Signal {SignalId} met another writer and is worked once more", signalId);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                await NoteFailureAsync(signalId, failure, cancel);
                return;
            }
        }
    }

    /// <returns>The account whose details changed by it; null: none.</returns>
    private async Task<long?> TryWorkAsync(long signalId, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var signal = await db.Signals.FromSql($"select * from signals where id = {signalId} for update").SingleOrDefaultAsync(cancel);
        if (signal?.State is not (SignalState.Received or SignalState.Retrying))
            return null;
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var changed = await DoAsync(signal, context, (NpgsqlTransaction)transaction.GetDbTransaction(), cancel);
        signal.Attempts++;
        signal.NextAttemptAt = null;
        signal.LastError = null;
        await db.SaveChangesAsync(cancel);
        await LiveChannel.NotifyAsync(
            (NpgsqlConnection)db.Database.GetDbConnection(),
            (NpgsqlTransaction)transaction.GetDbTransaction(),
            LiveChannel.Payload(SignalsFeature.Topic),
            cancel
        );
        await transaction.CommitAsync(cancel);
        log.LogInformation("Signal {SignalId} {Source} {Kind} is {State}", signal.Id, signal.Source, signal.Kind, signal.State);
        return changed ? signal.AccountId : null;
    }

    private async Task<bool> DoAsync(Signal signal, RunContext context, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var raw = signal.Raw ?? throw new UnreadableSignalException("Its raw payload was dropped before it could be worked.");
        var reading = sources[signal.Source].Read(new(signal.SourceId, signal.SourceKind, signal.ReceivedAt, raw), context.Policy);
        if (reading is SignalReading.Unused unused)
        {
            signal.State = SignalState.Unused;
            signal.Note = unused.Why;
            return false;
        }
        var fact = ((SignalReading.Says)reading).Fact;
        signal.Fact = fact;
        signal.Kind = fact.Kind;
        signal.OccurredAt = fact.OccurredAt.ToUniversalTime();
        if (SignalTopics.LockOf(signal) is { } topic)
            await AdvisoryLock.TakeAsync(transaction, topic, cancel);
        if (signal.AccountId is null && !await FindAccountAsync(signal, cancel))
            return false;
        var accountId = signal.AccountId!.Value;
        await AdvisoryLock.TakeAsync(transaction, AccountStory.LockOf(accountId), cancel);
        signal.State = SignalState.Worked;
        signal.WorkedAt = context.Now;
        await db.SaveChangesAsync(cancel);
        var changed = await effects.ApplyAsync(signal, context, cancel);
        await topics.WakeAsync(signal, cancel);
        return changed;
    }

    private async Task<bool> FindAccountAsync(Signal signal, CancellationToken cancel)
    {
        var found = await match.FindAsync(signal, cancel);
        signal.Note = found.Why;
        switch (found.AccountIds)
        {
            case [var only]:
                signal.AccountId = only;
                return true;
            case []:
                signal.State = SignalState.Unmatched;
                return false;
            default:
                signal.State = SignalState.Ambiguous;
                return false;
        }
    }

    /// <summary>Where even this cannot be written, the row is as it was, and the sweep finds it again.</summary>
    private async Task NoteFailureAsync(long signalId, Exception failure, CancellationToken cancel)
    {
        // What cannot be read is the sender's fault, and said in one line; anything else is ours.
        log.LogWarning(
            failure is UnreadableSignalException ? null : failure,
            "Signal {SignalId} could not be worked: {Reason}",
            signalId,
            failure.Message
        );
        try
        {
            db.ChangeTracker.Clear();
            var signal = await db.Signals.SingleAsync(s => s.Id == signalId, cancel);
            var now = time.GetUtcNow();
            signal.Attempts++;
            signal.LastError = Cut(failure.Message);
            signal.NextAttemptAt = RetryTimes.Next(signal.Attempts, signal.ReceivedAt, now);
            signal.State = signal.NextAttemptAt is null ? SignalState.Failed : SignalState.Retrying;
            await db.SaveChangesAsync(cancel);
        }
        catch (Exception unwritten) when (unwritten is DbUpdateException or NpgsqlException)
        {
            log.LogWarning(unwritten, "The failure of signal {SignalId} could not be written down", signalId);
        }
    }

    private static string Cut(string text) => text.Length <= 2000 ? text : text[..2000];

    /// <summary>Somebody else wrote the same account at the same moment: worked once more, from what is there then.</summary>
    private static bool IsClash(Exception failure) =>
        failure is LostMoveException or DbUpdateConcurrencyException
        || failure.InnerException
            is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected }
        || failure is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected };
}
