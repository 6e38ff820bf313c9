using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Tests.Features.Import.Reading;

public sealed class CsvRowsTests
{
    private const string EveryColumn =
        "externalId,name,domain,plan,program,forecastAmount,forecastCurrency,nextRenewalOn,stripeCustomerId,contactEmail,contactName,salesOwner,owner,segments\n";

    [Fact]
    public async Task Every_column_of_the_contract_is_taken()
    {
        var file = await Reading.CsvAsync(
            EveryColumn
                + "acme,\"Acme, Inc\",Acme.COM,payAsYouGo,YC,1234.56,eur,2026-12-31,cus_1,Ada@Acme.com,Ada L,Sam@team.example,ann@team.example,Onboarding - engaged\n"
        );

        file.Only.Should()
            .BeEquivalentTo(
                new ImportRow
                {
                    Line = 2,
                    ExternalId = "acme",
                    Given = (ImportFields)0x3FFF,
                    Name = "Acme, Inc",
                    Domain = "acme.com",
                    Plan = Plan.PayAsYouGo,
                    Program = "yc",
                    ForecastAmount = 1234.56m,
                    ForecastCurrency = "EUR",
                    NextRenewalOn = new(2026, 12, 31),
                    StripeCustomerId = "cus_1",
                    ContactEmail = "ada@acme.com",
                    ContactName = "Ada L",
                    SalesOwner = "sam@team.example",
                    Owner = "ann@team.example",
                    InLegacySegment = true,
                }
            );
        file.Warnings.Should().BeEmpty();
    }

    [Fact]
    public async Task An_empty_cell_says_nothing()
    {
        var file = await Reading.CsvAsync(EveryColumn + "acme,,,,,,,,,,,,,\n");

        file.Only.Given.Should().Be(ImportFields.ExternalId);
    }

    [Theory]
    [InlineData("externalId,forecastAmount\na,5\n", "USD")]
    [InlineData("externalId,forecastAmount,forecastCurrency\na,5,\n", "USD")]
    [InlineData("externalId,forecastAmount,forecastCurrency\na,5,gbp\n", "GBP")]
    public async Task An_amount_without_a_currency_is_in_the_teams(string csv, string currency)
    {
        var row = (await Reading.CsvAsync(csv)).Only;

        row.ForecastCurrency.Should().Be(currency);
        row.Given.Should().HaveFlag(ImportFields.ForecastCurrency);
    }

    [Fact]
    public async Task A_currency_without_an_amount_says_nothing()
    {
        var row = (await Reading.CsvAsync("externalId,forecastAmount,forecastCurrency\na,,EUR\n")).Only;

        row.Given.Should().Be(ImportFields.ExternalId);
        row.ForecastCurrency.Should().BeNull();
    }

