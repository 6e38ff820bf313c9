using System.Net;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Pipeline;
using OnboardingTracker.Tests.Features.Api;

namespace OnboardingTracker.Tests.Features.Dashboard;

public sealed class FlowPageTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_page_shows_the_cohort_and_each_number_opens_its_accounts()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await OneStoredAccount.AddAsync(app, "acme", null, "1", "2", "3a");
        await OneStoredAccount.AddAsync(app, "birch", null, "1", "2");
        app.Clock.Advance(TimeSpan.FromDays(2));
        using var browser = await PageClient.SignedInAsync(app, Role.Lead);

        var page = await browser.HtmlAsync("/dashboard/flow");

        const string Days = "asOf=2026-03-02&amp;from=2025-12-15&amp;to=2026-03-02";
        page.Should()
            .Contain("The two paths side by side")
            .And.Contain($"/dashboard/accounts?figure=conversion&amp;stage=2&amp;next=3a&amp;{Days}")
            .And.Contain("50")
            .And.Contain("All weeks");
        var list = await browser.HtmlAsync("/dashboard/accounts?figure=conversion&stage=2&next=3a&asOf=2026-03-02");
        WebUtility.HtmlDecode(list).Should().Contain("1 account").And.Contain("went to 3a Engaged — Email next").And.Contain("acme");
        list.Should().NotContain("birch");
        (await browser.HtmlAsync("/dashboard/accounts?figure=passages&is=contacted&path=never&week=2026-02-23&asOf=2026-03-02"))
            .Should()
            .Contain("birch")
            .And.NotContain("acme");
    }

    [Fact]
    public async Task With_no_passages_the_page_says_so()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Revenue);

        (await browser.HtmlAsync("/dashboard/flow")).Should().Contain("No passage began in these days.");
    }

    [Theory]
    [InlineData("conversion")]
    [InlineData("paths")]
    [InlineData("path-days")]
    [InlineData("outcomes")]
    [InlineData("engagement")]
    [InlineData("first-outreach")]
    public async Task Each_table_is_there_as_a_file_and_by_the_api(string table)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await OneStoredAccount.AddAsync(app, "acme", null, "1", "2", "3a", "6b");
        app.Clock.Advance(TimeSpan.FromDays(2));
        using var browser = await PageClient.SignedInAsync(app, Role.Revenue);
        using var api = app.Api();

        using var file = await browser.GetAsync($"/dashboard/tables/{table}.csv");
        var lines = (await file.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n");
        var items = (await api.GetAsync($"/dashboard/{table}")).ShouldBe(200)["items"].AsArray();

        lines.Should().HaveCount(items.Count + 1);
        items.Should().HaveCountGreaterThan(2);
        lines[0].TrimStart('\uFEFF').Split(',').Should().Equal(items[0]!.AsObject().Select(field => field.Key));
    }
}
