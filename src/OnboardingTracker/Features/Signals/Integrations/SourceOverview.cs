using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Signals;

namespace OnboardingTracker.Features.Signals.Integrations;

/// <summary>
/// Each source and how it does. Every question is a range of an index: a million signals cost what a thousand do, and what is counted is
/// counted up to a bound.
/// </summary>
public sealed class SourceOverview(TrackerDb db, IConfiguration settings, TimeProvider time)
{
    /// <summary>Counted no further than this.</summary>
    public const int MostCounted = 10_000;

    /// <summary>So many of the last signals tell the usual gap.</summary>
    private const int Remembered = 50;

    private const int FewestToTell = 5;
    private static readonly TimeSpan s_shortestSilence = TimeSpan.FromHours(24);

    public async Task<IReadOnlyList<SourceCard>> ReadAsync(CancellationToken cancel = default)
    {
        var seen = await SeenAsync(cancel);
        var names = SourceGuides.All.Select(guide => guide.Name).Concat(seen.Order(StringComparer.Ordinal)).Distinct();
        var cards = new List<SourceCard>();
        foreach (var name in names)
        {
            var guide = SourceGuides.All.FirstOrDefault(guide => guide.Name == name);
            cards.Add(
                new SourceCard
                {
                    Name = name,
                    Guide = guide,
                    IsConnected = guide is null || guide.Settings.All(setting => !string.IsNullOrEmpty(settings[setting])),
                    Traffic = seen.Contains(name) ? await TrafficAsync(name, cancel) : SourceTraffic.None,
                    Replay = await db
                        .SignalReplays.AsNoTracking()
                        .Where(replay => replay.Source == name)
                        .OrderByDescending(replay => replay.Id)
                        .FirstOrDefaultAsync(cancel),
                }
            );
        }
        return cards;
    }

    /// <summary>The names that have ever sent something: from one to the next by the index, however many signals each has.</summary>
    public async Task<IReadOnlySet<string>> SeenAsync(CancellationToken cancel = default) =>
        await db
            .Database.SqlQuery<string>(
                $"""
                with recursive names as (
                    (select source from signals order by source limit 1)
                    union all
                    select (select s.source from signals s where s.source > n.source order by s.source limit 1) from names n
                    where n.source is not null)
                select source as "Value" from names where source is not null
                """
            )
            .ToHashSetAsync(cancel);

    private async Task<SourceTraffic> TrafficAsync(string source, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var signals = db.Signals.AsNoTracking().Where(s => s.Source == source);
        var last = await signals
            .Where(s => s.SourceKind != TestSignal.Kind)
            .OrderByDescending(s => s.ReceivedAt)
            .ThenByDescending(s => s.Id)
            .Take(Remembered)
            .Select(s => new { s.ReceivedAt, Kind = s.Kind ?? s.SourceKind })
            .ToListAsync(cancel);
        if (last.Count == 0)
            return SourceTraffic.None;
        TimeSpan? gap = last.Count < FewestToTell ? null : (last[0].ReceivedAt - last[^1].ReceivedAt) / (last.Count - 1);
        var silence = now - last[0].ReceivedAt;
        var (day, week) = (now.AddDays(-1), now.AddDays(-7));
        return new(
            last[0].ReceivedAt,
            last[0].Kind,
            await CountAsync(signals.Where(s => s.ReceivedAt > day), cancel),
            await CountAsync(signals.Where(s => s.ReceivedAt > week), cancel),
            await CountAsync(signals.Where(s => s.State == SignalState.Failed || s.State == SignalState.Retrying), cancel),
            await CountAsync(signals.Where(s => s.State == SignalState.Unmatched || s.State == SignalState.Ambiguous), cancel),
            gap,
            gap is { } usual && silence >= s_shortestSilence && silence >= usual * 3
        );
    }

    private static Task<int> CountAsync(IQueryable<Signal> signals, CancellationToken cancel) =>
        signals.Select(s => s.Source).Take(MostCounted).CountAsync(cancel);
}
