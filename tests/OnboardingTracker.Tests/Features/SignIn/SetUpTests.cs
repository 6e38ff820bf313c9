using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.SignIn;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.SignIn;

public sealed class SetUpTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_first_start_prints_a_token_that_makes_the_first_admin_once()
    {
        var log = new Lines();
        await using var app = await StartAsync(log);
        using var browser = PageClient.Open(app);
        (await browser.GetAsync("/sign-in")).Headers.Location!.OriginalString.Should().Be("/set-up");
        (await browser.GetAsync("/profile")).Headers.Location!.OriginalString.Should().Be("/set-up");
        var address = log.All.Should().ContainSingle().Subject;
        var path = Regex.Match(address, @"make the first admin at http://localhost[^/]*(/set-up\?token=[\w-]{43})$").Groups[1].Value;
        (await browser.HtmlAsync(path)).Should().Contain(path.Split('=')[1], "the address fills the field");

        using var wrong = await PostAsync(browser, "not-the-token", "magda@example.com");
        (await wrong.Content.ReadAsStringAsync()).Should().Contain("This is not the token").And.Contain("magda@example.com");
        using var weak = await PostAsync(browser, path.Split('=')[1], "magda@example.com", "password123");
        (await weak.Content.ReadAsStringAsync()).Should().Contain("attackers try first");
        (await app.DbAsync(db => db.Members.CountAsync())).Should().Be(0);

        using var right = await PostAsync(browser, path.Split('=')[1], "Magda@Example.com");
        right.Headers.Location!.OriginalString.Should().Be("/");
        (await browser.GetAsync("/hangfire")).StatusCode.Should().Be(HttpStatusCode.OK, "she is an admin, signed in");
        var magda = await app.DbAsync(db => db.Members.SingleAsync());
        (magda.Email, magda.Name, magda.Role).Should().Be(("magda@example.com", "Magda", Role.Admin));
        (await app.DbAsync(db => db.AuditEntries.SingleAsync())).Action.Should().Be("set-up completed");

        using var stranger = PageClient.Open(app);
        (await stranger.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await stranger.GetAsync("/profile")).Headers.Location!.OriginalString.Should().Be("/sign-in?returnUrl=%2Fprofile");
        using var again = await stranger.PostAsync("/set-up", Fields(path.Split('=')[1], "eve@example.com"), "/sign-in");
        again.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await app.DbAsync(db => db.SetupTokens.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task Replicas_that_start_together_print_one_token_and_a_later_start_a_new_one()
    {
        var log = new Lines();
        await using var app = await StartAsync(log);
        _ = app.Services;
        (await TokenAsync(app)).Token.Should().BeNull("the app's own start has made one");
        (await app.DbAsync(db => db.SetupTokens.CountAsync())).Should().Be(1);

        app.Clock.Advance(FirstAdmin.TokenStands);
        var tokens = await Task.WhenAll(TokenAsync(app), TokenAsync(app), TokenAsync(app));
        var latest = tokens.Where(made => made.Token is not null).Should().ContainSingle().Subject.Token!;
        using var browser = PageClient.Open(app);
        var first = log.All[0].Split('=')[1];
        (await (await PostAsync(browser, first, "magda@example.com")).Content.ReadAsStringAsync())
            .Should()
            .Contain("This is not the token");
        (await PostAsync(browser, latest, "magda@example.com")).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await TokenAsync(app)).Should().Be(((string?)null, (DateTimeOffset?)null));
    }

    [Fact]
    public async Task Of_two_who_use_the_token_at_the_same_moment_one_becomes_admin()
    {
        var log = new Lines();
        await using var app = await StartAsync(log);
        using var one = PageClient.Open(app);
        using var two = PageClient.Open(app);
        var token = await one.TokenAsync("/set-up");
        token.Should().NotBeEmpty();
        var answers = await Task.WhenAll(
            PostAsync(one, log.All[0].Split('=')[1], "one@example.com"),
            PostAsync(two, log.All[0].Split('=')[1], "two@example.com")
        );
        answers.Count(answer => answer.StatusCode is HttpStatusCode.Redirect).Should().Be(1);
        (await app.DbAsync(db => db.Members.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task A_member_whom_the_API_added_before_can_become_the_first_admin()
    {
        var log = new Lines();
        await using var app = await StartAsync(log);
        await app.DbAsync(db =>
        {
            db.Members.Add(
                new Member
                {
                    Email = "magda@example.com",
                    Name = "M.",
                    Role = Role.Specialist,
                }
            );
            return db.SaveChangesAsync();
        });
        using var browser = PageClient.Open(app);
        (await PostAsync(browser, log.All[0].Split('=')[1], "magda@example.com")).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await app.DbAsync(db => db.Members.SingleAsync())).Role.Should().Be(Role.Admin);
    }

    [Fact]
    public async Task The_form_says_what_is_missing_and_keeps_what_was_typed()
    {
        await using var app = await StartAsync(new Lines());
        using var browser = PageClient.Open(app);
        using var answer = await browser.PostAsync("/set-up", new() { ["Input.Name"] = "Zoë", ["Input.Email"] = "zoe@" });
        var page = await answer.Content.ReadAsStringAsync();
        page.Should()
            .Contain("Paste the token")
            .And.Contain("is not an e-mail address")
            .And.Contain("Choose a password")
            .And.Contain("value=\"Zoë\"");
    }

    private Task<TrackerApp> StartAsync(Lines log) =>
        TrackerApp.StartAsync(postgres, services: services => services.AddSingleton<ILogger<SetUpAnnouncement>>(log));

    private static Task<(string? Token, DateTimeOffset? StandsSince)> TokenAsync(TrackerApp app) =>
        app.WithAsync(services => services.GetRequiredService<FirstAdmin>().TokenToPrintAsync(CancellationToken.None));

    private static Task<HttpResponseMessage> PostAsync(
        PageClient browser,
        string token,
        string email,
        string password = TestMembers.Password
    ) => browser.PostAsync("/set-up", Fields(token, email, password));

    private static Dictionary<string, string> Fields(string token, string email, string password = TestMembers.Password) =>
        new()
        {
            ["Input.Token"] = token,
            ["Input.Name"] = " Magda ",
            ["Input.Email"] = email,
            ["Input.Password"] = password,
        };

    private sealed class Lines : ILogger<SetUpAnnouncement>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => All.Add(formatter(state, exception));
    }
}
