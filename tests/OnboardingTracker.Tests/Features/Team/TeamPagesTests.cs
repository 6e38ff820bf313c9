using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Features.Team;

public sealed class TeamPagesTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_lead_adds_a_person_and_sends_the_link_by_which_they_are_in()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        (await lead.HtmlAsync("/team/new")).Should().NotContain("Admin:", "only admins make admins");
        using var added = await lead.HtmxPostAsync("/team/new", Person("Mei Tanaka", " Mei@Example.com", "Specialist"));
        added.StatusCode.Should().Be(HttpStatusCode.OK);
        var link = Regex.Match(await added.Content.ReadAsStringAsync(), @"https://localhost(/invite\?token=[\w-]{43})<").Groups[1].Value;
        (await lead.HtmlAsync("/team")).Should().Contain("mei@example.com").And.Contain("Invited, until Mar 8").And.NotContain(link);

        using var mei = PageClient.Open(app);
        (await mei.PostAsync(link, new() { ["Password"] = "quiet lamp river 7" }, link)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await mei.GetAsync("/team")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await app.DbAsync(db => db.AuditEntries.OrderBy(e => e.Id).Select(e => $"{e.Action} {e.Subject} {e.Actor}").ToListAsync()))
            .Should()
            .Equal(
                "member added mei@example.com user:lead@example.com",
                "invitation made mei@example.com user:lead@example.com",
                "password set mei@example.com user:mei@example.com"
            );
    }

    [Fact]
    public async Task The_form_keeps_what_was_typed_and_says_what_is_wrong()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        using var bad = await lead.PostAsync("/team/new", Person("Zoë", "zoe@", "Specialist"));
        bad.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await bad.Content.ReadAsStringAsync())
            .Should()
            .Contain("is not an e-mail address")
            .And.Contain("value=\"Zoë\"")
            .And.Contain("value=\"zoe@\"");
        using var known = await lead.PostAsync("/team/new", Person("Another", "LEAD@example.com", "Specialist"));
        (await known.Content.ReadAsStringAsync()).Should().Contain("Lead has this address already.");
        using var admin = await lead.PostAsync("/team/new", Person("Eve", "eve@example.com", "Admin"));
        (await admin.Content.ReadAsStringAsync()).Should().Contain("Only an admin makes somebody an admin.");
        using var nonsense = await lead.PostAsync("/team/new", Person("Eve", "eve@example.com", "king"));
        nonsense.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await app.DbAsync(db => db.Members.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task The_number_of_a_persons_accounts_opens_exactly_these_on_Today()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann+eu@example.com", "Ann Okafor");
        await app.AddMemberAsync(Role.Specialist, "bo@example.com", "Bo");
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        foreach (var (name, owner, stage) in new[] { ("Acme", ann.Id, "2"), ("Birch", ann.Id, "6c"), ("Cobalt", 0, "2") })
        {
            var id = await app.AddAccountAsync(
                new AccountUpdate
                {
                    Name = name,
                    Plan = Plan.Annual,
                    OwnerId = owner == 0 ? null : owner,
                },
                externalId: name
            );
            await app.MoveAsync(id, stage, TestAccounts.Importer);
        }

        var team = await lead.HtmlAsync("/team");
        var link = Regex.Match(team, "<a href=\"([^\"]+)\">1</a>").Groups[1].Value;
        var today = await lead.HtmlAsync(WebUtility.HtmlDecode(link));

        link.Should().StartWith("/?owner=ann");
        today.Should().Contain(">Acme</a>").And.NotContain(">Birch</a>").And.NotContain(">Cobalt</a>");
        today.Should().MatchRegex("Owner\\s*<b>Ann Okafor</b>");
    }

    [Fact]
    public async Task Presence_is_switched_in_the_list_with_and_without_script()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com", "Ann Okafor");
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        using var away = await lead.HtmxPostAsync("/team?handler=Presence", Fields(("id", ann.Id), ("absent", true)));
        away.StatusCode.Should().Be(HttpStatusCode.OK);
        (await away.Content.ReadAsStringAsync()).Should().Contain("Ann Okafor is away").And.Contain("hx-swap-oob");
        (await AnnAsync(app)).Absent.Should().BeTrue();
        using var back = await lead.PostAsync("/team?handler=Presence", Fields(("id", ann.Id), ("absent", false)));
        back.Headers.Location!.OriginalString.Should().Be("/team");
        (await lead.HtmlAsync("/team")).Should().Contain("Ann Okafor is back");
        (await AnnAsync(app)).Absent.Should().BeFalse();
    }

    [Fact]
    public async Task Deactivating_asks_who_gets_the_accounts_and_says_how_many_there_are()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com", "Ann Okafor");
        await LeadsAsync(app, 3);
        var mei = await app.AddMemberAsync(Role.Specialist, "mei@example.com", "Mei Tanaka");
        using var anns = PageClient.Open(app);
        await anns.SignInAsync("ann@example.com");
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        var page = await lead.HtmlAsync("/team");
        page.Should().MatchRegex("href=\"/\\?owner=ann%40example.com\">3<");
        (await lead.HtmlAsync($"/team/{ann.Id}/deactivate")).Should().Contain("Who gets the 3 accounts?").And.Contain("Mei Tanaka");

        using var unsaid = await lead.PostAsync($"/team/{ann.Id}/deactivate");
        (await unsaid.Content.ReadAsStringAsync()).Should().Contain("Say who gets the accounts.");
        (await AnnAsync(app)).Active.Should().BeTrue();
        using var done = await lead.PostAsync($"/team/{ann.Id}/deactivate", Fields(("Heir", mei.Id)));
        done.Headers.Location!.OriginalString.Should().Be("/team");
        (await lead.HtmlAsync("/team")).Should().Contain("Ann Okafor is deactivated").And.Contain("3 accounts went over.");
        (await app.DbAsync(db => db.Accounts.CountAsync(a => a.OwnerId == mei.Id))).Should().Be(3);
        (await anns.GetAsync("/profile")).StatusCode.Should().Be(HttpStatusCode.Redirect, "she is out at her next request");

        using var again = await lead.PostAsync("/team?handler=Reactivate", Fields(("id", ann.Id)));
        again.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await AnnAsync(app)).Active.Should().BeTrue();
    }

    [Fact]
    public async Task A_role_that_cannot_own_accounts_asks_who_gets_them()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com", "Ann Okafor");
        await LeadsAsync(app, 1);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        (await lead.HtmlAsync($"/team/{ann.Id}")).Should().NotContain("Who gets").And.MatchRegex("<option selected[^>]*>Specialist");
        using var asked = await lead.PostAsync($"/team/{ann.Id}", Fields(("Name", "Ann O."), ("Role", "Revenue")));
        asked.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await asked.Content.ReadAsStringAsync()).Should().Contain("Who gets the 1 account?").And.Contain("value=\"Ann O.\"");
        using var done = await lead.PostAsync($"/team/{ann.Id}", Fields(("Name", "Ann O."), ("Role", "Revenue"), ("Heir", "nobody")));
        done.StatusCode.Should().Be(HttpStatusCode.Redirect);
        ((await AnnAsync(app)).Role, (await AnnAsync(app)).Name).Should().Be((Role.Revenue, "Ann O."));
        (await app.DbAsync(db => db.Accounts.SingleAsync())).OwnerId.Should().BeNull("no specialist is left to deal it to");
    }

    [Fact]
    public async Task The_last_admin_stays_and_leads_leave_admins_alone()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        var id = await app.DbAsync(db => db.Members.Where(m => m.Role == Role.Admin).Select(m => m.Id).SingleAsync());
        using var demoted = await admin.PostAsync($"/team/{id}", Fields(("Name", "Admin"), ("Role", "Lead")));
        (await demoted.Content.ReadAsStringAsync()).Should().Contain("Admin is the last active admin.");
        using var gone = await admin.PostAsync($"/team/{id}/deactivate");
        (await gone.Content.ReadAsStringAsync()).Should().Contain("Admin is the last active admin.");

        foreach (var path in new[] { $"/team/{id}", $"/team/{id}/deactivate", $"/team/{id}/link" })
        {
            (await lead.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.Forbidden, path);
            (await lead.PostAsync(path, Fields(("Name", "x"), ("Role", "Lead")), "/team"))
                .StatusCode.Should()
                .Be(HttpStatusCode.Forbidden, path);
        }
        using var presence = await lead.PostAsync("/team?handler=Presence", Fields(("id", id), ("absent", true)));
        presence.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await lead.GetAsync("/team/999999")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Only_an_admin_makes_a_link_that_replaces_a_password()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com", "Ann Okafor");
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);
        (await lead.GetAsync($"/team/{ann.Id}/link")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await admin.HtmlAsync($"/team/{ann.Id}/link")).Should().Contain("A new password for Ann Okafor?");
        using var made = await admin.PostAsync($"/team/{ann.Id}/link");
        (await made.Content.ReadAsStringAsync()).Should().Contain("/invite?token=");
        (await app.DbAsync(db => db.AuditEntries.SingleAsync())).Action.Should().Be("password link made");
    }

    private static Dictionary<string, string> Person(string name, string email, string role) =>
        Fields(("Input.Name", name), ("Input.Email", email), ("Input.Role", role));

    private static Dictionary<string, string> Fields(params (string Name, object Value)[] fields) =>
        fields.ToDictionary(
            field => field.Name,
            field => Convert.ToString(field.Value, System.Globalization.CultureInfo.InvariantCulture)!
        );

    private static Task<Member> AnnAsync(TrackerApp app) =>
        app.DbAsync(db => db.Members.AsNoTracking().SingleAsync(m => m.Email == "ann@example.com"));

    private static async Task LeadsAsync(TrackerApp app, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            var update = new AccountUpdate
            {
                Name = $"Account {i}",
                Plan = Plan.PayAsYouGo,
                Forecast = new Money(250, "USD"),
            };
            await app.WithAsync(services =>
                services
                    .GetRequiredService<AccountWrites>()
                    .UpsertAsync($"acc-{i}", update, [], DetailSources.Api, Actor.User("lead@example.com"))
            );
        }
    }
}