    [Theory]
    [InlineData("1.234,56", "forecastAmount", "\"1.234,56\" is not an amount: write 1234.56*")]
    [InlineData("1,234.56", "forecastAmount", "\"1,234.56\" is not an amount: write 1234.56*")]
    [InlineData("$5", "forecastAmount", "\"$5\" is not an amount*no currency sign.")]
    [InlineData("1e3", "forecastAmount", "*is not an amount*")]
    [InlineData("-0.01", "forecastAmount", "\"-0.01\" is below 0*")]
    [InlineData("31/12/2026", "nextRenewalOn", "\"31/12/2026\" is not a day: write it as YYYY-MM-DD, like 2026-12-31.")]
    [InlineData("2026-02-30", "nextRenewalOn", "\"2026-02-30\" is not in the calendar.")]
    [InlineData("2026-12-31T00:00:00Z", "nextRenewalOn", "*is not a day*")]
    [InlineData("1900-01-00", "nextRenewalOn", "*is not in the calendar.")]
    [InlineData("1900-01-01", "nextRenewalOn", "*is outside the years 2000 to 2100.")]
    [InlineData("enterprise", "plan", "\"enterprise\" is not a plan: write payAsYouGo, startup, annual, free or other.")]
    [InlineData("techstars", "program", "*is not a programme*")]
    [InlineData("ada at acme", "contactEmail", "\"ada at acme\" is not an e-mail address.")]
    [InlineData("Ada <ada@acme.com>", "contactEmail", "*leave out the name*")]
    [InlineData("https://acme.com/x", "domain", "*is not a bare domain: write acme.com*")]
    [InlineData("nobody", "owner", "\"nobody\" is not an e-mail address.")]
    [InlineData("Power users", "segments", "\"Power users\" is not a segment that can be set*")]
    [InlineData("a\u0001b", "name", "name contains the character U+0001*")]
    public async Task A_value_that_would_have_to_be_guessed_is_refused_with_the_reason(string value, string field, string reason)
    {
        var extra = field == "contactEmail" ? "" : ",contactEmail";
        var file = await Reading.CsvAsync($"externalId,{field}{extra}\nacme,\"{value}\"{(extra.Length > 0 ? "," : "")}\n");

        file.Taken.Should().BeEmpty();
        file.Rejections.Should().ContainSingle();
        file.Rejections[0].Should().BeEquivalentTo(new { Line = 2, Field = field });
        file.Rejections[0].Reason.Should().Match(reason);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_row_is_said_at_once()
    {
        var file = await Reading.CsvAsync("externalId,plan,forecastAmount,nextRenewalOn\n,gold,\"1,5\",soon\nb,free,1.5,2026-01-01\n");

        file.Rejections.Select(r => r.Field).Should().BeEquivalentTo("externalId", "plan", "forecastAmount", "nextRenewalOn");
        file.Rejections.Should().OnlyContain(r => r.Line == 2);
        file.Taken.Should().ContainSingle(r => r.ExternalId == "b");
    }

    [Theory]
    [InlineData("pay-as-you-go", Plan.PayAsYouGo)]
    [InlineData("PAYASYOUGO", Plan.PayAsYouGo)]
    [InlineData("Annual", Plan.Annual)]
    [InlineData("free", Plan.Free)]
    [InlineData("startup", Plan.Startup)]
    [InlineData("other", Plan.Other)]
    public async Task A_plan_is_known_in_the_spellings_of_other_systems(string plan, Plan code) =>
        (await Reading.CsvAsync($"externalId,plan\na,{plan}\n")).Only.Plan.Should().Be(code);

    [Theory]
    [InlineData("Onboarding - engaged", true)]
    [InlineData("onboarding - ENGAGED", true)]
    [InlineData("Onboarding Lead;Onboarding - engaged", true)]
    [InlineData("Onboarding Lead", false)]
    public async Task Only_the_legacy_segment_can_be_set_and_our_own_export_is_no_error(string segments, bool legacy)
    {
        var row = (await Reading.CsvAsync($"externalId,segments\na,{segments}\n")).Only;

        row.InLegacySegment.Should().Be(legacy);
        row.Given.Should().HaveFlag(ImportFields.Segments);
    }

    [Fact]
    public async Task A_contact_is_known_by_the_address()
    {
        var file = await Reading.CsvAsync("externalId,contactName,contactEmail\na,Ada,\n");

        file.Rejections.Should().ContainSingle().Which.Field.Should().Be("contactName");
    }

    [Fact]
    public async Task The_stage_is_only_taken_by_a_migration()
    {
        const string csv = "externalId,stage,stageEnteredOn\na,3A,2026-03-01\n";

        (await Reading.CsvAsync(csv)).Only.Given.Should().Be(ImportFields.ExternalId);
        var migrated = (await Reading.CsvAsync(csv, Reading.Migrating)).Only;
        migrated.Stage.Should().Be("3a");
        migrated.StageEnteredOn.Should().Be(new DateOnly(2026, 3, 1));
    }

    [Theory]
    [InlineData("3a,", "stageEnteredOn", "*taken together*")]
    [InlineData(",2026-01-01", "stage", "*taken together*")]
    [InlineData("3c,2026-01-01", "stage", "\"3c\" is not the code of a stage*")]
    [InlineData("3a,2026-11-21", "stageEnteredOn", "2026-11-21 lies in the future.")]
    public async Task A_migrated_stage_needs_a_code_and_a_day_that_has_come(string cells, string field, string reason)
    {
        var file = await Reading.CsvAsync($"externalId,stage,stageEnteredOn\na,{cells}\n", Reading.Migrating);

        file.Rejections.Should().ContainSingle();
        file.Rejections[0].Field.Should().Be(field);
        file.Rejections[0].Reason.Should().Match(reason);
    }

    [Fact]
    public async Task A_migrated_stage_may_be_entered_today() =>
        (await Reading.CsvAsync("externalId,stage,stageEnteredOn\na,3a,2026-11-20\n", Reading.Migrating)).Only.Stage.Should().Be("3a");

    [Fact]
    public async Task Names_in_any_script_with_commas_quotes_and_line_breaks_are_kept()
    {
        var names = new[]
        {
            "Größe & Söhne",
            "株式会社ミライ",
            "شركة الأمل",
            "Ζεύς ΑΕ",
            "👩‍🚀 Rockets",
            "Say \"hi\", Inc",
            "Two\nlines",
            "Two\r\nlines",
            "O'Neil",
        };
        var file = await Reading.CsvAsync(
            "externalId,name\r\n" + string.Concat(names.Select((n, i) => $"a{i},\"{n.Replace("\"", "\"\"")}\"\r\n"))
        );

