using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain;
using OnboardingTracker.Features.Exports;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Import;

namespace OnboardingTracker.Tests.Features.Exports;

public sealed class AccountExportTests(TestPostgres postgres)
{
    private static readonly string[] s_nasty =
    [
        "=1+1",
        "-5",
        "'=x",
        "''",
        "@SUM(A1)",
        "a;=b",
        "Größe, \"GmbH\"",
        "株式会社\nミライ",
        "line\r\nbreak",
        "👩‍🚀",
        "O'Neil",
        "شركة",
        "+49",
        "semi;colon",
        "tab\tinside",
    ];

    [Fact]
    public async Task An_exported_list_is_imported_again_unchanged()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        var rows = s_nasty.Select(
            (name, i) =>
                $$"""{"externalId":{{Json(string.Concat(name.Where(c => !char.IsControl(c))))}},"name":{{Json(name)}},"domain":"acme{{i}}.com","plan":"payAsYouGo","program":"yc","forecastAmount":{{i * 1000.0625m}},"forecastCurrency":"EUR","nextRenewalOn":"2026-04-{{i + 1:D2}}","stripeCustomerId":"-cus{{i}}","contactEmail":"p{{i}}@acme.com","contactName":{{Json(name)}},"salesOwner":"s@team.example","owner":"ann@team.example","segments":["Onboarding - engaged"]}"""
        );
        var first = await world.ImportAsync(string.Join('\n', rows) + "\n{\"externalId\":\"bare\"}", format: ImportFormat.Ndjson);
        first.Created.Should().Be(s_nasty.Length + 1);
        var before = await world.SnapshotAsync();

        var file = await ExportAsync(world, "?in=all&owner=any");
        var again = await world.ImportAsync(file);

        Encoding.UTF8.GetString(file).Should().NotMatchRegex("(^|,)\"?[=+@-]");
        again
            .Should()
            .BeEquivalentTo(
                new
                {
                    RowsRead = s_nasty.Length + 1,
                    Unchanged = s_nasty.Length + 1,
                    Rejected = 0,
                }
            );
        again.Warnings.Should().BeEmpty();
        (await world.SnapshotAsync()).Should().Be(before);
    }

    [Fact]
    public async Task A_migration_elsewhere_takes_the_stages_over_from_the_file()
    {
        await using var here = await ImportWorld.StartAsync(postgres);
        await using var there = await ImportWorld.StartAsync(postgres);
        await here.ImportAsync("externalId,stage,stageEnteredOn\na,3a,2026-02-03\nb,6b,2026-01-01\nc,,\n", migrate: true);

        await there.ImportAsync(await ExportAsync(here, "?in=all&owner=any"), migrate: true);

        (await there.App.DbAsync(db => db.Accounts.OrderBy(a => a.ExternalId).Select(a => a.Stage + " " + a.StageEnteredAt).ToListAsync()))
            .Should()
            .Equal(
                await here.App.DbAsync(db =>
                    db.Accounts.OrderBy(a => a.ExternalId).Select(a => a.Stage + " " + a.StageEnteredAt).ToListAsync()
                )
            );
    }

    [Fact]
    public async Task Each_stage_of_the_passage_has_its_first_and_last_entry_and_the_days_spent_in_it()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        await world.ImportAsync("externalId,stage,stageEnteredOn\na,2,2026-02-19\n", migrate: true);
        var id = (await world.AccountAsync("a")).Id;
        foreach (var (to, reason) in new[] { ("3a", null), ("2", "mistaken"), ("3a", (string?)null) })
        {
            world.App.Clock.Advance(TimeSpan.FromHours(12));
            await world.App.WithAsync(services =>
                services.GetRequiredService<AccountMoves>().MoveAsync(new MoveWish(id, to, Actor.User("ann@team.example"), reason))
            );
        }
        world.App.Clock.Advance(TimeSpan.FromDays(1));

        var row = Rows(await ExportAsync(world, "?in=all&owner=any")).Single();

        row["stage"].Should().Be("3a");
        row["stageName"].Should().Be("Engaged — Email");
        row["stage 2 firstEnteredAt"].Should().Be("2026-02-19T00:00:00Z");
        row["stage 2 lastEnteredAt"].Should().Be("2026-03-02T09:00:00Z");
        row["stage 3a firstEnteredAt"].Should().Be("2026-03-01T21:00:00Z");
        row["stage 3a lastEnteredAt"].Should().Be("2026-03-02T21:00:00Z");
        row["stage 3a days"].Should().Be("1.5");
        row["stage 1 firstEnteredAt"].Should().BeEmpty();
        row["engaged"].Should().Be("yes");
    }

    [Fact]
    public async Task The_file_holds_the_list_that_its_address_describes_in_its_order()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        await world.ImportAsync(
            "externalId,plan,owner,nextRenewalOn,stage,stageEnteredOn\n"
                + "late,annual,ann@team.example,2026-06-01,2,2026-02-01\n"
                + "soon,annual,ann@team.example,2026-05-01,2,2026-02-01\n"
                + "other,free,ben@team.example,2026-05-15,2,2026-02-01\n"
                + "gone,annual,ann@team.example,2026-05-02,6c,2026-02-01\n",
            migrate: true
        );

        Ids(await ExportAsync(world, "?owner=ann@team.example")).Should().Equal("soon", "late");
        Ids(await ExportAsync(world, "?plan=annual&in=all&sort=-nextRenewalOn")).Should().Equal("late", "gone", "soon");
        Ids(await ExportAsync(world, "?owner=any")).Should().Equal("soon", "other", "late");
    }

    [Fact]
    public async Task Nobody_gets_the_list_without_signing_in()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        using var client = world.App.ApiClient(null);

        var answer = await client.GetAsync("/accounts.csv");

        ((int)answer.StatusCode).Should().BeOneOf(302, 303, 401);
    }

    private static IEnumerable<string> Ids(byte[] file) => Rows(file).Select(row => row["externalId"]);

    private static List<Dictionary<string, string>> Rows(byte[] file)
    {
        using var csv = CsvHelper.CsvReader.Create(file, new CsvHelper.CsvReaderOptions { Separator = ',' });
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
            rows.Add(csv.Headers.ToDictionary(name => name, name => csv.GetString(name)));
        return rows;
    }

    /// <summary>As somebody who owns nothing, so that the address alone decides.</summary>
    private static Task<byte[]> ExportAsync(ImportWorld world, string query) =>
        world.App.WithAsync(async services =>
        {
            using var body = new MemoryStream();
            var http = new DefaultHttpContext { RequestServices = services };
            http.Request.QueryString = new QueryString(query);
            http.Response.Body = body;
            await services.GetRequiredService<AccountExport>().WriteAsync(http);
            http.Response.Headers.ContentDisposition.ToString().Should().Contain("accounts-2026-03-0").And.Contain(".csv");
            return body.ToArray();
        });

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
