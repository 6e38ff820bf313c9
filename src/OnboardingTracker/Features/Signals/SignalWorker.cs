using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Erasing;
using OnboardingTracker.Data.Notices;
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
    BillingProjection billing,
    AccountStory story,
    PlaybookReactions reactions,
    CustomerNotices notices,
    ErasureKeys erased,
    TimeProvider time,
    ILogger<SignalWorker> log
)
{
    public Task WorkAsync(long signalId, CancellationToken cancel = default) => WorkAsync(signalId, again: false, cancel);

    /// <summary>
    /// Reads it anew, whatever became of it, and tells the story of its account again: what was done already is not done twice. One that
    /// has been worked stays worked until the new reading has taken its place.
    /// </summary>
    /// <returns>Whether it went well.</returns>
    public Task<bool> ReplayAsync(long signalId, CancellationToken cancel = default) => WorkAsync(signalId, again: true, cancel);

    private async Task<bool> WorkAsync(long signalId, bool again, CancellationToken cancel)
    {
        using var scope = log.BeginScope(new Dictionary<string, object> { ["SignalId"] = signalId });
        try
        {
            if (await WriteClash.RepeatAsync(db, () => TryWorkAsync(signalId, again, cancel)) is { } accountId)
                // A crash before this loses nothing: the daily runs find the same accounts.
                await reactions.AfterChangeAsync([accountId], cancel);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await NoteFailureAsync(signalId, failure, cancel);
            return false;
        }
    }

    /// <returns>The account whose details changed by it; null: none.</returns>
    private async Task<long?> TryWorkAsync(long signalId, bool again, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var signal = await db.Signals.FromSql($"select * from signals where id = {signalId} for update").SingleOrDefaultAsync(cancel);
        if (signal is null || !(again || signal.State is SignalState.Received or SignalState.Retrying))
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
        var reading = await ReadAsync(signal, context, cancel);
        var was = signal is { State: SignalState.Worked, AccountId: { } account, Fact: { } told }
            ? (Account: account, Fact: told)
            : default;
        if (was.Fact is not null)
            await AdvisoryLock.TakeAsync(transaction, AccountStory.LockOf(was.Account), cancel);
        if (reading is SignalReading.Unused unused)
        {
            signal.State = SignalState.Unused;
            signal.Note = unused.Why;
            if (was.Fact is null)
                return false;
            // It counted until now: the account's story is told without it.
            await db.SaveChangesAsync(cancel);
            var forgot = await billing.ForgetAsync(was.Account, signal.Source, was.Fact, signal.Id, context, cancel);
            await story.TellAsync(was.Account, context, cancel: cancel);
            return forgot;
        }
        var fact = ((SignalReading.Says)reading).Fact;
        if (await erased.OfErasedCallAsync(signal.Source, fact, cancel) is { } nobodys)
            (fact, signal.Raw) = (nobodys, null);
        signal.Fact = fact;
        signal.Kind = fact.Kind;
        signal.OccurredAt = fact.OccurredAt.ToUniversalTime();
        if (SignalTopics.LockOf(signal) is { } topic)
            await AdvisoryLock.TakeAsync(transaction, topic, cancel);
        if (signal.AccountId is null && !await FindAccountAsync(signal, cancel))
        {
            await notices.TellUnknownBuyerAsync(signal, cancel);
            return false;
        }
        await LockAccountAsync(signal, transaction, cancel);
        signal.State = SignalState.Worked;
        signal.WorkedAt = context.Now;
        signal.SenderKeys = null;
        await db.SaveChangesAsync(cancel);
        if (was.Fact is not null)
            await billing.ForgetAsync(was.Account, signal.Source, was.Fact, signal.Id, context, cancel);
        var changed = await effects.ApplyAsync(signal, context, cancel);
        await topics.WakeAsync(signal, cancel);
        return changed;
    }

    /// <summary>An account that was merged into another while we waited for it stands for that one.</summary>
    private async Task LockAccountAsync(Signal signal, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        while (true)
        {
            var accountId = signal.AccountId!.Value;
            await AdvisoryLock.TakeAsync(transaction, AccountStory.LockOf(accountId), cancel);
            if (await db.Accounts.Where(a => a.Id == accountId).Select(a => a.MergedIntoId).SingleAsync(cancel) is not { } into)
                return;
            signal.AccountId = into;
        }
    }

    /// <summary>Of one whose raw payload has been dropped, what was read of it before.</summary>
    private async Task<SignalReading> ReadAsync(Signal signal, RunContext context, CancellationToken cancel)
    {
        if (signal.SourceKind == TestSignal.Kind)
            return new SignalReading.Unused(TestSignal.Says);
        if (signal.Raw is { } raw)
        {
            var delivery = new Delivery(signal.SourceId, signal.SourceKind, signal.ReceivedAt, raw);
            return await sources[signal.Source].ReadAsync(delivery, context.Policy, db, cancel);
        }
        return signal.Fact is { } fact
            ? new SignalReading.Says(fact)
            : throw new UnreadableSignalException("Its raw payload was dropped before it could be read.");
    }

    private async Task<bool> FindAccountAsync(Signal signal, CancellationToken cancel)
    {
        var found = await match.FindAsync(signal, cancel);
        signal.Note = found.Why;
        signal.SenderKeys = WaitingSignals.Keys(signal.Fact!.About);
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
            if (signal.State is SignalState.Worked or SignalState.Unused)
            {
                // A replay that failed: what it had come to before still holds.
                await db.SaveChangesAsync(cancel);
                return;
            }
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
}
