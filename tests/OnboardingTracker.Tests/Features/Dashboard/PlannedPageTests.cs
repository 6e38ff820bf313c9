using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Dashboard;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Dashboard;
using OnboardingTracker.Tests.Data.Dashboard.Planned;
using OnboardingTracker.Tests.Features.Api;

namespace OnboardingTracker.Tests.Features.Dashboard;

public sealed class PlannedPageTests(TestPostgres postgres)
{
    [Fact]
    public async Task An_account_is_planned_for_the_day_ten_days_before_its_renewal_and_a_hold_shows_at_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await AccountAsync(api, "acme", "2026-03-16", "2");
        await AccountAsync(api, "beta", "2026-03-16", "2");
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);

        var page = await lead.HtmlAsync("/dashboard/planned");
        page.Should()
            .Contain("Friday, Mar 6, 2026")
            .And.Contain("renews in 10 days, on 2026-03-16")
            .And.NotContain("<span class=\"badge\">Held");
        page.Should().Contain("href=\"/playbooks/final-outreach-due\"");
        (await api.PostAsync("/accounts/acme/holds/final-outreach-due", """{ "reason": "they asked for time" }""")).ShouldBe(201);
        var held = await lead.HtmlAsync("/dashboard/planned?show=held&playbook=final-outreach-due&owner=0");
        held.Should().Contain(">acme<").And.Contain("they asked for time").And.NotContain(">beta<");
        var table = (await api.GetAsync("/dashboard/planned")).ShouldBe(200)["items"]!.AsArray();
        var row = table.Should().ContainSingle().Subject!;
        (row["day"]!.GetValue<string>(), row["accounts"]!.GetValue<int>(), row["held"]!.GetValue<int>()).Should().Be(("2026-03-06", 1, 1));
    }

    [Fact]
    public async Task What_is_switched_off_or_not_run_yet_is_shown_and_not_counted()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await AccountAsync(api, "acme", "2026-03-16", "2");
        await AccountAsync(api, "new", "2026-03-20", null);
        await api.PatchAsync("/playbooks/final-outreach-due", """{ "enabled": false }""");
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);

        var page = await lead.HtmlAsync("/dashboard/planned");
        page.Should()
            .Contain("switched off")
            .And.Contain("waits for its first run")
            .And.Contain("Will happen <span class=\"tnum\">0</span>");
    }

    /// <summary>A number and the list that it opens are the same, and the pages of the plan together are the whole of it.</summary>
    [Fact]
    public async Task Every_number_opens_as_many_accounts_and_every_entry_is_on_one_page()
    {
        var policy = new Policy { SurveyReleased = true };
        await using var app = await FrozenBook.StartAsync(postgres, policy, 5, 200, stories: 3, [PlaybookNames.FailedPayment]);
        (await app.OpensItsAccountsAsync("planned")).Should().BeGreaterThan(30);
        var (_, entries) = await app.PlanAsync();
        using var browser = await PageClient.SignedInAsync(app, Role.Revenue);
        var (url, rows) = ("/dashboard/planned", 0);
        for (var pages = 0; url is not null && pages < 50; pages++)
        {
            var page = await browser.HtmlAsync(url);
            rows += page.Split("<tr data-row").Length - 1;
            var next = page.IndexOf("rel=\"next\"", StringComparison.Ordinal);
            url = next < 0 ? null : page[(page.LastIndexOf("href=\"", next, StringComparison.Ordinal) + 6)..(next - 2)];
        }
        rows.Should().Be(entries.Count).And.BeGreaterThan(PlannedModel.PageSize);
    }

    private static async Task AccountAsync(ApiCaller api, string name, string renewal, string? stage)
    {
        (
            await api.PutAsync(
                $"/accounts/{name}",
                $$"""
                { "name": "{{name}}", "plan": "payAsYouGo", "forecast": { "amount": 500, "currency": "USD" }, "nextRenewalOn": "{{renewal}}" }
                """
            )
        ).ShouldBe(201);
        if (stage is not null)
            (await api.PostAsync($"/accounts/{name}/stage", $$"""{ "stage": "{{stage}}" }""")).ShouldBe(200);
    }
}
