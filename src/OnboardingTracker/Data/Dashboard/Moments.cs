using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Dashboard;

/// <summary>The moments that figures are of. All of one request that are of now are of the same now.</summary>
public sealed class Moments(TrackerDb db, TimeProvider time)
{
    private readonly Dictionary<DateOnly, AsOf> _known = [];
    private AsOf? _now;

    public async Task<AsOf> NowAsync(CancellationToken cancel = default)
    {
        if (_now is { } known)
            return known;
        var run = await db.RunContextAsync(time.GetUtcNow(), cancel);
        return _now = new(run.Today, run.Now, IsNow: true, run);
    }

    /// <param name="day">A day that has begun: of a past one its end, of today now; null: now.</param>
    public async Task<AsOf> AsOfAsync(DateOnly? day, CancellationToken cancel = default)
    {
        var now = await NowAsync(cancel);
        if (day is not { } asked || asked >= now.Day)
            return now;
        if (_known.TryGetValue(asked, out var known))
            return known;
        return _known[asked] = await EndOfAsync(asked, cancel);
    }

    /// <summary>Reads what an address says; today is the team's.</summary>
    public async Task<FigureAsk> AskAsync(string? asOf, string? from, string? to, CancellationToken cancel = default) =>
        FigureAsk.Parse(asOf, from, to, (await NowAsync(cancel)).Day);

    /// <summary>What a table is asked for: its own moment and days where nobody says.</summary>
    public async Task<FigureQuery> QueryAsync(FigureAsk ask, bool live, int weeks, CancellationToken cancel = default)
    {
        var now = await NowAsync(cancel);
        var asOf = await AsOfAsync(ask.Day ?? (live ? now.Day : now.Day.AddDays(-1)), cancel);
        if (weeks == 0)
            return new(asOf, new(asOf.Day, asOf.Day));
        var last = ask.To ?? asOf.Last(1).To;
        if (last > asOf.Day)
            last = asOf.Day;
        var first = ask.From ?? FirstOf(last, weeks);
        return new(asOf, new(first, first > last ? first : last));
    }

    /// <summary>The Monday with which so many weeks begin, the last of which holds the day.</summary>
    public static DateOnly FirstOf(DateOnly last, int weeks) => DaySpan.WeekOf(last).AddDays(-7 * (weeks - 1));

    private async Task<AsOf> EndOfAsync(DateOnly day, CancellationToken cancel)
    {
        var (until, policy, version) = await db.EndOfAsync(day, cancel);
        return At(day, until, policy, version);
    }

    /// <summary>A playbook would have seen the last moment of the day that the database tells from the next day's first.</summary>
    private static AsOf At(DateOnly day, DateTimeOffset end, Policy policy, int version) =>
        new(day, end, IsNow: false, new RunContext(end - TimeSpan.FromMicroseconds(1), policy, version));
}
