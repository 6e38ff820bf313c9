using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Playbooks;

public sealed class PlaybookPagesTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_list_says_what_each_playbook_is_for_when_it_looks_next_and_what_it_did_last()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var rita = await PageClient.SignedInAsync(app, Role.Revenue);
        await app.WithAsync(services =>
            services
                .GetRequiredService<PlaybookRunner>()
                .RunAsync(new RunRequest(PlaybookNames.NewLead, false, null, RunTriggers.Schedule, Actor.Playbook(PlaybookNames.NewLead)))
        );

        var html = await rita.HtmlAsync("/playbooks");

        foreach (var playbook in PlaybookBook.All)
            html.Should().Contain(playbook.Name).And.Contain(playbook.Purpose);
        html.Should().Contain("Mar 2, 1:30 AM").And.Contain("Mar 2, 6:00 AM");
        html.Should().Contain("nothing to move").And.Contain("never");
        html.Should().NotContain("name=\"Enabled\"", "Revenue switches nothing");
    }

    [Fact]
    public async Task A_lead_switches_a_playbook_off_and_on_and_the_audit_log_says_who()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lena = await PageClient.SignedInAsync(app, Role.Lead);

        using var off = await lena.HtmxPostAsync("/playbooks/final-outreach-due/switch", from: "/playbooks");

        (await off.Content.ReadAsStringAsync()).Should().Contain("final-outreach-due is off").And.Contain("Undo");
        (await lena.HtmlAsync("/playbooks")).Should().Contain("not while it is off");
        (await lena.HtmlAsync("/playbooks/final-outreach-due")).Should().Contain("Lead switched it off");
        (await lena.HtmlAsync("/playbooks/final-outreach-due/run")).Should().Contain("is switched off. Switch it on first");
        using var refused = await lena.PostAsync("/playbooks/final-outreach-due/run");
        refused.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await app.DbAsync(db => db.PlaybookRuns.CountAsync())).Should().Be(0);

        using var on = await lena.PostAsync("/playbooks/final-outreach-due/switch", new() { ["Enabled"] = "true" }, from: "/playbooks");
        on.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var entries = await app.DbAsync(db => db.AuditEntries.AsNoTracking().OrderBy(entry => entry.Id).ToListAsync());
        entries
            .Select(entry => (entry.Action, entry.Subject, entry.Actor))
            .Should()
            .Equal(
                ("playbook switched off", "final-outreach-due", Actor.User("lead@example.com")),
                ("playbook switched on", "final-outreach-due", Actor.User("lead@example.com"))
            );
    }

    [Theory]
    [InlineData(Role.Specialist)]
    [InlineData(Role.Revenue)]
    public async Task Others_read_the_rule_but_do_not_switch(Role role)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var person = await PageClient.SignedInAsync(app, role);

        var html = await person.HtmlAsync("/playbooks/final-outreach-due");

        html.Should().Contain("renewal within 10 days").And.NotContain("Dry run</button>").And.NotContain("/switch");
        using var denied = await person.PostAsync("/playbooks/final-outreach-due/switch", from: "/playbooks");
        denied.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_conditions_are_told_with_the_policy_s_numbers()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lena = await PageClient.SignedInAsync(app, Role.Lead);
        await app.WithAsync(services =>
            services
                .GetRequiredService<PolicyChanges>()
                .ChangeAsync(
                    new Policy
                    {
                        FinalOutreachDaysBefore = 14,
                        FinalOutreachDaysAfterOutreach = 1,
                        TimeZone = "Europe/Berlin",
                    },
                    0,
                    Actor.User("lead@example.com")
                )
        );

        var html = await lena.HtmlAsync("/playbooks/final-outreach-due");

        html.Should().Contain("renewal within 14 days").And.Contain("initial outreach at least 1 day ago").And.Contain("Europe/Berlin");
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_by_kind_and_by_pages()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lena = await PageClient.SignedInAsync(app, Role.Lead);
        for (var i = 0; i < 27; i++)
            await app.WithAsync(services =>
                services
                    .GetRequiredService<PlaybookRunner>()
                    .RunAsync(new RunRequest("new-lead", i < 26, null, RunTriggers.AskedFor, Actor.User("lead@example.com")))
            );

        var first = await lena.HtmlAsync("/playbooks/new-lead");
        first.Should().Contain(">Run 27</a>").And.Contain(">Dry run 3</a>").And.NotContain(">Dry run 2</a>");
        (await lena.HtmlAsync("/playbooks/new-lead?before=3")).Should().Contain(">Dry run 2</a>").And.NotContain(">Dry run 3</a>");
        (await lena.HtmlAsync("/playbooks/new-lead?show=askedFor")).Should().Contain(">Run 27</a>").And.NotContain(">Dry run 2");
        (await lena.HtmlAsync("/playbooks/new-lead?show=scheduled")).Should().Contain("No runs of this kind yet");
    }
}
