using Microsoft.AspNetCore.Authorization;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Retention;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>The north star: how many accounts are still with us three months after their first bill over the threshold.</summary>
[Authorize(Policy = Access.Read)]
public sealed class RetentionModel(FigureTables tables, FigureLists lists) : DashboardPage(tables)
{
    public const string Retention = "retention";
    public const string AtRisk = "retention-at-risk";
    public const int MostShown = 10;

    /// <summary>How many cohorts are shown at first, the last ones; with <c>months=all</c> all of them are.</summary>
    public const int MonthsShown = 24;

    protected override IReadOnlyList<string> Names => [Retention, AtRisk];

    public override int Weeks => 0;

    /// <summary>The accounts that are about to fall out, the first of them; null: of a day that has gone by nobody knows.</summary>
    public FigurePage? Leaving { get; private set; }

    public FigureReading Cohorts => this[Retention];

    /// <summary>How many earlier cohorts are left out.</summary>
    public int Earlier => Request.Query["months"] == "all" ? 0 : Math.Max(0, Cohorts.Rows.Count - 1 - MonthsShown);

    /// <summary>The last cohorts and the sum of all closed ones.</summary>
    public FigureReading Shown => Cohorts with { Rows = [.. Cohorts.Rows.Skip(Earlier)] };

    public Policy Policy => Cohorts.Query.AsOf.Policy;

    /// <summary>A value of the row that sums up the closed cohorts; none where there is no cohort.</summary>
    public FigureValue OfClosed(string column) =>
        Cohorts.Rows.Count == 0 ? default : Cohorts.Rows[^1][Cohorts.Table.Columns.ToList().FindIndex(c => c.Name == column)];

    /// <summary>Where a number of the row that sums up the closed cohorts leads.</summary>
    public string? Opens(string column) =>
        OfClosed(column).Opens is { } opens ? FigureAddress.Opening(opens, FigureAddress.Of(Cohorts)) : null;

    /// <summary>What the chart draws: the cohorts without their sum, of which only the open ones are marked.</summary>
    public FigureReading Drawn
    {
        get
        {
            var state = Cohorts.Table.Columns.ToList().FindIndex(column => column.Name == "state");
            var open = RetentionTable.Open;
            return Cohorts with
            {
                Rows =
                [
                    .. Cohorts
                        .Rows.SkipLast(1)
                        .Select(row => row.Select((value, i) => i == state && value.Text != open ? default : value).ToList()),
                ],
            };
        }
    }

    protected override async Task ReadMoreAsync(CancellationToken cancel)
    {
        var query = this[AtRisk].Query;
        if (LeavingList.Find(LeavingTable.AllReasons, query.AsOf) is { } cell)
            Leaving = await lists.PageAsync(cell, query, null, MostShown, cancel);
    }
}
