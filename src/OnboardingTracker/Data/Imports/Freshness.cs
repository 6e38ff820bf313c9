using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.Imports;

/// <summary>How old what we know from billing is, and whether playbooks that go by dates may act on it.</summary>
/// <param name="AsOf">When the last good sync was read; without one, when the last import or signal came; null: nothing has come yet.</param>
/// <param name="Source">What that was: "billing sync", "import" or "signal".</param>
/// <param name="Held">Why date-driven playbooks wait, for people; null: they do not.</param>
public sealed record Freshness(DateTimeOffset? AsOf, string? Source, string? Held)
{
    /// <summary>A nightly sync that has not come for this long is one that was missed.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(36);

    public const string BySync = "billing sync";

    public bool IsHeld => Held is not null;

    /// <summary>A sync has been set up: its failure holds playbooks.</summary>
    public bool IsGate => Source == BySync;
}

public static class FreshnessQuery
{
    /// <summary>
    /// The gate of fresh data: once a billing sync has been set up, playbooks that go by dates wait while the last one failed, or was missed.
    /// Without one nothing is held, and one look at an empty index says so.
    /// </summary>
    /// <returns>Why they wait, for people; null: they do not.</returns>
    public static async Task<string?> HeldForFreshDataAsync(this TrackerDb db, DateTimeOffset now, CancellationToken cancel = default) =>
        await db.LastSyncAsync(cancel) is { } sync ? sync.Held(now) : null;

    /// <summary>The gate, and how old the data is. Without a sync it is as fresh as its last import or signal, which is shown and holds nothing.</summary>
    public static async Task<Freshness> FreshnessAsync(this TrackerDb db, DateTimeOffset now, CancellationToken cancel = default) =>
        await db.LastSyncAsync(cancel) is { } sync
            ? new(sync.GoodAt, Freshness.BySync, sync.Held(now))
            : await WithoutSyncAsync(db, cancel);

    /// <summary>How the last sync ended that has ended, and when the last good one began; null: none has been set up.</summary>
    private static async Task<LastSync?> LastSyncAsync(this TrackerDb db, CancellationToken cancel)
    {
        var syncs = db.Imports.AsNoTracking().Where(i => i.IsSync && i.State != ImportState.Canceled).OrderByDescending(i => i.Id);
        if (!await syncs.AnyAsync(cancel))
            return null;
        var ended = await syncs
            .Where(i => i.State == ImportState.Completed || i.State == ImportState.Failed)
            .Select(i => new { i.State, i.Error })
            .FirstOrDefaultAsync(cancel);
        var good = await syncs
            .Where(i => i.State == ImportState.Completed)
            .Select(i => (DateTimeOffset?)i.CreatedAt)
            .FirstOrDefaultAsync(cancel);
        return new(good, ended?.State == ImportState.Failed ? ended.Error ?? "no reason was noted." : null);
    }

    private static async Task<Freshness> WithoutSyncAsync(TrackerDb db, CancellationToken cancel)
    {
        var imported = await db
            .Imports.AsNoTracking()
            .Where(i => i.State == ImportState.Completed)
            .OrderByDescending(i => i.Id)
            .Select(i => (DateTimeOffset?)i.CreatedAt)
            .FirstOrDefaultAsync(cancel);
        var signalled = await db
            .Signals.AsNoTracking()
            .OrderByDescending(s => s.Id)
            .Select(s => (DateTimeOffset?)s.ReceivedAt)
            .FirstOrDefaultAsync(cancel);
        return (imported, signalled) switch
        {
            (null, null) => new(null, null, null),
            ({ } import, var signal) when signal is null || import >= signal => new(import, "import", null),
            (_, var signal) => new(signal, "signal", null),
        };
    }

    private sealed record LastSync(DateTimeOffset? GoodAt, string? Error)
    {
        public string? Held(DateTimeOffset now) =>
            Error is not null ? $"The last billing sync failed: {Error}"
            : GoodAt < now - Freshness.Longest ? "The nightly billing sync has not come."
            : null;
    }
}
