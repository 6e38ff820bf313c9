using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard;

/// <summary>All tables of the dashboard, whatever they count, over the world of the demo.</summary>
public sealed class EveryTableTests(TestPostgres postgres)
{
    [Theory]
    [InlineData(null)]
    [InlineData("2026-02-11")]
    public async Task Numbers_of_every_table_open_their_accounts(string? asOf)
    {
        await using var app = await TrackerApp.StartAsync(
            postgres,
            new Dictionary<string, string> { ["environment"] = "Development", ["Demo"] = "true" }
        );
        var tables = await app.WithAsync(services => Task.FromResult(services.GetServices<IFigureTable>().ToList()));
        var day = asOf is null
            ? (DateOnly?)null
            : DateOnly.ParseExact(asOf, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        var opened = 0;
        foreach (var table in tables)
        {
            table.Columns.Select(column => column.Name).Should().OnlyHaveUniqueItems("{0} is read by their names", table.Name);
            opened += await app.OpensItsAccountsAsync(table.Name, day, most: 8);
        }

        tables.Select(table => table.Name).Should().OnlyHaveUniqueItems();
        var lists = await app.WithAsync(services =>
            Task.FromResult(services.GetServices<IFigureList>().Select(list => list.Name).ToList())
        );
        lists.Should().OnlyHaveUniqueItems("an address names one list");
        opened.Should().BeGreaterThan(100);
    }
}
