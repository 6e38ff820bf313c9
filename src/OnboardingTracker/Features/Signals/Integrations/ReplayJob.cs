using Hangfire;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Signals;

namespace OnboardingTracker.Features.Signals.Integrations;

/// <summary>
/// Works many signals of a source once more, in the order of their arrival, keeping its place after each batch.
/// Enqueued twice: the second waits for the first's lock, and finds it finished. Run together: likewise; one signal twice is the same as
/// once. Cut off half-way: Hangfire starts it again, and it goes on from the place that it had kept.
/// </summary>
public sealed class ReplayJob(TrackerDb db, SignalWorker worker, Npgsql.NpgsqlDataSource database, TimeProvider time)
{
    private const int BatchSize = 50;

    [AutomaticRetry(Attempts = 10)]
    public async Task RunAsync(long replayId, CancellationToken cancel)
    {
        await using var _ = await AdvisoryLock.TakeAsync(database, $"replay {replayId}", cancel);
        while (await BatchAsync(replayId, cancel)) { }
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> BatchAsync(long replayId, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var replay = await db.SignalReplays.AsNoTracking().FirstOrDefaultAsync(r => r.Id == replayId, cancel);
        if (replay is null or { FinishedAt: not null })
            return false;
        var batch = await Next(replay).Take(BatchSize).Select(s => new Place(s.Id, s.ReceivedAt)).ToListAsync(cancel);
        var failed = 0;
        foreach (var place in batch)
            failed += await worker.ReplayAsync(place.Id, cancel) ? 0 : 1;
        db.ChangeTracker.Clear();
        var kept = await db.SignalReplays.FirstAsync(r => r.Id == replayId, cancel);
        kept.Replayed += batch.Count;
        kept.Failed += failed;
        if (batch is [.., var last])
        {
            kept.FirstAt ??= batch[0].ReceivedAt;
            (kept.DoneAt, kept.DoneId) = (last.ReceivedAt, last.Id);
        }
        if (batch.Count < BatchSize)
            kept.FinishedAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await LiveChannel.NotifyAsync(connection, null, LiveChannel.Payload(SignalsFeature.Topic), cancel);
        return kept.FinishedAt is null;
    }

    /// <summary>What comes after the place that it has come to, by the source's index or that of what waits.</summary>
    private IQueryable<Signal> Next(SignalReplay replay)
    {
        var signals = db.Signals.AsNoTracking().Where(s => s.Source == replay.Source && s.ReceivedAt <= replay.RequestedAt);
        if (replay.DoneAt is { } at)
            signals = signals.Where(s => s.ReceivedAt > at || (s.ReceivedAt == at && s.Id > replay.DoneId)).Where(s => s.ReceivedAt >= at);
        if (replay.Kind is { } kind)
            signals = signals.Where(s => s.Kind == kind);
        if (replay.State is { } state)
            signals = signals.Where(s => s.State == state);
        return signals.OrderBy(s => s.ReceivedAt).ThenBy(s => s.Id);
    }

    private sealed record Place(long Id, DateTimeOffset ReceivedAt);
}
