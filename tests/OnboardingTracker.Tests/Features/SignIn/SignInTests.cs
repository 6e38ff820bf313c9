using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.SignIn;

public sealed class SignInTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_right_password_lets_in_and_a_wrong_one_does_not()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com", "Ann Okafor");
        using var browser = PageClient.Open(app);

        using var wrong = await browser.TrySignInAsync(ann.Email, "not my password at all");
        wrong.StatusCode.Should().Be(HttpStatusCode.OK);
        var page = await wrong.Content.ReadAsStringAsync();
        page.Should().Contain("E-mail or password is wrong").And.Contain("ann@example.com", "what was typed is kept");
        page.Should().NotContain("not my password at all");
        await IsSignedInAsync(browser, false);

        using var right = await browser.TrySignInAsync(" ANN@example.com ", TestMembers.Password);
        right.StatusCode.Should().Be(HttpStatusCode.Redirect);
        right.Headers.Location!.ToString().Should().Be("/");
        await IsSignedInAsync(browser, true);
    }

    [Fact]
    public async Task A_refusal_tells_neither_by_words_nor_by_work_whether_somebody_has_the_address()
    {
        var checks = new PasswordChecks();
        await using var app = await TrackerApp.StartAsync(
            postgres,
            services: services => services.AddSingleton<IPasswordHasher<SignInUser>>(checks)
        );
        await app.AddMemberAsync(Role.Specialist, "known@example.com");
        await app.AddMemberAsync(Role.Specialist, "deactivated@example.com");
        await app.DbAsync(async db =>
        {
            db.Members.Add(
                new Member
                {
                    Email = "invited@example.com",
                    Name = "Invited",
                    Role = Role.Specialist,
                }
            );
            await db.SaveChangesAsync();
            return await db
                .Members.Where(m => m.Email == "deactivated@example.com")
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.Active, false));
        });
        foreach (
            var email in new[] { "nobody@example.com", "deactivated@example.com", "invited@example.com", "known@example.com", "no address" }
        )
        {
            using var browser = PageClient.Open(app);
            var password = email == "known@example.com" ? "plum teapot orbit 43" : TestMembers.Password;
            for (var attempt = 1; attempt <= 7; attempt++)
            {
                checks.Count = 0;
                using var answer = await browser.TrySignInAsync(email, password);
                answer.StatusCode.Should().Be(HttpStatusCode.OK);
                (await SummaryAsync(answer))
                    .Should()
                    .Be(
                        "E-mail or password is wrong. After five wrong passwords in a row, the next five minutes refuse even the right one."
                    );
                checks.Count.Should().Be(1, "{0}, attempt {1}: each takes the time of one hash", email, attempt);
            }
        }
    }

    [Fact]
    public async Task After_five_wrong_passwords_even_the_right_one_waits_five_minutes_and_no_longer()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        using var browser = PageClient.Open(app);
        for (var wrong = 1; wrong <= 4; wrong++)
            (await MayAsync(browser, "wrong password here")).Should().BeFalse();
        (await MayAsync(browser)).Should().BeTrue("four are not yet five");

        using var other = PageClient.Open(app);
        for (var wrong = 1; wrong <= 5; wrong++)
            (await MayAsync(other, "wrong password here")).Should().BeFalse();
        (await MayAsync(other)).Should().BeFalse();
        app.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        (await MayAsync(other, "wrong password here")).Should().BeFalse();
        (await MayAsync(other)).Should().BeFalse("the pause is not over");
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        (await MayAsync(other)).Should().BeTrue("knocking during the pause does not make it longer");
    }

    [Fact]
    public async Task A_stranger_who_keeps_an_address_locked_does_not_lock_out_the_browser_it_belongs_to()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        using var anns = PageClient.Open(app);
        await anns.SignInAsync("ann@example.com");
        (await anns.PostAsync("/sign-out")).StatusCode.Should().Be(HttpStatusCode.Redirect);

        using var stranger = PageClient.Open(app);
        for (var wrong = 1; wrong <= 6; wrong++)
            await MayAsync(stranger, "wrong password here");
        (await MayAsync(stranger)).Should().BeFalse();
        (await MayAsync(anns)).Should().BeTrue();

        (await anns.PostAsync("/sign-out")).StatusCode.Should().Be(HttpStatusCode.Redirect);
        for (var wrong = 1; wrong <= 5; wrong++)
            await MayAsync(anns, "wrong password here");
        (await MayAsync(anns)).Should().BeFalse("a browser that was stolen guesses no faster");
    }

    [Fact]
    public async Task Guesses_made_at_the_same_moment_all_count()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        var attempts = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(async _ =>
                {
                    using var browser = PageClient.Open(app);
                    return await MayAsync(browser, "wrong password here");
                })
        );
        attempts.Should().AllBeEquivalentTo(false);
        using var after = PageClient.Open(app);
        (await MayAsync(after)).Should().BeFalse();
        (await app.DbAsync(db => db.SignInAttempts.Select(a => a.Failures).SingleAsync())).Should().Be(13);
    }

    [Fact]
    public async Task Many_attempts_from_one_place_are_told_to_wait()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist);
        using var browser = PageClient.Open(app);
        var answers = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 21; attempt++)
        {
            using var answer = await browser.TrySignInAsync("nobody@example.com", "wrong password here");
            answers.Add(answer.StatusCode);
        }
        answers.Take(20).Should().AllBeEquivalentTo(HttpStatusCode.OK);
        answers[20].Should().Be(HttpStatusCode.TooManyRequests);
        using var another = await browser.TrySignInAsync("somebody@example.com", "wrong password here");
        another.StatusCode.Should().Be(HttpStatusCode.OK, "an office shares one address");
    }

    private static readonly (string ReturnUrl, string GoesTo)[] s_returnUrls =
    [
        ("/board?q=a", "/board?q=a"),
        ("/accounts/%E2%82%AC", "/accounts/%E2%82%AC"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\/evil.example", "/"),
        ("https:evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.example", "/"),
        ("~/board", "/"),
        ("%2f%2fevil.example", "/"),
        ("/%2f%2fevil.example", "/"),
        ("/%5cevil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/%09/evil.example", "/"),
        ("\t//evil.example", "/"),
        ("/board\r\nSet-Cookie: a=b", "/"),
    ];

    [Fact]
    public async Task Signing_in_leads_back_to_a_page_of_this_app_and_nowhere_else()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        foreach (var (returnUrl, goesTo) in s_returnUrls)
        {
            using var browser = PageClient.Open(app);
            using var answer = await browser.TrySignInAsync("ann@example.com", TestMembers.Password, returnUrl);
            answer.StatusCode.Should().Be(HttpStatusCode.Redirect, returnUrl);
            answer.Headers.Location!.OriginalString.Should().Be(goesTo, returnUrl);

            using var again = await browser.GetAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
            again.StatusCode.Should().Be(HttpStatusCode.Redirect, "somebody who is signed in needs no form");
            again.Headers.Location!.OriginalString.Should().Be(goesTo, returnUrl);
        }
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        using var browser = PageClient.Open(app);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["Input.Email"] = "ann@example.com", ["Input.Password"] = TestMembers.Password }
        );
        using var answer = await browser.Http.PostAsync("/sign-in", form);
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        await IsSignedInAsync(browser, false);
    }

    private static async Task<bool> MayAsync(PageClient browser, string password = TestMembers.Password)
    {
        using var answer = await browser.TrySignInAsync("ann@example.com", password);
        return answer.StatusCode is HttpStatusCode.Redirect;
    }

    private static async Task IsSignedInAsync(PageClient browser, bool expected)
    {
        using var answer = await browser.GetAsync("/sign-out");
        answer.StatusCode.Should().Be(expected ? HttpStatusCode.OK : HttpStatusCode.Redirect);
    }

    private static async Task<string> SummaryAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        var summary = html[html.IndexOf("data-error-summary", StringComparison.Ordinal)..];
        summary = summary[(summary.IndexOf("<div>", StringComparison.Ordinal) + "<div>".Length)..];
        return summary[..summary.IndexOf("</div>", StringComparison.Ordinal)];
    }

    /// <summary>The real hasher, counted.</summary>
    private sealed class PasswordChecks : PasswordHasher<SignInUser>
    {
        public int Count { get; set; }

        public override PasswordVerificationResult VerifyHashedPassword(SignInUser user, string hashedPassword, string providedPassword)
        {
            Count++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
