using System.Net;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.AuditLog;

public sealed class AuditLogPageTests(TestPostgres postgres)
{
    [Fact]
    public async Task An_admin_pages_through_the_log_and_filters_it_and_others_may_not()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.DbAsync(async db =>
        {
            for (var i = 1; i <= 60; i++)
                db.AuditEntries.Add(
                    new AuditEntry
                    {
                        At = new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero).AddHours(i),
                        Actor = Actor.User(i == 7 ? "magda_s@example.com" : "ann@example.com"),
                        Action = i == 9 ? "playbook switched off" : "policy changed",
                        Subject = i == 9 ? "new-lead" : $"subject-{i:00}",
                        Values = new Dictionary<string, string?[]> { ["finalOutreachDaysBefore"] = [$"{i}", "<b>12</b>"] },
                    }
                );
            return await db.SaveChangesAsync();
        });
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);

        var first = await admin.HtmlAsync("/audit");
        first.Should().Contain("subject-60").And.Contain("subject-11").And.NotContain("subject-10").And.Contain("&lt;b&gt;12&lt;/b&gt;");
        var next = System.Text.RegularExpressions.Regex.Match(first, "href=\"(/audit\\?before=\\d+)\"").Groups[1].Value;
        (await admin.HtmlAsync(next)).Should().Contain("subject-10").And.Contain("subject-01").And.NotContain("subject-11");

        (await admin.HtmlAsync("/audit?q=NEW-lead")).Should().Contain("Playbook switched off").And.NotContain("subject-60");
        (await admin.HtmlAsync("/audit?q=magda_s"))
            .Should()
            .Contain("subject-07")
            .And.NotContain("subject-08", "an underscore stands for itself");
        (await admin.HtmlAsync("/audit?from=2026-02-02&to=2026-02-02"))
            .Should()
            .Contain("subject-12")
            .And.NotContain("subject-11")
            .And.NotContain("subject-36");
        (await admin.HtmlAsync("/audit?q=nobody-at-all")).Should().Contain("Nothing matches");
        (await admin.HtmlAsync("/audit?from=nonsense&before=x")).Should().Contain("subject-60", "what is no day filters nothing");

        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        (await lead.GetAsync("/audit")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }
}
