using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Tests.Features.Import.Reading;

public sealed class NdjsonRowsTests
{
    [Fact]
    public async Task Every_field_of_the_contract_is_taken()
    {
        var file = await Reading.NdjsonAsync(
            """{"externalId":"acme","name":"Acme \"A\"\u00df","domain":"acme.com","plan":"startup","program":"yc","forecastAmount":1234.5600,"forecastCurrency":"EUR","nextRenewalOn":"2026-12-31","stripeCustomerId":"cus_1","contactEmail":"ada@acme.com","contactName":"Ada","salesOwner":"sam@team.example","owner":"ann@team.example","segments":["Onboarding - engaged"]}"""
        );

        file.Only.Should()
            .BeEquivalentTo(
                new ImportRow
                {
                    Line = 1,
                    ExternalId = "acme",
                    Given = (ImportFields)0x3FFF,
                    Name = "Acme \"A\"ß",
                    Domain = "acme.com",
                    Plan = Plan.Startup,
                    Program = "yc",
                    ForecastAmount = 1234.56m,
                    ForecastCurrency = "EUR",
                    NextRenewalOn = new(2026, 12, 31),
                    StripeCustomerId = "cus_1",
                    ContactEmail = "ada@acme.com",
                    ContactName = "Ada",
                    SalesOwner = "sam@team.example",
                    Owner = "ann@team.example",
                    InLegacySegment = true,
                }
            );
    }

    [Fact]
    public async Task What_is_absent_stays_and_null_clears()
    {
        var row = (
            await Reading.NdjsonAsync(
                """{"externalId":"a","domain":null,"forecastAmount":null,"owner":null,"segments":null,"contactEmail":null}"""
            )
        ).Only;

        row.Given.Should()
            .Be(
                ImportFields.ExternalId
                    | ImportFields.Domain
                    | ImportFields.ForecastAmount
                    | ImportFields.ForecastCurrency
                    | ImportFields.Owner
                    | ImportFields.Segments
            );
        row.Should()
            .BeEquivalentTo(
                new
                {
                    Domain = (string?)null,
                    ForecastAmount = (decimal?)null,
                    Owner = (string?)null,
                    InLegacySegment = false,
                }
            );
    }

    [Theory]
    [InlineData("""{"externalId":"a","name":null}""", "name", "name cannot be cleared.")]
    [InlineData("""{"externalId":"a","plan":null}""", "plan", "plan cannot be cleared.")]
    [InlineData("""{"externalId":null}""", "externalId", "externalId cannot be cleared.")]
    [InlineData("""{"name":"x"}""", "externalId", "externalId is missing.")]
    [InlineData("""{"externalId":12}""", "externalId", "*text in quotes, not a number.")]
    [InlineData("""{"externalId":"a","forecastAmount":"1,5"}""", "forecastAmount", "*is not an amount*")]
    [InlineData("""{"externalId":"a","forecastAmount":1.23456}""", "forecastAmount", "1.23456 has more than 4 decimals*")]
    [InlineData("""{"externalId":"a","forecastAmount":-0.01}""", "forecastAmount", "-0.01 is below 0*")]
    [InlineData("""{"externalId":"a","forecastAmount":1e15}""", "forecastAmount", "*is too large*")]
    [InlineData("""{"externalId":"a","forecastAmount":1e99}""", "forecastAmount", "*")]
    [InlineData("""{"externalId":"a","forecastAmount":true}""", "forecastAmount", "*not of a kind*")]
    [InlineData("""{"externalId":"a","name":{"x":[1]}}""", "name", "*not of a kind*")]
    [InlineData("""{"externalId":"a","segments":["Power users"]}""", "segments", "*is not a segment*")]
    [InlineData("""{"externalId":"a","segments":[1]}""", "segments", "*list of texts*")]
    [InlineData("""{"externalId":"a","name":"x","Name":"y"}""", "name", "The field is given twice.")]
    [InlineData("""{"externalId":"a","name":"\ud83d"}""", "name", "*no text*")]
    [InlineData("""{"externalId":"a","name":"x\u0000"}""", "name", "*U+0000*")]
    [InlineData("""{"externalId":"a"} {"externalId":"b"}""", null, "The line is not one JSON object.")]
    [InlineData("""{"externalId":"a",""", null, "The line is not one JSON object.")]
    [InlineData("""{"externalId":"a"},""", null, "The line is not one JSON object.")]
    [InlineData("\"text\"", null, "The line is not one JSON object.")]
    [InlineData("externalId,name", null, "The line is not one JSON object.")]
    public async Task A_line_that_cannot_be_taken_says_why_and_the_next_is_read(string line, string? field, string reason)
    {
        var file = await Reading.NdjsonAsync($"\n{line}\r\n\r\n{{\"externalId\":\"b\"}}");

        file.Rejections.Should().ContainSingle();
        file.Rejections[0].Should().BeEquivalentTo(new { Line = 2, Field = field });
        file.Rejections[0].Reason.Should().Match(reason);
        file.Taken.Should().ContainSingle().Which.Should().BeEquivalentTo(new { ExternalId = "b", Line = 4 });
    }

    [Fact]
    public async Task A_text_that_looks_like_a_formula_is_taken_as_it_is() =>
        (await Reading.NdjsonAsync("""{"externalId":"a","name":"'=1"}""")).Only.Name.Should().Be("'=1");

    [Fact]
    public async Task Fields_that_mean_nothing_are_said_once()
    {
        var file = await Reading.NdjsonAsync(
            "{\"externalId\":\"a\",\"mrr\":{\"x\":1}}\n{\"externalId\":\"b\",\"mrr\":2,\"stage\":\"1\"}\n"
        );

        file.Taken.Should().HaveCount(2);
        file.Warnings.Should().Equal("The field \"mrr\" means nothing here and was left out.");
    }

    [Fact]
    public async Task A_json_array_is_told_apart()
    {
        var reading = () => Reading.NdjsonAsync("[{\"externalId\":\"a\"}]");

        (await reading.Should().ThrowAsync<ImportRefusedException>()).WithMessage("This is a JSON array*");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_line_may_be_as_long_as_the_limit(int beyond, bool taken)
    {
        var options = Reading.Options with { LongestRow = 100_000 };
        var shell = "{\"externalId\":\"a\",\"other\":\"\"}".Length;
        var line = $"{{\"externalId\":\"a\",\"other\":\"{new string('x', options.LongestRow - shell + beyond)}\"}}";
        var file = await Reading.NdjsonAsync($"{line}\n{{\"externalId\":\"b\"}}\n", options);

        file.Taken.Select(r => r.ExternalId).Should().Equal(taken ? ["a", "b"] : ["b"]);
        file.Rejections.Should().HaveCount(taken ? 0 : 1);
    }
}
