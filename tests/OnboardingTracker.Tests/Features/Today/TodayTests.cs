using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;
using OnboardingTracker.Tests.Features.Signals;

namespace OnboardingTracker.Tests.Features.Today;

public sealed partial class TodayTests(TestPostgres postgres)
{
    private static readonly Actor Mei = Actor.User("mei@example.com");

    [Fact]
    public async Task It_opens_on_ones_own_work_soonest_renewal_first_overdue_at_the_top()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        var (me, other) = (await MemberAsync(app, "specialist@example.com"), await MemberAsync(app, "lead@example.com"));
        await AddAsync(app, "Later", "2", me, 30);
        await AddAsync(app, "Overdue", "5", me, -2);
        await AddAsync(app, "Undated", "3a", me, null);
        await AddAsync(app, "Soon", "1", me, 6);
        await AddAsync(app, "Paid call", "7", me, 9);
        await AddAsync(app, "Done", "6c", me, 3);
        await AddAsync(app, "Hers", "2", other, 1);
        await AddAsync(app, "Outside", null, me, 1);

        var mine = await ann.HtmlAsync("/");
        Names(mine).Should().Equal("Overdue", "Soon", "Paid call", "Later", "Undated");
        mine.Should()
            .Contain("Final outreach overdue by 2 days")
            .And.Contain("Never contacted, renews in 6 days")
            .And.Contain("2 days overdue");
        Names(await ann.HtmlAsync("/?owner=any")).Should().Equal("Overdue", "Hers", "Soon", "Paid call", "Later", "Undated");
        Names(await lead.HtmlAsync("/")).Should().HaveCount(6, "a lead sees everybody's");
        Names(await ann.HtmlAsync("/?in=all&sort=name"))
            .Should()
            .Equal("Done", "Hers", "Later", "Outside", "Overdue", "Paid call", "Soon", "Undated");
        Names(await ann.HtmlAsync("/?q=outs")).Should().Equal(["Outside"], "a search looks everywhere");
        Names(await ann.HtmlAsync("/?stage=2,5&owner=any")).Should().Equal("Overdue", "Hers", "Later");
        Names(await ann.HtmlAsync("/?renews=overdue")).Should().Equal("Overdue");
        Names(await ann.HtmlAsync("/?sort=-name")).Should().Equal("Undated", "Soon", "Paid call", "Overdue", "Later");
        StageCounts(mine).Should().Contain("1 New Account1").And.Contain("2 Onboarding Initiated1").And.Contain("4a Intro Call Completed0");
    }

    [Fact]
    public async Task What_came_since_the_last_visit_is_marked_and_counted()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await AddAsync(app, "Known", "1", null, 30);
        (await lead.HtmlAsync("/")).Should().NotContain("new-mark", "at the first visit nothing is new");

        app.Clock.Advance(TimeSpan.FromHours(3));
        await AddAsync(app, "Fresh", "1", null, 40);
        app.Clock.Advance(TimeSpan.FromHours(1));

        var list = await lead.HtmlAsync("/");
        NewRows(list).Should().Equal("Fresh");
        list.Should().MatchRegex("New</span><b class=\"tnum\">1</b>");
        NewRows(await lead.HtmlAsync("/")).Should().Equal(["Fresh"], "the mark stays while one is here");
        Names(await lead.HtmlAsync("/?new=yes")).Should().Equal("Fresh");
        app.Clock.Advance(TimeSpan.FromMinutes(45));
        NewRows(await lead.HtmlAsync("/")).Should().BeEmpty("another visit has begun");
    }

    [Fact]
    public async Task Two_hundred_accounts_are_paged_forth_and_back()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await app.DbAsync(db =>
            db.Database.ExecuteSqlRawAsync(
                """
                insert into accounts (external_id, name, plan, stage, in_work, passage, in_legacy_segment, next_renewal_on, created_at, changed_at)
                select 'x' || i, 'n' || lpad(i::text, 3, '0'), 'free', '1', true, 1, false, case when i <= 120 then date '2026-03-01' + i % 7 end, now(), now()
                from generate_series(1, 170) i
                """
            )
        );
        var seen = new List<string>();
        var page = await lead.HtmlAsync("/");
        page.Should().Contain("170 accounts");
        var pages = new List<string> { page };
        while (true)
        {
            seen.AddRange(Names(page));
            if (NextUrl().Match(page) is not { Success: true } next)
                break;
            page = await lead.HtmlAsync(WebUtility.HtmlDecode(next.Groups[1].Value));
            pages.Add(page);
        }
        seen.Should().HaveCount(170).And.OnlyHaveUniqueItems();
        pages.Should().HaveCount(4);
        var back = await lead.HtmlAsync(WebUtility.HtmlDecode(PreviousUrl().Match(pages[3]).Groups[1].Value));
        Names(back).Should().Equal(Names(pages[2]));
    }

    [Fact]
    public async Task Only_the_list_is_sent_to_a_page_that_refreshes_itself()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await AddAsync(app, "Acme", "1", null, 30);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("HX-Request", "true");
        using var answer = await lead.Http.SendAsync(request);
        var html = await answer.Content.ReadAsStringAsync();
        html.TrimStart().Should().StartWith("<div class=\"list\" id=\"list\"");
        html.Should().NotContain("<html").And.NotContain("sidebar");
        (await app.DbAsync(db => db.ListVisits.CountAsync())).Should().Be(0, "nobody looked");
    }

    [Fact]
    public async Task Each_row_says_when_they_last_wrote_or_spoke_and_which_task_is_due_first()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        var id = await AddAsync(app, "Harbour", "2", null, 30);
        await AddAsync(app, "Silent", "2", null, 40);
        var reply = new SignalFact
        {
            Kind = SignalKinds.EmailReceived,
            OccurredAt = app.Clock.GetUtcNow().AddDays(-4),
            About = new() { ExternalId = "Harbour" },
            Mail = new() { Genuine = false },
        };
        await app.TellAsync(reply);
        await app.TellAsync(reply with { OccurredAt = reply.OccurredAt.AddDays(-2) });
        await AddTaskAsync("Later", new DateOnly(2026, 3, 9), TaskState.Open);
        await AddTaskAsync("Sooner", new DateOnly(2026, 2, 28), TaskState.Open);
        await AddTaskAsync("Done", new DateOnly(2026, 2, 1), TaskState.Done);

        var list = await lead.HtmlAsync("/?columns=contact&columns=task");

        list.Should().Contain("Feb 25").And.Contain("Sooner").And.NotContain("Feb 23").And.NotContain("Later</a>");
        list.Should().Contain("danger-text", "the task is overdue");
        (await lead.HtmlAsync("/?columns=stage")).Should().NotContain("Sooner");

        Task<int> AddTaskAsync(string title, DateOnly dueOn, TaskState state) =>
            app.DbAsync(db =>
            {
                db.Tasks.Add(
                    new AccountTask
                    {
                        AccountId = id,
                        Title = title,
                        Kind = TaskKinds.FollowUp,
                        DueOn = dueOn,
                        State = state,
                        CreatedBy = Mei,
                        CreatedAt = app.Clock.GetUtcNow(),
                    }
                );
                return db.SaveChangesAsync();
            });
    }

    [Fact]
    public async Task Each_empty_list_says_why_and_what_to_do()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);
        (await ann.HtmlAsync("/")).Should().Contain("No accounts yet").And.Contain("/accounts/new").And.NotContain("href=\"/import\"");
        (await admin.HtmlAsync("/")).Should().Contain("href=\"/import\"");
        await AddAsync(app, "Acme", "1", null, 30);
        (await ann.HtmlAsync("/")).Should().Contain("All done");
        (await ann.HtmlAsync("/?owner=any&plan=annual")).Should().Contain("Nothing matches these filters").And.Contain("Clear the filters");
        (await ann.HtmlAsync("/?q=zebra")).Should().Contain("Nothing found for “zebra”");
    }

    [Fact]
    public async Task What_people_type_is_never_markup()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await AddAsync(app, "<script>alert(1)</script> \"x\"", "1", null, 30);
        (await lead.HtmlAsync("/")).Should().NotContain("<script>alert").And.Contain("&lt;script&gt;alert(1)");
        (await lead.HtmlAsync("/board")).Should().NotContain("<script>alert");
        (await lead.HtmlAsync("/?q=%22%3E%3Cscript%3Ealert(2)")).Should().NotContain("<script>alert");
    }

    [Fact]
    public async Task Accounts_are_given_to_somebody_together_and_given_back()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var me = await MemberAsync(app, "specialist@example.com");
        var mei = (await app.AddMemberAsync(Role.Specialist, Mei.Name, "Mei Tanaka")).Id;
        var (one, two) = (await AddAsync(app, "One", "1", me, 30), await AddAsync(app, "Two", "1", null, 30));

        using var given = await ann.HtmxPostAsync(
            "/accounts/assign",
            new() { ["accounts"] = $"{one},{two}", ["owner"] = $"{mei}" },
            from: "/"
        );
        var html = await given.Content.ReadAsStringAsync();
        html.Should().Contain("2 accounts given to Mei Tanaka");
        (await OwnersAsync(app, one, two)).Should().Equal(mei, mei);

        var former = Former().Match(html).Groups[1].Value;
        using var back = await ann.HtmxPostAsync("/accounts/assign", new() { ["former"] = former }, from: "/");
        (await OwnersAsync(app, one, two)).Should().Equal(me, null);
    }

    [Fact]
    public async Task Accounts_are_kept_out_of_5_together_and_let_go_again()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var (one, two) = (await AddAsync(app, "One", "2", null, 30), await AddAsync(app, "Two", "2", null, 30));
        using var held = await ann.HtmxPostAsync(
            "/accounts/hold",
            new() { ["accounts"] = $"{one},{two}", ["note"] = "migrating" },
            from: "/"
        );
        (await held.Content.ReadAsStringAsync()).Should().Contain("leaves 2 accounts alone for now");
        var holds = await app.DbAsync(db => db.Holds.AsNoTracking().ToListAsync());
        holds
            .Should()
            .HaveCount(2)
            .And.OnlyContain(h => h.Playbook == PlaybookNames.FinalOutreachDue && h.Reason == "migrating" && h.LiftedAt == null);

        using var lifted = await ann.HtmxPostAsync("/accounts/hold", new() { ["lift"] = $"{one},{two}" }, from: "/");
        (await app.DbAsync(db => db.Holds.CountAsync(h => h.LiftedAt == null))).Should().Be(0);
    }

    [Fact]
    public async Task A_view_is_saved_shared_renamed_and_deleted_by_its_maker_alone()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        using var saved = await ann.PostAsync(
            "/views/new",
            new()
            {
                ["name"] = "Big ones",
                ["shared"] = "true",
                ["query"] = "sort=-forecast&stage=5&cursor=abc&junk=1&owner=any",
            }
        );
        var view = await app.DbAsync(db => db.SavedViews.AsNoTracking().SingleAsync());
        (view.Name, view.Shared, view.Query).Should().Be(("Big ones", true, "owner=any&stage=5&sort=-forecast"));
        saved.Headers.Location!.ToString().Should().Be($"/?view={view.Id}&owner=any&stage=5&sort=-forecast");
        (await lead.HtmlAsync("/")).Should().Contain("Big ones", "it is shared").And.NotContain($"/views/{view.Id}", "but it is hers");

        using var another = await ann.PostAsync("/views/new", new() { ["name"] = "Big ones" });
        another.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await another.Content.ReadAsStringAsync()).Should().Contain("You have a view of that name already.");
        using var foreign = await lead.PostAsync($"/views/{view.Id}", new() { ["name"] = "Mine now" }, from: "/");
        foreign.StatusCode.Should().Be(HttpStatusCode.NotFound);

        using var renamed = await ann.PostAsync($"/views/{view.Id}", new() { ["name"] = "Large" });
        view = await app.DbAsync(db => db.SavedViews.AsNoTracking().SingleAsync());
        (view.Name, view.Shared).Should().Be(("Large", false));
        (await lead.HtmlAsync("/")).Should().NotContain("Large");
        using var deleted = await ann.PostAsync($"/views/{view.Id}", new() { ["name"] = "", ["delete"] = "true" }, from: "/");
        (await app.DbAsync(db => db.SavedViews.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task The_palette_finds_accounts_in_work_first()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await AddAsync(app, "Acme Outside", null, null, 30);
        await AddAsync(app, "Big acme", "1", null, 30);
        var html = await lead.HtmlAsync("/palette?q=acme");
        html.IndexOf("Big acme", StringComparison.Ordinal)
            .Should()
            .BePositive()
            .And.BeLessThan(html.IndexOf("Acme Outside", StringComparison.Ordinal));
        html.Should().Contain("1 New Account").And.Contain("role=\"option\"").And.NotContain("<html");
        (await lead.HtmlAsync("/palette?q=")).Trim().Should().BeEmpty();
    }

    [Fact]
    public async Task Revenue_sees_the_list_and_marks_risk_but_changes_nothing_else()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var rita = await PageClient.SignedInAsync(app, Role.Revenue);
        var id = await AddAsync(app, "Acme", "1", null, 30);
        var html = await rita.HtmlAsync("/");
        html.Should().Contain($"/accounts/{id}/risk").And.NotContain($"/accounts/{id}/move").And.NotContain("data-bulk-bar");
        (await rita.HtmlAsync("/board")).Should().NotContain($"/accounts/{id}/move").And.Contain("data-move-url=\"\"");
        foreach (var path in new[] { "/accounts/move", "/accounts/assign", "/accounts/hold" })
        {
            using var answer = await rita.PostAsync(path, new() { ["accounts"] = $"{id}", ["to"] = "2" }, from: "/");
            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden, path);
        }
    }

    internal static async Task<long> AddAsync(TrackerApp app, string name, string? stage, int? owner, int? renewsIn)
    {
        var id = await app.AddAccountAsync(
            new AccountUpdate
            {
                Name = name,
                Plan = Plan.PayAsYouGo,
                Forecast = new Money(80, "USD"),
                NextRenewalOn = renewsIn is { } days ? new DateOnly(2026, 3, 1).AddDays(days) : null,
                OwnerId = owner,
            },
            name
        );
        if (stage is not null)
            await app.MoveAsync(id, stage, Mei);
        return id;
    }

    internal static List<string> Names(string html) =>
        [.. Row().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];

    private static List<string> NewRows(string html) =>
        [.. Regex.Matches(html, "data-open>([^<]+)</a><span class=\"new-mark\"").Select(match => match.Groups[1].Value)];

    private static string StageCounts(string html) =>
        Regex.Replace(
            html[
                html.IndexOf("class=\"strip\"", StringComparison.Ordinal)..html.IndexOf(
                    "</nav>",
                    html.IndexOf("class=\"strip\"", StringComparison.Ordinal),
                    StringComparison.Ordinal
                )
            ],
            "<small>.*?</small>|<[^>]+>",
            ""
        );

    private static Task<int> MemberAsync(TrackerApp app, string email) =>
        app.DbAsync(db => db.Members.Where(m => m.Email == email).Select(m => m.Id).SingleAsync());

    private static Task<List<int?>> OwnersAsync(TrackerApp app, params long[] ids) =>
        app.DbAsync(db => db.Accounts.Where(a => ids.Contains(a.Id)).OrderBy(a => a.Id).Select(a => a.OwnerId).ToListAsync());

    [GeneratedRegex("<tr data-row data-id=\"\\d+\" data-name=\"([^\"]+)\"")]
    private static partial Regex Row();

    [GeneratedRegex("href=\"([^\"]+)\" rel=\"next\"")]
    private static partial Regex NextUrl();

    [GeneratedRegex("href=\"([^\"]+)\" rel=\"prev\"")]
    private static partial Regex PreviousUrl();

    [GeneratedRegex("name=\"former\" value=\"([^\"]+)\"")]
    private static partial Regex Former();
}