        file.Rejections.Should().BeEmpty();
        file.Taken.Select(r => r.Name).Should().Equal(names);
    }

    [Fact]
    public async Task Lines_are_counted_as_an_editor_counts_them()
    {
        var file = await Reading.CsvAsync("externalId,name\n\na,\"one\ntwo\r\nthree\"\r\n\r\nb,x\n,y\rc,z");

        file.Taken.Select(r => (r.ExternalId, r.Line)).Should().Equal(("a", 3), ("b", 7), ("c", 9));
        file.Rejections.Should().ContainSingle().Which.Line.Should().Be(8);
    }

    [Fact]
    public async Task Rows_that_hold_nothing_are_no_rows()
    {
        var file = await Reading.CsvAsync("externalId,name\na,x\n,\n , \n\"\",\"\"\n\n,,,,\n");

        file.Rows.Should().ContainSingle();
    }

    [Fact]
    public async Task Empty_cells_after_the_last_column_do_no_harm()
    {
        (await Reading.CsvAsync("externalId,name,,\na,x,,\nb,y,,,,,\n")).Taken.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("a\n", "The row has 1 cells where the header has 2.")]
    [InlineData("a,x,y\n", "The row has 3 cells where the header has 2.")]
    public async Task A_row_with_too_few_or_too_many_cells_is_refused(string row, string reason)
    {
        (await Reading.CsvAsync("externalId,name\n" + row)).Rejections.Should().ContainSingle().Which.Reason.Should().Be(reason);
    }

    [Theory]
    [InlineData("externalId", 200)]
    [InlineData("name", 300)]
    [InlineData("stripeCustomerId", 200)]
    public async Task A_text_may_be_as_long_as_it_is_kept_and_no_longer(string field, int longest)
    {
        Task<FileRead> Of(int length) =>
            field == "externalId"
                ? Reading.CsvAsync("externalId\n" + new string('x', length))
                : Reading.CsvAsync($"externalId,{field}\na,{new string('x', length)}\n");

        (await Of(longest)).Rejections.Should().BeEmpty();
        (await Of(longest + 1))
            .Rejections.Should()
            .ContainSingle()
            .Which.Reason.Should()
            .Be($"{field} is longer than {longest} characters.");
        (await Of(100_000)).Rejections.Should().ContainSingle();
    }

    [Fact]
    public async Task A_formula_that_our_export_made_harmless_comes_back_as_it_was()
    {
        var file = await Reading.CsvAsync("externalId,name\n'-7,'=1+1\n");

        file.Only.Should().BeEquivalentTo(new { ExternalId = "-7", Name = "=1+1" });
    }
}
