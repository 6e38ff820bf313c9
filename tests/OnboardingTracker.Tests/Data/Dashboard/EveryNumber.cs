using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard;

/// <summary>Each number of a table opens as many accounts as it says, and each sum of money the accounts that add up to it.</summary>
internal static class EveryNumber
{
    private static readonly string[] s_days = ["asOf", "from", "to"];

    /// <param name="most">About how many numbers are opened at most.</param>
    /// <returns>How many numbers were opened.</returns>
    public static Task<int> OpensItsAccountsAsync(
        this TrackerApp app,
        string table,
        DateOnly? asOf = null,
        DateOnly? from = null,
        DateOnly? to = null,
        int most = int.MaxValue
    ) =>
        app.WithAsync(async services =>
        {
            var tables = services.GetRequiredService<FigureTables>();
            var lists = services.GetRequiredService<FigureLists>();
            var reading = await tables.ReadAsync(tables.Find(table)!, new FigureAsk(asOf, from, to, []));
            var cells = reading
                .Rows.SelectMany(row => reading.Table.Columns.Zip(row))
                .Where(cell => cell.Second.Opens is { } opens && !opens.StartsWith('/'))
                .ToList();
            // Of many, some from all over the table.
            var step = Math.Max(1, cells.Count / most);
            var chosen = cells.Where((_, i) => i % step == 0).ToList();
            foreach (var (column, value) in chosen)
                await OpenAsync(tables, lists, reading, column, value);
            return chosen.Count;
        });

    private static async Task OpenAsync(
        FigureTables tables,
        FigureLists lists,
        FigureReading reading,
        FigureColumn column,
        FigureValue value
    )
    {
        var keys = QueryHelpers.ParseQuery(value.Opens).ToDictionary(part => part.Key, part => part.Value.ToString());
        var shown = reading.Query;
        // The page's link carries the table's own moment and days where the number names none.
        var ask = new FigureAsk(
            Day("asOf") ?? (shown.AsOf.IsNow ? null : shown.AsOf.Day),
            Day("from") ?? (reading.Table.Weeks > 0 ? shown.Span.From : null),
            Day("to") ?? (reading.Table.Weeks > 0 ? shown.Span.To : null),
            []
        );
        var query = await tables.Moments.QueryAsync(ask, live: true, weeks: 12);
        var list = lists.Find(keys["figure"]);
        list.Should().NotBeNull("{0} opens {1}", column.Name, value.Opens);
        var cell = await list!.FindAsync(
            keys.Where(key => key.Key != "figure" && !s_days.Contains(key.Key)).ToDictionary(key => key.Key, key => key.Value),
            query,
            CancellationToken.None
        );
        cell.Should().NotBeNull("{0} of {1} opens {2}", column.Name, reading.Table.Name, value.Opens);
        var lines = await lists.All(cell!, query).ToListAsync();
        lines.Select(line => (line.At, line.Key)).Should().OnlyHaveUniqueItems("{0} tells its facts apart", value.Opens);
        if (column.Kind == FigureKind.Count)
            lines.Should().HaveCount((int)(value.Number ?? 0), "{0} of {1} opens {2}", column.Name, reading.Table.Name, value.Opens);
        if (column.Kind == FigureKind.Money)
            lines.Sum(line => line.Amount ?? 0).Should().Be(value.Number ?? 0, "{0} opens {1}", column.Name, value.Opens);
        if (cell!.Count is { } told)
            told.Should().Be(lines.Count, "{0} says how many there are", value.Opens);

        DateOnly? Day(string name) =>
            keys.TryGetValue(name, out var text) ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
    }
}
