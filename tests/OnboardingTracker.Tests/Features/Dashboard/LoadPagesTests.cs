using System.Net;
using System.Text.RegularExpressions;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Dashboard.Load;
using OnboardingTracker.Tests.Features.Api;

namespace OnboardingTracker.Tests.Features.Dashboard;

public sealed partial class LoadPagesTests(TestPostgres postgres)
{
    [Theory]
    [InlineData("/dashboard/load", "load load-activity load-weeks")]
    [InlineData("/dashboard/playbooks", "playbook-effect playbook-weeks")]
    public async Task Every_number_of_the_page_opens_its_accounts_and_every_table_is_a_file_and_an_answer(string page, string tables)
    {
        await using var app = await RandomWork.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Revenue);
        using var api = app.Api();

        var html = await browser.HtmlAsync(page);
        foreach (var table in tables.Split(' '))
        {
            html.Should().Contain($"id=\"figure-{table}\"");
            (await api.GetAsync($"/dashboard/{table}")).ShouldBe(200)["items"].AsArray().Should().NotBeEmpty();
            using var file = await browser.GetAsync($"/dashboard/tables/{table}.csv");
            file.StatusCode.Should().Be(HttpStatusCode.OK);
        }
        var links = Link().Matches(html).Select(link => WebUtility.HtmlDecode(link.Groups[1].Value)).Distinct().ToList();
        links.Should().HaveCountGreaterThan(20);
        foreach (var link in links.Where((_, i) => i % 9 == 0))
            (await browser.HtmlAsync(link)).Should().Contain("figure-list-head", link);
    }

    [Theory]
    [InlineData("figure=load")]
    [InlineData("figure=load&what=money&member=nobody")]
    [InlineData("figure=load&what=active&member=99999")]
    [InlineData("figure=load&what=active&member=1'")]
    [InlineData("figure=load-activity&what=calls&member=nobody&week=soon")]
    [InlineData("figure=load-activity&what=active&member=nobody")]
    [InlineData("figure=playbook-effect&what=touched")]
    [InlineData("figure=playbook-effect&what=likes&playbook=churned")]
    [InlineData("figure=playbook-effect&what=touched&playbook=churned&week=0")]
    public async Task What_names_no_number_is_said_to(string address)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Lead);

        using var answer = await browser.GetAsync("/dashboard/accounts?" + address);

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [GeneratedRegex("href=\"(/dashboard/accounts\\?[^\"]+)\"")]
    private static partial Regex Link();
}
