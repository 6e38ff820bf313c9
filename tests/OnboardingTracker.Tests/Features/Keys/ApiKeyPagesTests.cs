using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Keys;

public sealed class ApiKeyPagesTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_key_is_shown_once_works_as_its_role_and_is_out_once_revoked()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);
        (await admin.HtmlAsync("/api-keys")).Should().Contain("No keys yet");
        using var made = await admin.HtmxPostAsync("/api-keys/new", Fields(" billing sync ", "Specialist"));
        made.StatusCode.Should().Be(HttpStatusCode.OK);
        var key = Regex.Match(await made.Content.ReadAsStringAsync(), @"ot_[\w-]{43}").Value;

        using var client = app.ApiClient(key);
        (await client.GetAsync("/api/v1/accounts")).StatusCode.Should().Be(HttpStatusCode.OK);
        var page = await admin.HtmlAsync("/api-keys");
        page.Should().Contain("billing sync").And.Contain(key[..9]).And.NotContain(key, "it is shown once").And.NotContain("Never");
        var stored = await app.DbAsync(db => db.ApiKeys.SingleAsync());
        (stored.Name, stored.Role, stored.CreatedBy.ToString()).Should().Be(("billing sync", Role.Specialist, "user:admin@example.com"));

        var revoke = $"/api-keys/{stored.Id}/revoke";
        (await admin.HtmlAsync(revoke)).Should().Contain("Revoke billing sync?");
        using var revoked = await admin.PostAsync(revoke);
        revoked.Headers.Location!.OriginalString.Should().Be("/api-keys");
        (await client.GetAsync("/api/v1/accounts")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await admin.HtmlAsync("/api-keys")).Should().Contain("No live keys").And.Contain("billing sync");
        (await admin.GetAsync(revoke)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        using var twice = await admin.PostAsync(revoke, from: "/api-keys/new");
        twice.StatusCode.Should().Be(HttpStatusCode.Redirect);

        (await app.DbAsync(db => db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action + " " + e.Subject).ToListAsync()))
            .Should()
            .Equal("API key created billing sync", "API key revoked billing sync");
        (await app.DbAsync(db => db.AuditEntries.OrderBy(e => e.Id).FirstAsync())).Values["role"].Should().Equal(null, "specialist");
    }

    private static readonly (string Name, string Role, string Reason)[] s_refused =
    [
        ("", "Admin", "Name the system"),
        ("sync", "", "Choose a role."),
        ("sync", "king", "king"),
        ("BOOTSTRAP", "Admin", "was named"),
        ("Taken", "Admin", "was named"),
        ("a\tb", "Admin", "Use letters"),
    ];

    [Fact]
    public async Task A_key_that_cannot_be_made_says_why_and_keeps_what_was_typed()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);
        (await admin.PostAsync("/api-keys/new", Fields("taken", "Revenue"))).StatusCode.Should().Be(HttpStatusCode.OK);
        foreach (var (name, role, reason) in s_refused)
        {
            using var refused = await admin.PostAsync("/api-keys/new", Fields(name, role));
            refused.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity, reason);
            var page = await refused.Content.ReadAsStringAsync();
            page.Should().Contain(reason).And.NotMatchRegex(@"ot_[\w-]{43}");
            if (name == "sync")
                page.Should().Contain("value=\"sync\"");
        }
        (await app.DbAsync(db => db.ApiKeys.CountAsync())).Should().Be(1);
    }

    private static Dictionary<string, string> Fields(string name, string role) => new() { ["Name"] = name, ["Role"] = role };
}
