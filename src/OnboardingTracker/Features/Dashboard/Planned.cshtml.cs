using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Planned;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>What will happen by itself in the days to come: which account moves or is alerted on which day, by which playbook, and what is held.</summary>
[Authorize(Policy = Access.Read)]
public sealed class PlannedModel(FigureTables tables, PlannedBook book, TrackerDb db) : DashboardPage(tables)
{
    public const int PageSize = 50;

    protected override IReadOnlyList<string> Names => ["planned"];

    public override int Weeks => 0;

    public PlannedFilter Filter { get; private set; } = null!;

    public PlannedMoves Plan { get; private set; } = null!;

    /// <summary>What the filter lets through but for its day: the calendar shows it.</summary>
    public ILookup<DateOnly, PlannedMove> Days { get; private set; } = null!;

    /// <summary>How many entries each state has, whatever the filter says of states.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; private set; } = null!;

    public IReadOnlyList<PlannedMove> Shown { get; private set; } = [];

    public PlannedFilter? Next { get; private set; }

    public StageCatalogue Stages { get; private set; } = null!;

    /// <summary>By id; those who own an account of the plan.</summary>
    public IReadOnlyDictionary<int, string> Owners { get; private set; } = null!;

    public ActorNames People { get; private set; } = null!;

    protected override async Task ReadMoreAsync(CancellationToken cancel)
    {
        Filter = PlannedFilter.Parse(Request.Query);
        Plan = await book.ReadAsync(cancel);
        Stages = await db.StagesAsync(cancel);
        People = await db.ActorNamesAsync(cancel);
        var owners = Plan.Moves.Select(move => move.Subject.OwnerId).OfType<int>().Distinct().ToList();
        Owners = await db.Members.AsNoTracking().Where(m => owners.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);

        Days = Plan.Moves.Where((Filter with { Day = null }).Lets).ToLookup(move => move.Day);
        Counts = Plan.Moves.Where((Filter with { Show = null }).Lets).CountBy(PlannedRow.StateOf).ToDictionary();
        var left = Plan.Moves.Where(Filter.Lets).Where(Filter.IsBehind).ToList();
        // All that happens to one account on one day stays on one page.
        var most = left.Count <= PageSize ? left.Count : PageSize;
        while (most < left.Count && left[most].Day == left[most - 1].Day && left[most].AccountId == left[most - 1].AccountId)
            most++;
        Shown = left[..most];
        Next = most < left.Count ? Filter with { After = (Shown[^1].Day, Shown[^1].AccountId) } : null;
    }

    public string UrlOf(PlannedFilter filter) => (filter with { After = null }).Url;
}
