using System.Net;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.SignIn;

public sealed class ProfileTests(TestPostgres postgres)
{
    private const string Chosen = "quiet lamp river 7";

    [Fact]
    public async Task Everybody_changes_their_own_name_and_history_says_so()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Revenue);
        using var empty = await browser.PostAsync("/profile?handler=Name", new() { ["Name"] = " " });
        (await empty.Content.ReadAsStringAsync()).Should().Contain("Enter your name.");
        using var saved = await browser.PostAsync("/profile?handler=Name", new() { ["Name"] = " Rita Moreau " });
        saved.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await browser.HtmlAsync("/profile")).Should().Contain("Your name is saved").And.Contain("value=\"Rita Moreau\"");
        var entry = await app.DbAsync(db => db.AuditEntries.SingleAsync());
        entry.Actor.ToString().Should().Be("user:revenue@example.com");
        entry.Values["name"].Should().Equal("Revenue", "Rita Moreau");
    }

    [Fact]
    public async Task A_new_password_needs_the_old_one_and_ends_the_other_sessions()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Specialist);
        using var elsewhere = PageClient.Open(app);
        await elsewhere.SignInAsync("specialist@example.com");
        (await browser.HtmlAsync("/profile")).Should().Contain("Here and in 1 other browser.");

        (await ChangeAsync(browser, "wrong password here", Chosen)).Should().Contain("This is not the password that you have now.");
        (await ChangeAsync(browser, TestMembers.Password, "password123")).Should().Contain("attackers try first");
        (await elsewhere.GetAsync("/profile")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await ChangeAsync(browser, TestMembers.Password, Chosen)).Should().Contain("Your password is changed");
        (await elsewhere.GetAsync("/profile")).StatusCode.Should().Be(HttpStatusCode.Redirect);
        await elsewhere.SignInAsync("specialist@example.com", Chosen);
        (await app.DbAsync(db => db.AuditEntries.SingleAsync())).Action.Should().Be("password changed");
    }

    [Fact]
    public async Task A_browser_left_alone_is_no_place_to_guess_the_password()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Specialist);
        for (var wrong = 0; wrong < 5; wrong++)
            (await ChangeAsync(browser, "wrong password here", Chosen)).Should().Contain("This is not the password");
        (await ChangeAsync(browser, TestMembers.Password, Chosen)).Should().Contain("Wait five minutes");
    }

    [Fact]
    public async Task One_signs_out_everywhere_else()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Specialist);
        using var elsewhere = PageClient.Open(app);
        await elsewhere.SignInAsync("specialist@example.com");
        (await browser.PostAsync("/profile?handler=SignOutOthers")).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await elsewhere.GetAsync("/profile")).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await browser.HtmlAsync("/profile")).Should().Contain("Only here.");
    }

    /// <summary>The page after the change, or with what is wrong.</summary>
    private static async Task<string> ChangeAsync(PageClient browser, string current, string chosen)
    {
        using var answer = await browser.PostAsync(
            "/profile?handler=Password",
            new() { ["CurrentPassword"] = current, ["NewPassword"] = chosen }
        );
        return answer.StatusCode is HttpStatusCode.Redirect
            ? await browser.HtmlAsync("/profile")
            : await answer.Content.ReadAsStringAsync();
    }
}
