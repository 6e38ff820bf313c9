using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Api;

namespace OnboardingTracker.Tests.Features.Dashboard;

public sealed partial class DashboardShellTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_pages_tabs_and_filters_carry_the_day_and_the_days_along()
    {
        await using var app = await FakeFigures.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Revenue);

        var page = await browser.HtmlAsync("/dashboard?asOf=2026-02-10&from=2026-01-05&to=2026-02-01");

        page.Should().Contain("href=\"/dashboard/flow?asOf=2026-02-10&amp;from=2026-01-05&amp;to=2026-02-01\"");
        page.Should().Contain("name=\"asOf\" value=\"2026-02-10\" min=\"2000-01-01\" max=\"2026-03-01\"");
        page.Should().Contain("Days of UTC").And.NotContain("dashboard-problems");
    }

    [Theory]
    [InlineData("asOf=2026-03-02", "As of: The day has not begun yet.")]
    [InlineData("asOf=1999-12-31", "is outside the years 2000 to 2100.")]
    [InlineData("asOf=yesterday", "is not a day: write it as YYYY-MM-DD")]
    [InlineData("asOf=2026-02-31", "is not in the calendar.")]
    [InlineData("from=2026-02-10&to=2026-02-09", "From: The first day must not be after the last one.")]
    [InlineData("asOf=2026-02-01&from=2026-02-02", "From: The first day must not be after the day that the figures are as of.")]
    [InlineData("to=2026-03-02", "To: The day has not begun yet.")]
    public async Task What_the_address_says_wrongly_is_said_by_the_page_and_refused_by_the_api_and_the_file(string query, string said)
    {
        await using var app = await FakeFigures.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Specialist);
        using var api = app.Api();

        WebUtility
            .HtmlDecode(await browser.HtmlAsync("/dashboard?" + query))
            .Should()
            .Contain(said)
            .And.Contain("Shown is what stands here");
        var problem = (await api.GetAsync($"/dashboard/{FakeFigures.Table}?{query}")).ShouldBe(400);
        problem["errors"].AsObject().Select(error => error.Key).Should().Equal(Last(query));
        using var file = await browser.GetAsync($"/dashboard/tables/{FakeFigures.Table}.csv?{query}");
        file.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        using var list = await browser.GetAsync($"/dashboard/accounts?figure=all&{query}");
        list.StatusCode.Should().Be(HttpStatusCode.NotFound);

        static string Last(string query) => query.Contains("from=", StringComparison.Ordinal) ? "from" : query.Split('=')[0];
    }

    [Fact]
    public async Task A_table_as_a_file_is_what_the_table_says_with_nothing_a_spreadsheet_would_run()
    {
        await using var app = await FakeFigures.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Revenue);

        using var answer = await browser.GetAsync($"/dashboard/tables/{FakeFigures.Table}.csv?asOf=2026-02-10");
        var lines = (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF').TrimEnd().Split("\r\n");

        answer.Content.Headers.ContentDisposition!.FileName.Should().Be("every-kind-2026-02-10.csv");
        lines
            .Should()
            .Equal(
                "stage,who,on,at,accounts,change,forecast,share,days",
                "2,'=1+1 <b>,2026-01-19,2026-03-01T08:30:00Z,1234,-3,1240.5,0.125,3.75",
                "1,,,,,,,,"
            );
        using var unknown = await browser.GetAsync("/dashboard/tables/none.csv");
        unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_api_answers_as_its_own_description_says()
    {
        await using var app = await FakeFigures.StartAsync(postgres);
        using var http = app.ApiClient();
        var contract = new OpenApiContract(JsonNode.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!);
        foreach (var name in new[] { FakeFigures.Table, FakeFigures.Empty })
        {
            var operation = contract.Document["paths"]![$"/api/v1/dashboard/{name}"]!["get"]!;
            var answer = operation["responses"]!["200"]!["content"]!["application/json"]!;
            contract.Conforms(answer["schema"]!, answer["example"], name, closed: true);
            var given = JsonNode.Parse(await http.GetStringAsync(new Uri($"/api/v1/dashboard/{name}", UriKind.Relative)));
            contract.Conforms(answer["schema"]!, given, name, closed: true);
            var parameters = operation["parameters"]!.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>());
            parameters.Should().Equal(name == FakeFigures.Table ? ["asOf", "from", "to"] : ["asOf"]);
        }

        using var api = app.Api();
        var items = (await api.GetAsync($"/dashboard/{FakeFigures.Table}")).ShouldBe(200)["items"];
        items[0]!["share"]!.GetValue<decimal>().Should().Be(0.125m);
        items[0]!["change"]!.GetValue<int>().Should().Be(-3);
        items[0]!["on"]!.GetValue<string>().Should().Be("2026-02-02", "four weeks end with the last whole day");
        items[1]!.AsObject().ContainsKey("forecast").Should().BeTrue();
        items[1]!["forecast"].Should().BeNull();
        (await api.GetAsync("/dashboard/none")).ShouldBe(404);
    }

    [Fact]
    public async Task Behind_a_number_stand_its_accounts_page_by_page_and_as_a_file()
    {
        await using var app = await FakeFigures.StartAsync(postgres);
        using var api = app.Api();
        for (var i = 0; i < 60; i++)
            await api.PutAsync($"/accounts/acme-{i}", new { name = $"Acme {i} <i>" });
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var browser = await PageClient.SignedInAsync(app, Role.Revenue);

        var first = await browser.HtmlAsync("/dashboard/accounts?figure=all");
        first.Should().Contain("All that there are").And.Contain("60 accounts").And.Contain("Acme 59 &lt;i&gt;");
        var next = WebUtility.HtmlDecode(NextLink().Match(first).Groups["to"].Value);
        var second = await browser.HtmlAsync(next);

        var shown = AccountLinks(first).Concat(AccountLinks(second)).ToList();
        shown.Should().HaveCount(60).And.OnlyHaveUniqueItems().And.BeInDescendingOrder();
        AccountLinks(first).Should().HaveCount(50);
        NextLink().IsMatch(second).Should().BeFalse();
        (await browser.HtmlAsync("/dashboard/accounts?figure=all&stage=2")).Should().Contain("No accounts");
        (await browser.HtmlAsync("/dashboard/accounts?figure=all&asOf=2026-02-01"))
            .Should()
            .Contain("As of the end of")
            .And.Contain("0 accounts");
        using var file = await browser.GetAsync("/dashboard/accounts.csv?figure=all");
        var lines = (await file.Content.ReadAsStringAsync()).TrimStart('\uFEFF').TrimEnd().Split("\r\n");
        lines.Should().HaveCount(61);
        lines[0].Should().Be("externalId,name,what,at,amount,stage,stageNow,owner");
    }

    [Theory]
    [InlineData("/dashboard/accounts", "There is nothing here")]
    [InlineData("/dashboard/accounts?figure=none", "There is nothing here")]
    [InlineData("/dashboard/accounts?figure=all&stage=%00", "There is nothing here")]
    [InlineData("/dashboard/accounts?figure=all&colour=red", "There is no such number")]
    public async Task A_number_that_does_not_exist_is_not_found(string path, string said)
    {
        await using var app = await FakeFigures.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Revenue);

        using var answer = await browser.GetAsync(path);

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).Should().Contain(said);
        using var file = await browser.GetAsync(path.Replace("/accounts", "/accounts.csv", StringComparison.Ordinal));
        file.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static List<long> AccountLinks(string page) =>
        [
            .. AccountLink()
                .Matches(page)
                .Select(match => long.Parse(match.Groups["id"].Value, System.Globalization.CultureInfo.InvariantCulture)),
        ];

    [GeneratedRegex("href=\"/accounts/(?<id>[0-9]+)\" data-open")]
    private static partial Regex AccountLink();

    [GeneratedRegex("href=\"(?<to>[^\"]+)\" rel=\"next\"")]
    private static partial Regex NextLink();
}
