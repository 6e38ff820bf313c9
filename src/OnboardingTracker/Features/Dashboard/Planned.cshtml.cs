using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Planned;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>What will happen by itself in the days to come: which account moves or is alerted on which day, by which playbook, and what is held.</summary>
[Authorize(Policy = Access.Read)]
public sealed class PlannedModel(FigureTables tables, PlannedBook book, PlannedEntries entries, TrackerDb db) : DashboardPage(tables)
{
    public const int PageSize = 50;

    protected override IReadOnlyList<string> Names => ["planned"];

    public override int Weeks => 0;

    public PlannedFilter Filter { get; private set; } = null!;

    public KeptPlan Plan { get; private set; } = null!;

    /// <summary>By day, what the filter lets through but for its day: the calendar shows it.</summary>
    public ILookup<DateOnly, PlannedCount> Days { get; private set; } = null!;

    /// <summary>How many entries each state has, whatever the filter says of states.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; private set; } = null!;

    public PlannedPage Shown { get; private set; } = null!;

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
        var owners = Plan.Counts.Select(count => count.OwnerId).OfType<int>().Distinct().ToList();
        Owners = await db.Members.AsNoTracking().Where(m => owners.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);

        Days = Plan.Counts.Where((Filter with { Day = null }).Which.Lets).ToLookup(count => count.Day);
        Counts = Plan
            .Counts.Where((Filter with { Show = null }).Which.Lets)
            .GroupBy(count => count.State)
            .ToDictionary(state => state.Key, state => state.Sum(count => count.Entries));
        Shown = await entries.PageAsync(Filter.Which, Filter.After, PageSize, cancel);
        Next = Shown.More ? Filter with { After = (Shown.Entries[^1].Day, Shown.Entries[^1].AccountId) } : null;
    }

    public string UrlOf(PlannedFilter filter) => (filter with { After = null }).Url;
}
