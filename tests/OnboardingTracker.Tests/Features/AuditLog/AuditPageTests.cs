using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.AuditLog;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.AuditLog;

public sealed class AuditPageTests(TestPostgres postgres)
{
    [Fact]
    public async Task Changes_are_read_newest_first_page_by_page_in_both_directions()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);
        (await admin.HtmlAsync("/audit")).Should().Contain("Nothing has been changed yet");
        await AddAsync(app, [.. Enumerable.Range(1, 120).Select(i => Entry($"subject-{i:000}"))]);

        var first = await admin.HtmlAsync("/audit");
        SubjectsOf(first).Should().Equal(Enumerable.Range(71, 50).Reverse());
        var second = await admin.HtmlAsync(LinkOf(first, "next"));
        SubjectsOf(second).Should().Equal(Enumerable.Range(21, 50).Reverse());
        await AddAsync(app, Entry("subject-121"));
        var third = await admin.HtmlAsync(LinkOf(second, "next"));
        SubjectsOf(third).Should().Equal(Enumerable.Range(1, 20).Reverse());
        third.Should().NotContain("rel=\"next\"");
        SubjectsOf(await admin.HtmlAsync(LinkOf(third, "prev"))).Should().Equal(Enumerable.Range(21, 50).Reverse());
        var back = await admin.HtmlAsync(LinkOf(second, "prev"));
        SubjectsOf(back).Should().Equal(Enumerable.Range(71, 50).Reverse(), "what was written meanwhile shifts nothing");
        SubjectsOf(await admin.HtmlAsync(LinkOf(back, "prev"))).Should().Equal(121);
    }

    private static readonly (string Query, string Found)[] s_filters =
    [
        ("q=magda", "2"),
        ("q=nowak", "2"),
        ("q=IMPORT", "3"),
        ("q=abc", "1"),
        ("q=a_c", ""),
        ("action=member+added", "1"),
        ("actor=magda", "2"),
        ("actor=Nowak", "2"),
        ("actor=billing", "3"),
        ("actor=api:", "3"),
        ("subject=FINAL", "2"),
        ("subject=100%25", "3"),
        ("subject=%25", "3"),
        ("subject=a_c", ""),
        ("subject=ab%00c", "1"),
        ("from=2026-02-27", "3,2"),
        ("to=2026-02-27", "2,1"),
        ("from=2026-02-27&to=2026-02-27", "2"),
        ("to=9999-12-31", "3,2,1"),
        ("actor=magda&action=member+added", ""),
    ];

    [Fact]
    public async Task The_filter_finds()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);
        await app.AddMemberAsync(Role.Lead, "magda@example.com", "Magda Nowak");
        await app.DbAsync(db =>
        {
            // A day of the team is not one of UTC: 23:30 there is 22:30 here in winter.
            db.PolicyVersions.Add(
                new PolicyVersion
                {
                    Version = 1,
                    Policy = new Policy { TimeZone = "Europe/Berlin" },
                    ChangedBy = Actor.User("magda@example.com"),
                }
            );
            return db.SaveChangesAsync();
        });
        await AddAsync(app, Entry("abc", "member added", "user:admin@example.com", "2026-02-26T22:59:59Z"));
        await AddAsync(app, Entry("final-outreach-due", "playbook switched", "user:magda@example.com", "2026-02-26T23:00:00Z"));
        await AddAsync(app, Entry("100% of it", "import finished", "api:billing sync", "2026-02-27T23:00:00Z"));
        foreach (var (query, found) in s_filters)
        {
            var page = await admin.HtmlAsync("/audit?" + query);
            string.Join(',', Regex.Matches(page, "id=\"entry-(\\d+)\"").Select(match => match.Groups[1].Value)).Should().Be(found, query);
            page.Contains("Nothing matches", StringComparison.Ordinal).Should().Be(found.Length == 0, query);
        }
    }

    [Fact]
    public async Task Values_are_shown_old_to_new_and_cannot_bring_markup()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);
        await AddAsync(
            app,
            new AuditEntry
            {
                At = app.Clock.GetUtcNow(),
                Actor = Actor.User("admin@example.com"),
                Action = "policy changed",
                Subject = "<b>policy",
                Values = new Dictionary<string, string?[]>
                {
                    ["finalOutreachDaysBefore"] = ["10", "14"],
                    ["surveyReleased"] = ["false", "true"],
                    ["name"] = [null, "<script>"],
                },
            }
        );
        var page = await admin.HtmlAsync("/audit");
        page.Should().Contain("Final outreach days before").And.MatchRegex("10</s>.*14</b>").And.MatchRegex("no</s>.*yes</b>");
        page.Should().Contain("&lt;script&gt;").And.Contain("&lt;b&gt;policy").And.NotContain("<b>policy");

        using var file = await admin.GetAsync("/audit?handler=Csv&subject=policy");
        file.Content.Headers.ContentType!.MediaType.Should().Be("text/csv");
        (await file.Content.ReadAsStringAsync())
            .Should()
            .Contain("at,actor,action,subject,values")
            .And.Contain("user:admin@example.com,policy changed");
    }

    [Theory]
    [InlineData("from=2026-03-02&to=2026-03-01", "The last day is before the first.")]
    [InlineData("from=yesterday", "yesterday")]
    public async Task Days_that_cannot_be_are_pointed_out(string query, string problem)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);
        (await admin.HtmlAsync("/audit?" + query)).Should().MatchRegex($"field-error[\\s\\S]*{problem}");
        using var file = await admin.GetAsync("/audit?handler=Csv&from=yesterday");
        file.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public void Names_and_values_are_said_in_words()
    {
        AuditWords.OfName("finalOutreachDaysBefore").Should().Be("Final outreach days before");
        AuditWords.OfAction("API key created").Should().Be("API key created");
        AuditWords.OfValue(null).Should().Be("nothing");
    }

    private static AuditEntry Entry(string subject, string action = "tested", string actor = "user:admin@example.com", string? at = null) =>
        new()
        {
            At = at is null ? TrackerStart : DateTimeOffset.Parse(at, CultureInfo.InvariantCulture),
            Actor = Actor.Parse(actor),
            Action = action,
            Subject = subject,
        };

    private static DateTimeOffset TrackerStart { get; } = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static Task<int> AddAsync(TrackerApp app, params AuditEntry[] entries) =>
        app.DbAsync(db =>
        {
            db.AuditEntries.AddRange(entries);
            return db.SaveChangesAsync();
        });

    private static IEnumerable<int> SubjectsOf(string page) =>
        Regex.Matches(page, "subject-(\\d+)<").Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    private static string LinkOf(string page, string rel) =>
        WebUtility.HtmlDecode(Regex.Match(page, $"href=\"(/audit[^\"]*)\" rel=\"{rel}\"").Groups[1].Value);
}
