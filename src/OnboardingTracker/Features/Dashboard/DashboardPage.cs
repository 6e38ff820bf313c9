using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.Dashboard;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>
/// A page of the dashboard: it names its tables, which are read for the day and the days of its address. What the address says wrongly
/// is said on the page, which shows what it can.
/// </summary>
public abstract class DashboardPage(FigureTables tables) : PageModel
{
    private readonly Dictionary<string, FigureReading> _readings = [];

    /// <summary>The tables that it shows.</summary>
    protected abstract IReadOnlyList<string> Names { get; }

    /// <summary>How many weeks it shows where nobody says; 0: it is of a moment, and offers no days to choose.</summary>
    public virtual int Weeks => 12;

    public FigureAsk Ask { get; private set; } = FigureAsk.Nothing;

    public AsOf Now { get; private set; } = null!;

    /// <summary>One of its tables, read.</summary>
    public FigureReading this[string name] => _readings[name];

    /// <summary>Nobody asks for a day, and what it shows is of this moment.</summary>
    public bool IsLive => _readings.Values.Any(reading => reading.Table.IsLive);

    public async Task OnGetAsync(string? asOf, string? from, string? to, CancellationToken cancel)
    {
        Ask = await tables.Moments.AskAsync(asOf, from, to, cancel);
        Now = await tables.Moments.NowAsync(cancel);
        foreach (var name in Names)
            _readings[name] = await tables.ReadAsync(
                tables.Find(name) ?? throw new InvalidOperationException($"There is no table {name}."),
                Ask,
                cancel
            );
        await ReadMoreAsync(cancel);
    }

    /// <summary>What it shows besides its tables.</summary>
    protected virtual Task ReadMoreAsync(CancellationToken cancel) => Task.CompletedTask;
}
