using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.Dashboard;

/// <summary>The tables of the dashboard, an operation each, described by their own columns.</summary>
internal static class DashboardApi
{
    public static void MapDashboardTables(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApiGroup("dashboard");
        // Only what they say of themselves is asked here; their values are read by a request's own.
        using var scope = routes.ServiceProvider.CreateScope();
        foreach (var table in scope.ServiceProvider.GetServices<IFigureTable>())
            Map(api, table);
    }

    private static void Map(RouteGroupBuilder api, IFigureTable table)
    {
        var name = table.Name;
        var route = "/dashboard/" + name;
        var endpoint =
            table.Weeks == 0
                ? api.MapGet(
                    route,
                    ([FromQuery] string? asOf, FigureTables tables, CancellationToken cancel) =>
                        AnswerAsync(name, asOf, null, null, tables, cancel)
                )
                : api.MapGet(
                    route,
                    (
                        [FromQuery] string? asOf,
                        [FromQuery] string? from,
                        [FromQuery] string? to,
                        FigureTables tables,
                        CancellationToken cancel
                    ) => AnswerAsync(name, asOf, from, to, tables, cancel)
                );
        endpoint
            .WithName("getDashboard" + string.Concat(name.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..])))
            .WithSummary(table.Title)
            .WithDescription(table.About)
            .Parameter(
                "asOf",
                $"As of the end of this day of the team, as it was recorded then; left out: {(table.IsLive ? "now" : "the last day that is over")}.",
                schema => schema.Format = "date"
            )
            .Parameter(
                "from",
                $"The first day that it covers; left out: the Monday with which {table.Weeks.ToString(CultureInfo.InvariantCulture)} weeks begin.",
                schema => schema.Format = "date"
            )
            .Parameter("to", "The last day that it covers; left out: the last day that was over.", schema => schema.Format = "date")
            .Gives(200, FigureSchema.Of(table))
            .Gives(200, FigureSchema.ExampleOf(table))
            .Refuses(400);
    }

    private static async Task<JsonHttpResult<FigureItems>> AnswerAsync(
        string name,
        string? asOf,
        string? from,
        string? to,
        FigureTables tables,
        CancellationToken cancel
    )
    {
        var ask = await tables.Moments.AskAsync(asOf, from, to, cancel);
        if (ask.Problems.Count > 0)
            throw ApiProblemException.Invalid(
                ask.Problems.GroupBy(problem => problem.Parameter)
                    .ToDictionary(group => group.Key, group => group.Select(problem => problem.Message).ToArray())
            );
        var reading = await tables.ReadAsync(tables.Find(name)!, ask, cancel);
        return TypedResults.Json(new FigureItems(reading), ApiJson.Options);
    }
}
