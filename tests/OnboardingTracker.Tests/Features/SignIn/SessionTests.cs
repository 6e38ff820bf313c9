using System.Net;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.SignIn;

public sealed class SessionTests(TestPostgres postgres)
{
    private const string Page = "/sign-out";

    [Fact]
    public async Task A_copied_cookie_is_dead_after_signing_out()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Specialist);
        var cookie = browser.Cookies.Header();
        (await WithCookieAsync(app, cookie)).Should().Be(HttpStatusCode.OK, "the copy works while the session lasts");

        using var signedOut = await browser.PostAsync("/sign-out");
        signedOut.Headers.Location!.OriginalString.Should().Be("/sign-in");
        (await WithCookieAsync(app, cookie)).Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_deactivated_person_is_out_at_the_next_request()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Specialist);
        (await browser.GetAsync(Page)).StatusCode.Should().Be(HttpStatusCode.OK);
        await app.DbAsync(db => db.Members.ExecuteUpdateAsync(set => set.SetProperty(m => m.Active, false)));
        (await browser.GetAsync(Page)).StatusCode.Should().Be(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Who_asks_for_the_files_of_a_page_is_not_looked_up()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Specialist);
        await app.DbAsync(db => db.SignInSessions.ExecuteDeleteAsync());

        using var file = await browser.GetAsync("/css/base.css");

        file.StatusCode.Should().Be(HttpStatusCode.OK);
        file.Headers.Contains("Set-Cookie").Should().BeFalse("a cookie that was looked up would be taken away");
        (await browser.GetAsync(Page)).StatusCode.Should().Be(HttpStatusCode.Redirect, "a page looks");
    }

    [Fact]
    public async Task A_smaller_role_counts_at_the_next_request()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Admin);
        (await browser.GetAsync("/hangfire")).StatusCode.Should().Be(HttpStatusCode.OK);
        await app.DbAsync(db => db.Members.ExecuteUpdateAsync(set => set.SetProperty(m => m.Role, Role.Lead)));
        using var refused = await browser.GetAsync("/hangfire");
        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await refused.Content.ReadAsStringAsync()).Should().Contain("You may not open this page");
    }

    [Fact]
    public async Task Twelve_idle_hours_end_a_session_and_work_keeps_it_for_seven_days_at_most()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var idle = await PageClient.SignedInAsync(app, Role.Specialist);
        using var busy = PageClient.Open(app);
        await busy.SignInAsync("specialist@example.com");
        var hours = 0;
        for (; hours < 11; hours++)
            await StaysAsync(busy);
        (await idle.GetAsync(Page)).StatusCode.Should().Be(HttpStatusCode.OK, "11 hours are not 12");
        for (; hours < 23; hours++)
            await StaysAsync(busy);
        (await idle.GetAsync(Page)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        for (; hours < 7 * 24 - 1; hours++)
            await StaysAsync(busy);
        app.Clock.Advance(TimeSpan.FromHours(1));
        (await busy.GetAsync(Page)).StatusCode.Should().Be(HttpStatusCode.Redirect);

        async Task StaysAsync(PageClient client)
        {
            app.Clock.Advance(TimeSpan.FromHours(1));
            (await client.GetAsync(Page)).StatusCode.Should().Be(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Signing_in_again_gives_a_new_session_and_ends_the_former()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        using var browser = PageClient.Open(app);
        var token = await browser.TokenAsync("/sign-in");
        await browser.SignInAsync("ann@example.com");
        var first = await app.DbAsync(db => db.SignInSessions.Select(s => s.Id).SingleAsync());
        (
            await browser.PostAsync(
                "/sign-in",
                new() { ["Input.Email"] = "ann@example.com", ["Input.Password"] = TestMembers.Password },
                Page
            )
        )
            .StatusCode.Should()
            .Be(HttpStatusCode.Redirect);
        (await app.DbAsync(db => db.SignInSessions.Select(s => s.Id).SingleAsync())).Should().NotBe(first);
        token.Should().NotBe(await browser.TokenAsync(Page));
    }

    [Theory]
    [InlineData("https://localhost", true)]
    [InlineData("http://localhost", false)]
    [InlineData("http://127.0.0.1", false)]
    [InlineData("http://[::1]", false)]
    [InlineData("http://onboarding.example.com", true)]
    [InlineData("http://localhost.example.com", true)]
    public async Task Cookies_go_over_https_alone_but_for_plain_http_on_the_same_machine(string address, bool secure)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        using var browser = PageClient.Open(app);
        var signIn = address + "/sign-in";
        using var page = await browser.GetAsync(signIn);
        var cookies = page.Headers.GetValues("Set-Cookie").ToList();
        if (address.Contains("localhost", StringComparison.Ordinal) && !address.Contains("example", StringComparison.Ordinal))
        {
            using var answer = await browser.PostAsync(
                signIn,
                new() { ["Input.Email"] = "ann@example.com", ["Input.Password"] = TestMembers.Password }
            );
            answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
            cookies.AddRange(answer.Headers.GetValues("Set-Cookie"));
            cookies.Should().HaveCount(3, "the form, the session and the device");
        }
        cookies.Should().NotBeEmpty().And.OnlyContain(cookie => cookie.Contains("; secure", StringComparison.Ordinal) == secure);
        cookies.Should().OnlyContain(cookie => cookie.Contains("; httponly", StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> WithCookieAsync(TrackerApp app, string cookie)
    {
        using var bare = app.ApiClient(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, Page);
        request.Headers.Add("Cookie", cookie);
        using var answer = await bare.SendAsync(request);
        return answer.StatusCode;
    }
}
