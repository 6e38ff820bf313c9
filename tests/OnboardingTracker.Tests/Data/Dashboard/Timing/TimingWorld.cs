using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Timing;

/// <summary>Asks the tables of time as the pages do.</summary>
internal static class TimingWorld
{
    /// <summary>Now and some days of the history, with the usual weeks and with some others.</summary>
    public static IEnumerable<FigureAsk> Asks(DateOnly today)
    {
        yield return FigureAsk.Nothing;
        yield return new(null, today.AddDays(-200), today, []);
        yield return new(null, today.AddDays(-30), today.AddDays(-20), []);
        foreach (var back in (int[])[1, 9, 24, 41, 60])
        {
            yield return new(today.AddDays(-back), null, null, []);
            yield return new(today.AddDays(-back), today.AddDays(-back - 25), today.AddDays(-back - 3), []);
        }
    }

    public static Task<(FigureQuery Query, IReadOnlyList<IReadOnlyList<FigureValue>> Rows)> ReadAsync(
        this TrackerApp app,
        string table,
        FigureAsk ask,
        bool live = true
    ) =>
        app.WithAsync(async services =>
        {
            var found = services.GetServices<IFigureTable>().Single(t => t.Name == table);
            var query = await services.GetRequiredService<Moments>().QueryAsync(ask, live, Math.Max(found.Weeks, 12), default);
            return (query, await found.ReadAsync(query, default));
        });

    /// <summary>Every count that opens a list opens as many facts; what else opens leads to a list that is there.</summary>
    public static async Task OpensWhatItCountsAsync(this TrackerApp app, string table, FigureAsk ask)
    {
        var (query, rows) = await app.ReadAsync(table, ask);
        await app.WithAsync(async services =>
        {
            var columns = services.GetServices<IFigureTable>().Single(t => t.Name == table).Columns;
            var lists = services.GetRequiredService<FigureLists>();
            foreach (var row in rows)
            foreach (var (column, value) in columns.Zip(row).Where(cell => cell.Second.Opens is { } opens && !opens.StartsWith('/')))
            {
                var keys = value.Opens!.Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
                var cell = await lists.Find(keys["figure"])!.FindAsync(keys, query, default);
                cell.Should().NotBeNull($"{value.Opens} leads somewhere");
                var count = await lists.CountAsync(cell!);
                if (column.Kind == FigureKind.Count)
                    count.Should().Be((long)value.Number!, $"{table} {column.Name} opens {value.Opens}");
                var page = await lists.PageAsync(cell!, query, null, 10_000);
                page.Accounts.Should().HaveCount((int)count);
            }
            return 0;
        });
    }

    public static string Text(IEnumerable<IReadOnlyList<FigureValue>> rows) =>
        string.Join('\n', rows.Select(row => string.Join(" | ", row.Select(value => value.Text ?? Text(value.Number)))));

    public static string Text(params object?[] values) =>
        string.Join(
            " | ",
            values.Select(value =>
                value switch
                {
                    decimal number => Text(number),
                    null => "-",
                    _ => Convert.ToString(value, CultureInfo.InvariantCulture),
                }
            )
        );

    private static string Text(decimal? number) => number?.ToString("0.####", CultureInfo.InvariantCulture) ?? "-";
}
