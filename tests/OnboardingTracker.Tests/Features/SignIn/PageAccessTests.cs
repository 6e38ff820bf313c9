using System.Net;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.SignIn;

/// <summary>Who may open and post what: the table of roles for these pages.</summary>
public sealed class PageAccessTests(TestPostgres postgres)
{
    private const string Everybody = "specialist revenue lead admin";
    private const string Workers = "specialist lead admin";
    private const string Leads = "lead admin";
    private const string Admins = "admin";

    private static readonly (string Path, string May)[] s_gets =
    [
        ("/profile", Everybody),
        ("/profile/notices", Everybody),
        ("/notices", Everybody),
        ("/notices?handler=Bell", Everybody),
        ("/policy", Everybody),
        ("/policy/history", Everybody),
        ("/payment-risk", Everybody),
        ("/payment-risk/changes", Everybody),
        ("/payment-risk.csv", Everybody),
        ("/dashboard", Everybody),
        ("/dashboard/time", Everybody),
        ("/dashboard/retention", Everybody),
        ("/dashboard/planned", Everybody),
        ("/dashboard/load", Everybody),
        ("/dashboard/playbooks", Everybody),
        ("/dashboard/flow", Everybody),
        ("/team", Leads),
        ("/team/new", Leads),
        ("/team/{someone}", Leads),
        ("/team/{someone}/deactivate", Leads),
        ("/team/{someone}/link", Admins),
        ("/api-keys", Admins),
        ("/api-keys/new", Admins),
        ("/audit", Admins),
        ("/audit?handler=Csv", Admins),
        ("/hangfire", Admins),
        ("/integrations", Admins),
        ("/integrations/stripe", Admins),
        ("/integrations/stripe/replay", Admins),
        ("/signals/unmatched", Workers),
        ("/misfits", Workers),
        ("/segments/legacy", Workers),
        ("/tasks", Everybody),
        ("/accounts/pick?Account=acme", Workers),
        ("/hand-offs", Everybody),
    ];

    /// <summary>Posted empty: who may gets anything but 403.</summary>
    private static readonly (string Path, string May)[] s_posts =
    [
        ("/profile?handler=Name", Everybody),
        ("/profile?handler=Password", Everybody),
        ("/profile/notices", Everybody),
        ("/notices?handler=Read&upTo=0", Everybody),
        ("/payment-risk/undo", Everybody),
        ("/accounts/risk", Everybody),
        ("/policy?handler=Preview", Leads),
        ("/policy?handler=Edit", Leads),
        ("/team/new", Leads),
        ("/team/{someone}", Leads),
        ("/team/{someone}/link", Admins),
        ("/team?handler=Presence&id=0", Leads),
        ("/team?handler=Reactivate&id=0", Leads),
        ("/api-keys/new", Admins),
        ("/api-keys/0/revoke", Admins),
        ("/integrations?handler=Test", Admins),
        ("/integrations?handler=Mailbox", Admins),
        ("/integrations?handler=Smtp", Admins),
        ("/integrations?handler=SmtpMail", Admins),
        ("/templates?handler=Preview", Leads),
        ("/integrations/stripe/replay", Admins),
        ("/signals/0?handler=Replay", Admins),
        ("/signals/0/correct", Workers),
        ("/signals/0/assign", Workers),
        ("/signals/unmatched?handler=Dismiss", Workers),
        ("/misfits?kind=noOwner&handler=Repair", Workers),
        ("/misfits?kind=noOwner&handler=Leave", Workers),
        ("/misfits?handler=Deal", Workers),
        ("/segments/legacy?handler=TakeOut", Workers),
        ("/segments/legacy?handler=TakeOutFinished", Workers),
        ("/accounts/0/log?what=call", Workers),
        ("/accounts/0/merge", Leads),
        ("/accounts/0/contacts/0/erase", Admins),
        ("/accounts/0/tasks/new", Workers),
        ("/accounts/0/notes/new", Workers),
        ("/accounts/0/notes/new?handler=Preview", Workers),
        ("/accounts/0/checklist/bill", Workers),
        ("/notes/0", Workers),
        ("/notes/0?handler=Pin", Workers),
        ("/notes/0?handler=Withdraw", Workers),
        ("/tasks/0", Workers),
        ("/tasks/0?handler=Done", Workers),
        ("/tasks/change?handler=Done", Workers),
        ("/tasks/change?handler=Open", Workers),
        ("/tasks/change?handler=Undo", Workers),
        ("/tasks/snooze", Workers),
        ("/tasks/snooze?handler=Ask", Workers),
        ("/tasks/assign", Workers),
        ("/tasks/assign?handler=Ask", Workers),
        ("/accounts/0/hand-off", Workers),
        ("/hand-offs/0?handler=Accept", Workers),
    ];

    [Fact]
    public async Task Each_role_opens_its_pages_and_no_others()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var someone = await app.AddMemberAsync(Role.Specialist, "someone@example.com");
        using var stranger = PageClient.Open(app);
        foreach (var (path, _) in s_gets)
        {
            using var answer = await stranger.GetAsync(For(path, someone));
            answer.StatusCode.Should().Be(HttpStatusCode.Redirect, path);
            answer.Headers.Location!.OriginalString.Should().StartWith("/sign-in?returnUrl=", path);
        }
        foreach (var role in Enum.GetValues<Role>())
        {
            using var browser = await PageClient.SignedInAsync(app, role);
            foreach (var (path, may) in s_gets)
            {
                using var answer = await browser.GetAsync(For(path, someone));
                answer.StatusCode.Should().Be(May(may, role) ? HttpStatusCode.OK : HttpStatusCode.Forbidden, $"{role} {path}");
            }
            foreach (var (path, may) in s_posts)
            {
                using var answer = await browser.PostAsync(For(path, someone), from: "/profile");
                (answer.StatusCode != HttpStatusCode.Forbidden).Should().Be(May(may, role), $"{role} {path} {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task No_form_is_taken_without_the_token_of_its_page()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var someone = await app.AddMemberAsync(Role.Specialist, "someone@example.com");
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);
        foreach (
            var path in s_posts
                .Select(post => post.Path)
                .Concat([
                    "/sign-out",
                    "/sign-in",
                    "/sign-in?handler=Demo",
                    "/set-up",
                    "/invite",
                    "/theme",
                    "/profile?handler=SignOutOthers",
                ])
                .Concat(["/policy?handler=Save", "/team/{someone}/deactivate"])
        )
        {
            using var nothing = new FormUrlEncodedContent([]);
            using var answer = await admin.Http.PostAsync(For(path, someone), nothing);
            answer.StatusCode.Should().Be(HttpStatusCode.BadRequest, path);
        }
        (await admin.GetAsync("/profile")).StatusCode.Should().Be(HttpStatusCode.OK, "nobody was signed out by it");
    }

    private static string For(string path, Member someone) =>
        path.Replace("{someone}", someone.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static bool May(string roles, Role role) => roles.Split(' ').Contains(role.ToString(), StringComparer.OrdinalIgnoreCase);
}
