using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Dashboard;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Dashboard.Retention;
using OnboardingTracker.Tests.Features.Api;

namespace OnboardingTracker.Tests.Features.Dashboard;

public sealed partial class RetentionPageTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_page_says_how_it_stands_what_is_counted_and_who_is_about_to_leave()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await RetentionWorld.WriteAsync(app, 150, 11);
        app.Clock.SetUtcNow(RetentionWorld.Now);
        using var page = await PageClient.SignedInAsync(app, Role.Lead);

        var html = await page.HtmlAsync("/dashboard/retention");

        html.Should().Contain("first regular bill over $100").And.Contain("goal of 90 %").And.Contain("About to fall out first");
        html.Should().Contain("figure=retention&amp;cohort=closed&amp;part=retained").And.Contain("data-open=\"state\"");
        html.Should().Contain("/dashboard/tables/retention.csv").And.Contain("/dashboard/tables/retention-at-risk.csv");
        (await page.HtmlAsync("/dashboard/accounts?figure=retention&cohort=closed&part=lost")).Should().Contain("churned on");
    }

    [Fact]
    public async Task Without_a_bill_it_says_so()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var page = await PageClient.SignedInAsync(app, Role.Specialist);

        var html = await page.HtmlAsync("/dashboard/retention");

        html.Should().Contain("No cohort is three months old yet").And.Contain("Nobody, as far as is known");
    }

    [Fact]
    public async Task A_list_pages_through_all_of_its_accounts_in_its_order()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await RetentionWorld.WriteAsync(app, 450, 12);
        app.Clock.SetUtcNow(RetentionWorld.Now);
        using var page = await PageClient.SignedInAsync(app, Role.Lead);
        using var file = await page.GetAsync("/dashboard/accounts.csv?figure=retention&cohort=closed&part=accounts");
        var all = (await file.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n").Length - 1;

        var (seen, address) = (new List<string>(), "/dashboard/accounts?figure=retention&cohort=closed&part=accounts");
        while (address.Length > 0)
        {
            var html = await page.HtmlAsync(address);
            seen.AddRange(AccountLink().Matches(html).Select(match => match.Groups["id"].Value));
            address = WebUtility.HtmlDecode(NextLink().Match(html).Groups["to"].Value);
        }

        seen.Should().OnlyHaveUniqueItems().And.HaveCount(all).And.HaveCountGreaterThan(FigureLists.PageSize);
    }

    [Theory]
    [InlineData("figure=retention&cohort=2026-13&part=lost")]
    [InlineData("figure=retention&cohort=2026-01&part=everything")]
    [InlineData("figure=retention&cohort=&part=lost")]
    [InlineData("figure=retention&part=lost")]
    [InlineData("figure=retention-at-risk&reason=weather")]
    [InlineData("figure=retention-at-risk&asOf=2026-01-01")]
    public async Task A_number_that_there_is_not_is_not_found(string query)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var page = await PageClient.SignedInAsync(app, Role.Lead);

        using var answer = await page.GetAsync("/dashboard/accounts?" + query);

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_API_gives_the_same_cohorts()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await RetentionWorld.WriteAsync(app, 100, 13);
        app.Clock.SetUtcNow(RetentionWorld.Now);
        using var api = app.Api();

        var items = (await api.GetAsync("/dashboard/retention?asOf=2026-02-20")).ShouldBe(200)["items"]!.AsArray();

        items[^1]!["cohort"]!.GetValue<string>().Should().Be("closed");
        items[^1]!["goal"]!.GetValue<decimal>().Should().Be(0.9m);
        items.SkipLast(1).Sum(item => item!["retained"]!.GetValue<int>()).Should().BePositive();
    }

    [Fact]
    public async Task The_last_two_years_are_shown_and_all_earlier_months_are_a_link_away()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await RetentionWorld.WriteAsync(app, 60, 14);
        await app.DbAsync(db =>
            db.Database.ExecuteSqlRawAsync(
                "update bill_peaks set made_at = made_at - interval '30 months', recorded_at = recorded_at - interval '30 months' where account_id % 2 = 0"
            )
        );
        app.Clock.SetUtcNow(RetentionWorld.Now);
        using var page = await PageClient.SignedInAsync(app, Role.Lead);
        using var api = app.Api();
        var months = (await api.GetAsync("/dashboard/retention?asOf=2026-02-20")).ShouldBe(200)["items"]!
            .AsArray()
            .Select(item => item!["cohort"]!.GetValue<string>())
            .ToList();
        months.Should().HaveCountGreaterThan(RetentionModel.MonthsShown + 1);

        var html = await page.HtmlAsync("/dashboard/retention?asOf=2026-02-20");
        var all = await page.HtmlAsync("/dashboard/retention?asOf=2026-02-20&months=all");

        html.Should().Contain("earlier months too").And.Contain("/dashboard/retention?asOf=2026-02-20&amp;months=all");
        all.Should().NotContain("earlier months too");
        months
            .Where(month => html.Contains(Row(month), StringComparison.Ordinal))
            .Should()
            .Equal(months.TakeLast(RetentionModel.MonthsShown + 1));
        months.Where(month => all.Contains(Row(month), StringComparison.Ordinal)).Should().Equal(months);

        static string Row(string month) => $"<th scope=\"row\" data-value=\"{month}\">";
    }

    [GeneratedRegex("href=\"/accounts/(?<id>[0-9]+)\" data-open")]
    private static partial Regex AccountLink();

    [GeneratedRegex("href=\"(?<to>[^\"]+)\" rel=\"next\"")]
    private static partial Regex NextLink();
}
