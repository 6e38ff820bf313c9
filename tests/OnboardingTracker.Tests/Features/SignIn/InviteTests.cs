using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.SignIn;

public sealed class InviteTests(TestPostgres postgres)
{
    private const string Chosen = "quiet lamp river 7";

    [Fact]
    public async Task An_invited_member_chooses_a_password_once_and_is_in()
    {
        await using var app = await StartAsync();
        var mei = await AddAsync(app, Role.Specialist);
        var link = await MakeAsync(app, mei.Id, Role.Lead);
        using var browser = PageClient.Open(app);
        (await browser.HtmlAsync(link)).Should().Contain("Welcome, Mei Tanaka");
        using var weak = await browser.PostAsync(link, new() { ["Password"] = "mei tanaka" }, link);
        (await weak.Content.ReadAsStringAsync()).Should().Contain("too close to your name");

        using var answer = await browser.PostAsync(link, new() { ["Password"] = Chosen }, link);
        answer.Headers.Location!.OriginalString.Should().Be("/");
        (await browser.HtmlAsync("/profile")).Should().Contain("mei@example.com");
        (await browser.GetAsync(link)).StatusCode.Should().Be(HttpStatusCode.Gone, "it works once");
        (await (await browser.GetAsync(link)).Content.ReadAsStringAsync()).Should().Contain("This link no longer works");
        using var other = PageClient.Open(app);
        await other.SignInAsync("mei@example.com", Chosen);
        (await app.DbAsync(db => db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync()))
            .Should()
            .Equal("invitation made", "password set");
    }

    [Fact]
    public async Task A_link_lasts_seven_days_and_a_new_one_replaces_it()
    {
        await using var app = await StartAsync();
        var mei = await AddAsync(app, Role.Specialist);
        var first = await MakeAsync(app, mei.Id, Role.Lead);
        var second = await MakeAsync(app, mei.Id, Role.Lead);
        using var browser = PageClient.Open(app);
        (await browser.GetAsync(first)).StatusCode.Should().Be(HttpStatusCode.Gone);
        app.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        (await browser.GetAsync(second)).StatusCode.Should().Be(HttpStatusCode.OK);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        (await browser.GetAsync(second)).StatusCode.Should().Be(HttpStatusCode.Gone);
        (await browser.GetAsync("/invite")).StatusCode.Should().Be(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task A_password_link_ends_every_session_and_lifts_the_pause()
    {
        await using var app = await StartAsync();
        using var lost = await PageClient.SignedInAsync(app, Role.Specialist, "ann@example.com");
        using var stranger = PageClient.Open(app);
        for (var wrong = 0; wrong < 6; wrong++)
            await stranger.TrySignInAsync("ann@example.com", "wrong password here");
        var link = await MakeAsync(app, await IdAsync(app, "ann@example.com"), Role.Admin);
        using var browser = PageClient.Open(app);
        (await browser.PostAsync(link, new() { ["Password"] = Chosen }, link)).StatusCode.Should().Be(HttpStatusCode.Redirect);

        (await lost.GetAsync("/profile")).StatusCode.Should().Be(HttpStatusCode.Redirect);
        using var third = PageClient.Open(app);
        (await third.TrySignInAsync("ann@example.com", TestMembers.Password)).StatusCode.Should().Be(HttpStatusCode.OK);
        await third.SignInAsync("ann@example.com", Chosen);
    }

    [Fact]
    public async Task A_new_role_or_deactivation_takes_the_link_away()
    {
        await using var app = await StartAsync();
        var mei = await AddAsync(app, Role.Specialist);
        var link = await MakeAsync(app, mei.Id, Role.Lead);
        await ChangeAsync(app, mei.Id, new MemberUpdate { Role = Role.Admin });
        using var browser = PageClient.Open(app);
        (await browser.GetAsync(link)).StatusCode.Should().Be(HttpStatusCode.Gone, "the lead who made it would be an admin by it");
        link = await MakeAsync(app, mei.Id, Role.Admin);
        await ChangeAsync(app, mei.Id, new MemberUpdate { Active = false });
        await ChangeAsync(app, mei.Id, new MemberUpdate { Active = true });
        (await browser.GetAsync(link)).StatusCode.Should().Be(HttpStatusCode.Gone);
    }

    [Theory]
    [InlineData(Role.Admin, Role.Admin, true, true)]
    [InlineData(Role.Admin, Role.Specialist, true, true)]
    [InlineData(Role.Lead, Role.Specialist, false, true)]
    [InlineData(Role.Lead, Role.Lead, false, true)]
    [InlineData(Role.Lead, Role.Specialist, true, false)]
    [InlineData(Role.Lead, Role.Admin, false, false)]
    [InlineData(Role.Specialist, Role.Specialist, false, false)]
    [InlineData(Role.Revenue, Role.Revenue, false, false)]
    public void Who_may_make_a_link_for_whom(Role by, Role member, bool hasPassword, bool may) =>
        MemberRules.MayMakeLink(by, member, hasPassword).Should().Be(may);

    /// <summary>With somebody who can sign in, so that the set-up is done.</summary>
    private async Task<TrackerApp> StartAsync()
    {
        var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Admin);
        return app;
    }

    private static Task<Member> AddAsync(TrackerApp app, Role role) =>
        app.DbAsync(async db =>
        {
            var member = new Member
            {
                Email = "mei@example.com",
                Name = "Mei Tanaka",
                Role = role,
            };
            db.Members.Add(member);
            await db.SaveChangesAsync();
            return member;
        });

    private static Task<int> IdAsync(TrackerApp app, string email) =>
        app.DbAsync(db => db.Members.Where(m => m.Email == email).Select(m => m.Id).SingleAsync());

    private static async Task<string> MakeAsync(TrackerApp app, int memberId, Role by)
    {
        var link = await app.WithAsync(services =>
            services.GetRequiredService<SignInLinks>().MakeAsync(memberId, Actor.User("lead@example.com"), by)
        );
        return "/invite?token=" + link!.Token;
    }

    private static Task<TeamChange> ChangeAsync(TrackerApp app, int memberId, MemberUpdate update) =>
        app.WithAsync(services =>
            services.GetRequiredService<TeamChanges>().ChangeAsync(memberId, update, Actor.User("admin@example.com"), Role.Admin)
        );
}
