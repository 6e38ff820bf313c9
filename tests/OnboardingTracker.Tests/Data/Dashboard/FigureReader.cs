using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard;

/// <summary>Reads the dashboard's tables, and the lists that their numbers open, as the pages do.</summary>
internal static class FigureReader
{
    /// <param name="daysAgo">0: now.</param>
    public static Task<AsOf> AsOfAsync(this TrackerApp app, int daysAgo) =>
        app.WithAsync(async services =>
        {
            var moments = services.GetRequiredService<Moments>();
            return await moments.AsOfAsync((await moments.NowAsync()).Day.AddDays(-daysAgo));
        });

    /// <summary>The rows of a table, each by its columns' names.</summary>
    public static Task<List<Dictionary<string, FigureValue>>> TableAsync(this TrackerApp app, string name, FigureQuery query) =>
        app.WithAsync(async services =>
        {
            var table = services.GetServices<IFigureTable>().Single(table => table.Name == name);
            return (await table.ReadAsync(query, CancellationToken.None))
                .Select(row => table.Columns.Zip(row).ToDictionary(cell => cell.First.Name, cell => cell.Second))
                .ToList();
        });

    public static Task<List<FigureAccount>> ListAsync(this TrackerApp app, string opens, FigureQuery query) =>
        app.WithAsync(async services =>
        {
            var keys = opens.Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
            var list = services.GetServices<IFigureList>().Single(list => list.Name == keys["figure"]);
            var cell = await list.FindAsync(keys, query, CancellationToken.None);
            var db = services.GetRequiredService<TrackerDb>();
            return await db.Database.SqlQueryRaw<FigureAccount>(cell!.Sql, [.. cell.Parameters]).ToListAsync();
        });
}
