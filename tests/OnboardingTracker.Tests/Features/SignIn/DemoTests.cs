using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Platform.Web;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.SignIn;

public sealed class DemoTests(TestPostgres postgres)
{
    private static readonly Dictionary<string, string> Demo = new() { ["environment"] = "Development", ["Demo"] = "true" };

    [Fact]
    public async Task The_demo_signs_its_people_in_with_one_click()
    {
        var (app, ann) = await DemoAsync();
        await using var _ = app;
        using var browser = PageClient.Open(app);
        (await browser.HtmlAsync("/sign-in")).Should().Contain("Ann Okafor").And.Contain("Team lead");
        using var answer = await PressAsync(browser, ann.Id);
        answer.Headers.Location!.OriginalString.Should().Be("/");
        (await browser.HtmlAsync("/profile")).Should().Contain("ann@example.com");
        (await PressAsync(browser, ann.Id + 1)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nobody_is_offered_or_let_in_without_a_password_outside_the_demo_or_under_another_name()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await app.AddMemberAsync(Role.Lead, "ann@example.com", "Ann Okafor");
        using var browser = PageClient.Open(app);
        (await browser.HtmlAsync("/sign-in")).Should().NotContain("Ann Okafor");
        (await PressAsync(browser, ann.Id)).StatusCode.Should().Be(HttpStatusCode.NotFound);

        (var demo, ann) = await DemoAsync();
        await using var _ = demo;
        using var rebound = PageClient.Open(demo);
        const string evil = "https://evil.example/sign-in";
        (await rebound.HtmlAsync(evil)).Should().NotContain("Ann Okafor");
        using var answer = await rebound.PostAsync(evil + "?handler=Demo", Id(ann.Id), evil);
        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("https://[::1]:5080", true)]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://[::]:5080", false)]
    [InlineData("http://+:8080", false)]
    [InlineData("http://*:8080", false)]
    [InlineData("http://192.168.1.5:5080", false)]
    [InlineData("http://localhost.example.com", false)]
    public void Only_loopback_addresses_are_this_machine_alone(string address, bool alone) =>
        LoopbackOnly.IsLoopback(address).Should().Be(alone);

    private static Task<HttpResponseMessage> PressAsync(PageClient browser, int id) =>
        browser.PostAsync(
            "/sign-in?handler=Demo",
            Id(id),
            browser.Cookies.Header().Contains("onboarding-tracker=", StringComparison.Ordinal) ? "/profile" : "/sign-in"
        );

    private static Dictionary<string, string> Id(int id) => new() { ["id"] = id.ToString(CultureInfo.InvariantCulture) };

    /// <summary>The app as a demo, with one person who is there before it: so it does not write its world, which is not what these are about.</summary>
    private async Task<(TrackerApp App, Member Ann)> DemoAsync()
    {
        var database = await TrackerApp.CreateDatabaseAsync(postgres);
        await using (var source = NpgsqlDataSource.Create(database.ConnectionString))
        await using (var db = new TrackerDb(new DbContextOptionsBuilder<TrackerDb>().UseTracker(source).Options))
        {
            db.Members.Add(
                new Member
                {
                    Email = "ann@example.com",
                    Name = "Ann Okafor",
                    Role = Role.Lead,
                }
            );
            await db.SaveChangesAsync();
        }
        var app = TrackerApp.On(database, Demo);
        return (app, await app.DbAsync(db => db.Members.SingleAsync(member => member.Email == "ann@example.com")));
    }
}
