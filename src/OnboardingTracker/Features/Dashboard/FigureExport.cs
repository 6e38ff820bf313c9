using System.Globalization;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Platform.Csv;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>
/// The tables of the dashboard as files, and the lists behind their numbers: what a page shows under an address, the file has under the
/// same one. A list is written while it is read, so that its size does not matter.
/// </summary>
public sealed class FigureExport(FigureTables tables, FigureLists lists)
{
    private static readonly IReadOnlyList<CsvColumn<FigureLine>> s_lines =
    [
        new("externalId", line => line.ExternalId),
        new("name", line => line.Name),
        new("what", line => line.Note),
        new("at", line => line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        new("amount", line => line.Amount?.ToString("0.00##", CultureInfo.InvariantCulture), IsNumber: true),
        new("stage", line => line.Stage),
        new("stageNow", line => line.StageNow),
        new("owner", line => line.OwnerEmail),
    ];

    public async Task TableAsync(string name, HttpContext http, CancellationToken cancel)
    {
        if (tables.Find(name) is not { } table)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (await AskAsync(http, cancel) is not { } ask)
            return;
        var reading = await tables.ReadAsync(table, ask, cancel);
        await CsvExport.WriteAsync(
            http.Response,
            $"{table.Name}-{FigureAddress.Day(reading.Query.AsOf.Day)}.csv",
            [
                .. table.Columns.Select(
                    (column, i) =>
                        new CsvColumn<IReadOnlyList<FigureValue>>(
                            column.Name,
                            row => FigureWords.Plain(row[i]),
                            FigureWords.IsNumber(column.Kind)
                        )
                ),
            ],
            reading.Rows.ToAsyncEnumerable(),
            cancel
        );
    }

    public async Task ListAsync(HttpContext http, CancellationToken cancel)
    {
        var asked = FigureListQuery.Parse(http.Request.Query);
        if (await AskAsync(http, cancel) is not { } ask)
            return;
        var query = await tables.Moments.QueryAsync(ask, live: true, weeks: 12, cancel);
        if (lists.Find(asked.Figure) is not { } list || await list.FindAsync(asked.Keys, query, cancel) is not { } cell)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        await CsvExport.WriteAsync(
            http.Response,
            $"accounts-{asked.Figure}-{FigureAddress.Day(query.AsOf.Day)}.csv",
            s_lines,
            lists.All(cell, query),
            cancel
        );
    }

    /// <summary>A file that is opened later cannot say that it holds other days than were asked for: there is none then.</summary>
    private async Task<FigureAsk?> AskAsync(HttpContext http, CancellationToken cancel)
    {
        var address = http.Request.Query;
        var ask = await tables.Moments.AskAsync(
            address["asOf"].FirstOrDefault(),
            address["from"].FirstOrDefault(),
            address["to"].FirstOrDefault(),
            cancel
        );
        if (ask.Problems.Count == 0)
            return ask;
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(
            string.Join('\n', ask.Problems.Select(problem => $"{problem.Parameter}: {problem.Message}")),
            cancel
        );
        return null;
    }
}
