using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Testing;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Tests.Features.Import;

public sealed class ImportRunTests(TestPostgres postgres)
{
    private const string Header = "externalId,name,domain,plan,forecastAmount,nextRenewalOn,contactEmail,contactName,owner\n";

    [Fact]
    public async Task New_accounts_come_with_their_details_contacts_and_history()
    {
        await using var world = await ImportWorld.StartAsync(postgres);

        var import = await world.ImportAsync(Header + "acme,Acme,acme.com,annual,1234.56,2026-04-01,ada@acme.com,Ada,ben@team.example\n");

        import.State.Should().Be(ImportState.Completed);
        Numbers(import).Should().Be((1, 1, 0, 0, 0));
        var account = await world.AccountAsync("acme");
        account
            .Should()
            .BeEquivalentTo(
                new
                {
                    Name = "Acme",
                    Domain = "acme.com",
                    Plan = Plan.Annual,
                    ForecastAmount = 1234.56m,
                    ForecastCurrency = "USD",
                    ForecastInTeamCurrency = 1234.56m,
                    NextRenewalOn = new DateOnly(2026, 4, 1),
                    RenewalNumber = 1,
                    Passage = 0,
                    InWork = false,
                    CreatedAt = world.App.Clock.GetUtcNow(),
                    ChangedAt = world.App.Clock.GetUtcNow(),
                }
            );
        account.Owner!.Email.Should().Be("ben@team.example");
        account.Contacts.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Email = "ada@acme.com", Name = "Ada" });
        var history = (await world.HistoryAsync("acme")).Should().ContainSingle().Subject;
        history.Source.Should().Be(DetailSources.Import);
        history.Actor.Should().Be(ImportWorld.Admin);
        history.At.Should().Be(world.App.Clock.GetUtcNow());
        history
            .Values.Should()
            .BeEquivalentTo(
                new Dictionary<string, string?[]>
                {
                    ["name"] = ["", "Acme"],
                    ["domain"] = [null, "acme.com"],
                    ["plan"] = ["other", "annual"],
                    ["forecast"] = [null, "1234.56 USD"],
                    ["nextRenewalOn"] = [null, "2026-04-01"],
                    ["owner"] = [null, "ben@team.example"],
                    ["contacts"] = [null, "ada@acme.com"],
                }
            );
    }

    [Fact]
    public async Task An_account_without_a_name_is_called_by_its_id()
    {
        await using var world = await ImportWorld.StartAsync(postgres);

        await world.ImportAsync("externalId\nacme\n");

        (await world.AccountAsync("acme")).Name.Should().Be("acme");
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_at_all()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        var file =
            Header
            + "acme,Acme,acme.com,payAsYouGo,500,2026-04-01,ada@acme.com,Ada,ben@team.example\n"
            + "acme,,,,,,bob@acme.com,,\n"
            + "beta,\"Größe, 株式会社\n'=1\",,yc-less,5,,,,\n"
            + "gamma,=1+1,,free,5.10,,,,\n";
        var first = await world.ImportAsync(file);
        Numbers(first).Should().Be((4, 2, 1, 0, 1));
        var before = await world.SnapshotAsync();
        world.App.Clock.Advance(TimeSpan.FromHours(1));

        var again = await world.ImportAsync(file);

        Numbers(again).Should().Be((4, 0, 0, 3, 1));
        again.NewLeads.Should().Be(0);
        (await world.SnapshotAsync()).Should().Be(before);
    }

    [Fact]
    public async Task Only_what_is_given_changes_and_history_says_from_what_to_what()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        await world.ImportAsync(Header + "acme,Acme,acme.com,annual,100,2026-04-01,ada@acme.com,Ada,ben@team.example\n");
        world.App.Clock.Advance(TimeSpan.FromHours(1));

        var import = await world.ImportAsync(Header + "acme,,,,250.5,,ada@acme.com,Ada Lovelace,\n");

        Numbers(import).Should().Be((1, 0, 1, 0, 0));
        var account = await world.AccountAsync("acme");
        account
            .Should()
            .BeEquivalentTo(
                new
                {
                    Name = "Acme",
                    ForecastAmount = 250.5m,
                    ForecastInTeamCurrency = 250.5m,
                }
            );
        account.ChangedAt.Should().Be(world.App.Clock.GetUtcNow());
        account.Contacts.Should().ContainSingle().Which.Name.Should().Be("Ada Lovelace");
        (await world.HistoryAsync("acme"))[1]
            .Values.Should()
            .BeEquivalentTo(
                new Dictionary<string, string?[]> { ["forecast"] = ["100.00 USD", "250.50 USD"], ["contacts"] = [null, "ada@acme.com"] }
            );
    }

    [Fact]
    public async Task Null_in_ndjson_clears()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        await world.ImportAsync(Header + "acme,Acme,acme.com,annual,100,2026-04-01,ada@acme.com,Ada,ben@team.example\n");

        await world.ImportAsync(
            """{"externalId":"acme","domain":null,"forecastAmount":null,"nextRenewalOn":null,"owner":null}""",
            format: ImportFormat.Ndjson
        );

        var account = await world.AccountAsync("acme");
        account
            .Should()
            .BeEquivalentTo(
                new
                {
                    Domain = (string?)null,
                    ForecastAmount = (decimal?)null,
                    ForecastCurrency = (string?)null,
                    ForecastInTeamCurrency = (decimal?)null,
                    NextRenewalOn = (DateOnly?)null,
                    OwnerId = (int?)null,
                    Name = "Acme",
                }
            );
        account.Contacts.Should().ContainSingle();
    }

    [Fact]
    public async Task Several_rows_of_one_account_add_up_and_leave_one_line_of_history()
    {
        await using var world = await ImportWorld.StartAsync(postgres);

        var import = await world.ImportAsync(
            "externalId,name,forecastAmount,contactEmail,contactName\n"
                + "acme,First,10,ada@acme.com,Ada\n"
                + "acme,Second,,BOB@acme.com,\n"
                + "acme,Acme,20,ada@acme.com,\n"
                + "acme,Acme,20,bob@acme.com,Bob\n"
                + "acme,Acme,20,bob@acme.com,Bob\n"
        );

        Numbers(import).Should().Be((5, 1, 3, 1, 0));
        var account = await world.AccountAsync("acme");
        account
            .Contacts.OrderBy(c => c.Email)
            .Select(c => (c.Email, c.Name))
            .Should()
            .Equal(("ada@acme.com", "Ada"), ("bob@acme.com", "Bob"));
        (await world.HistoryAsync("acme"))
            .Should()
            .ContainSingle()
            .Which.Values.Should()
            .BeEquivalentTo(
                new Dictionary<string, string?[]>
                {
                    ["name"] = ["", "Acme"],
                    ["forecast"] = [null, "20.00 USD"],
                    ["contacts"] = [null, "ada@acme.com, bob@acme.com"],
                }
            );
    }

    [Fact]
    public async Task What_cannot_be_taken_is_listed_and_the_rest_comes_in()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        await world.App.DbAsync(db =>
            db.Members.Where(m => m.Email == "ben@team.example").ExecuteUpdateAsync(set => set.SetProperty(m => m.Active, false))
        );

        var import = await world.ImportAsync(
            "externalId,name,nextRenewalOn,forecastAmount,owner\n"
                + "a,A,31/12/2026,\"1.234,56\",ann@team.example\n"
                + "b,B,,,nobody@team.example\n"
                + "c,C,,,ben@team.example\n"
                + "d,D,,,ANN@team.example\n"
                + "b,B,,,\n"
        );

        Numbers(import).Should().Be((5, 2, 0, 0, 3));
        (await world.RejectionsAsync(import.Id))
            .Select(r => (r.Line, r.Field, r.Reason[..12]))
            .Should()
            .Equal(
                (2, "nextRenewalOn", "\"31/12/2026\""),
                (2, "forecastAmount", "\"1.234,56\" i"),
                (3, "owner", "nobody@team."),
                (4, "owner", "ben@team.exa")
            );
        (await world.AccountAsync("d")).Owner!.Email.Should().Be("ann@team.example");
        (await world.App.DbAsync(db => db.Accounts.CountAsync())).Should().Be(2);
    }

    [Fact]
    public async Task A_persons_edit_holds_until_the_file_says_something_else()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        const string file = "externalId,name,forecastAmount\nacme,Acme,80\n";
        await world.ImportAsync(file);
        await EditAsync(world, "acme", new AccountUpdate { Name = "Acme by hand", Forecast = new Money(90, "USD") });

        var same = await world.ImportAsync(file);

        Numbers(same).Should().Be((1, 0, 0, 1, 0));
        (await world.AccountAsync("acme")).Should().BeEquivalentTo(new { Name = "Acme by hand", ForecastAmount = 90m });

        var other = await world.ImportAsync("externalId,name,forecastAmount\nacme,Acme,85\n");

        Numbers(other).Should().Be((1, 0, 1, 0, 0));
        (await world.AccountAsync("acme")).Should().BeEquivalentTo(new { Name = "Acme by hand", ForecastAmount = 85m });
        (await world.HistoryAsync("acme"))[^1].Values.Should().ContainSingle().Which.Value.Should().Equal("90.00 USD", "85.00 USD");

        await world.ImportAsync(file);
        (await world.AccountAsync("acme")).Should().BeEquivalentTo(new { Name = "Acme by hand", ForecastAmount = 80m });
    }

    [Fact]
    public async Task A_source_that_comes_round_to_the_edited_value_lets_the_edit_go()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        await world.ImportAsync("externalId,name\nacme,Acme\n");
        await EditAsync(world, "acme", new AccountUpdate { Name = "Acme Inc" });

        Numbers(await world.ImportAsync("externalId,name\nacme,Acme Inc\n")).Should().Be((1, 0, 0, 1, 0));
        await world.ImportAsync("externalId,name\nacme,Acme\n");

        (await world.AccountAsync("acme")).Should().BeEquivalentTo(new { Name = "Acme", PersonEdits = (object?)null });
    }

    [Fact]
    public async Task A_renewal_that_has_come_is_counted()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        await world.ImportAsync("externalId,nextRenewalOn,stage,stageEnteredOn\nacme,2026-03-10,1,2026-02-20\n", migrate: true);
        await world.ImportAsync("externalId,nextRenewalOn\nacme,2026-03-12\n");
        (await world.AccountAsync("acme")).RenewalNumber.Should().Be(1, "the day was corrected before it came");

        world.App.Clock.Advance(TimeSpan.FromDays(12));
        await world.ImportAsync("externalId,nextRenewalOn\nacme,2026-04-12\n");

        (await world.AccountAsync("acme")).RenewalNumber.Should().Be(2);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_fails_with_a_sentence_and_leaves_nothing_behind()
    {
        await using var world = await ImportWorld.StartAsync(postgres);

        var import = await world.ImportAsync("id,name\n1,x\n");

        import.State.Should().Be(ImportState.Failed);
        import.Error.Should().StartWith("The file has no column externalId");
        import.FinishedAt.Should().NotBeNull();
        (await world.App.DbAsync(db => db.ImportChunks.AnyAsync())).Should().BeFalse();
    }

    [Fact]
    public async Task The_file_is_gone_and_what_to_know_of_it_is_kept_once_it_is_imported()
    {
        await using var world = await ImportWorld.StartAsync(postgres);

        var import = await world.ImportAsync("externalId;mrr\nacme;5\n");

        import.Warnings.Should().HaveCount(2).And.Contain(w => w.Contains("semicolons")).And.Contain(w => w.Contains("\"mrr\""));
        import.Bytes.Should().Be(22);
        import.BytesRead.Should().Be(22);
        (await world.App.DbAsync(db => db.ImportChunks.AnyAsync())).Should().BeFalse();
    }

    private static Task<AccountWritten> EditAsync(ImportWorld world, string externalId, AccountUpdate update) =>
        world.App.WithAsync(services =>
            services
                .GetRequiredService<AccountWrites>()
                .UpsertAsync(externalId, update, [], DetailSources.Person, Actor.User("ann@team.example"))
        );

    private static (int Read, int Created, int Updated, int Unchanged, int Rejected) Numbers(ImportRecord import) =>
        (import.RowsRead, import.Created, import.Updated, import.Unchanged, import.Rejected);
}
