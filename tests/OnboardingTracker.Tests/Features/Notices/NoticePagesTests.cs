using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Notices;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Notices;

namespace OnboardingTracker.Tests.Features.Notices;

public sealed class NoticePagesTests(TestPostgres postgres)
{
    private const string Ann = "ann@example.com";

    [Fact]
    public async Task The_bell_counts_what_is_unread_on_every_page_and_no_further_than_99()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist, Ann);
        (await ann.HtmlAsync("/board")).Should().Contain("aria-label=\"Notices\"");

        await TellAsync(app, 3);
        (await ann.HtmlAsync("/board")).Should().Contain("aria-label=\"Notices, 3 unread\"");
        await TellAsync(app, 120);

        (await ann.HtmlAsync("/")).Should().Contain("aria-label=\"Notices, 99&#x2B; unread\"");
        (await ann.HtmlAsync("/notices?handler=Bell")).Should().Contain("99&#x2B;").And.NotContain("<html");
    }

    [Fact]
    public async Task Opening_one_marks_it_as_read_and_leads_to_what_it_is_about_and_is_nobody_else_s()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist, Ann);
        using var bo = await PageClient.SignedInAsync(app, Role.Admin, "bo@example.com");
        await TellAsync(app, 1);
        var notice = (await app.NoticesAsync()).Single();

        using (var other = await bo.GetAsync($"/notices/{notice.Id}"))
            other.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await bo.HtmlAsync("/notices")).Should().NotContain("Your task");
        using (var ahead = new HttpRequestMessage(HttpMethod.Get, $"/notices/{notice.Id}"))
        {
            ahead.Headers.Add("Sec-Purpose", "prefetch");
            (await ann.Http.SendAsync(ahead)).Dispose();
        }
        (await app.NoticesAsync()).Single().ReadAt.Should().BeNull();
        using var opened = await ann.GetAsync($"/notices/{notice.Id}");

        opened.Headers.Location!.OriginalString.Should().Be("/tasks/1");
        (await app.NoticesAsync()).Single().ReadAt.Should().NotBeNull();
        (await ann.HtmlAsync("/notices")).Should().Contain("Your task 1").And.NotContain(">Unread<");
    }

    [Fact]
    public async Task The_list_goes_on_page_by_page_and_unread_alone()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist, Ann);
        (await ann.HtmlAsync("/notices")).Should().Contain("Nothing to tell you yet");
        await TellAsync(app, 120);

        var first = await ann.HtmlAsync("/notices");
        Titles(first).Should().HaveCount(50).And.StartWith("Your task 120").And.EndWith("Your task 71");
        var ids = (await app.NoticesAsync()).ConvertAll(n => n.Id);
        var second = await ann.HtmlAsync($"/notices?before={ids[70]}");
        Titles(second).Should().HaveCount(50).And.StartWith("Your task 70");
        Titles(await ann.HtmlAsync($"/notices?before={ids[20]}")).Should().HaveCount(20);
        Titles(await ann.HtmlAsync($"/notices?after={ids[69]}")).Should().Equal(Titles(first));

        await app.DbAsync(db =>
            db.Notices.Where(n => n.Id > ids[4]).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, x => x.CreatedAt))
        );
        Titles(await ann.HtmlAsync("/notices?show=unread")).Should().HaveCount(5);
    }

    [Fact]
    public async Task All_that_was_seen_is_marked_as_read_and_what_came_since_is_not()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist, Ann);
        await TellAsync(app, 3);
        var seen = (await app.NoticesAsync())[1].Id;

        using var answer = await ann.PostAsync(
            "/notices?handler=Read",
            new() { ["upTo"] = $"{seen}", ["returnUrl"] = "https://evil.example/" }
        );

        answer.Headers.Location!.OriginalString.Should().Be("/");
        (await app.NoticesAsync()).Select(n => n.ReadAt is null).Should().Equal(false, false, true);
    }

    [Fact]
    public async Task The_menu_under_the_bell_shows_the_last_ones()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist, Ann);
        await TellAsync(app, 12);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/notices");
        request.Headers.Add("HX-Request", "true");
        request.Headers.Add("HX-Target", "editor");
        using var answer = await ann.Http.SendAsync(request);
        var menu = await answer.Content.ReadAsStringAsync();

        menu.Should().NotContain("<html").And.Contain("Your task 12").And.Contain("Your task 5").And.NotContain("Your task 4<");
    }

    [Fact]
    public async Task Open_pages_hear_of_it_with_the_commit()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await app.AddMemberAsync(Role.Specialist, Ann);
        await using var replica = new NpgsqlConnection(app.ConnectionString);
        await replica.OpenAsync();
        await using (var listen = new NpgsqlCommand($"listen {LiveChannel.Name}", replica))
            await listen.ExecuteNonQueryAsync();
        var heard = new List<string>();
        replica.Notification += (_, said) => heard.Add(said.Payload);

        await TellAsync(app, 1);
        await replica.WaitAsync(TimeSpan.FromSeconds(60));

        heard.Should().Equal($"{NoticeBoard.Topic} {ann.Id}");
    }

    [Fact]
    public async Task People_choose_by_kind_and_say_when_their_morning_is()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist, Ann);
        var page = await ann.HtmlAsync("/profile/notices");
        page.Should().Contain("No mail server is set").And.Contain("Somebody mentions you").And.NotContain("A source falls silent");

        using (var bad = await ann.PostAsync("/profile/notices", Choices(("TimeZone", "Europe/Atlantis"), ("Hour", "7"))))
        {
            bad.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
            (await bad.Content.ReadAsStringAsync()).Should().Contain("There is no such time zone").And.Contain("Europe/Atlantis");
        }
        using (var late = await ann.PostAsync("/profile/notices", Choices(("Hour", "24"))))
            late.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await app.DbAsync(db => db.NoticeChoices.CountAsync())).Should().Be(0);
        using (var saved = await ann.PostAsync("/profile/notices", Choices(("TimeZone", "Europe/Berlin"), ("Hour", "7"))))
            saved.StatusCode.Should().Be(HttpStatusCode.Redirect);

        var choices = await app.DbAsync(db => db.NoticeChoices.OrderBy(c => c.Kind).ToListAsync());
        choices.Should().NotContain(c => c.Kind == NoticeKind.Mention, "it is as usual");
        choices.Single(c => c.Kind == NoticeKind.TaskAssigned).Should().BeEquivalentTo(new { InApp = false, Mail = NoticeMail.AtOnce });
        choices.Single(c => c.Kind == NoticeKind.Alert).Mail.Should().Be(NoticeMail.Never, "nonsense is taken as never");
        (await app.DbAsync(db => db.DigestSettings.SingleAsync())).Should().BeEquivalentTo(new { Hour = 7, TimeZone = "Europe/Berlin" });
        (await ann.HtmlAsync("/profile/notices")).Should().Contain("value=\"Europe/Berlin\"");
        (await ann.HtmlAsync("/profile")).Should().Contain("/profile/notices");

        using (var usual = await ann.PostManyAsync("/profile/notices", Usual()))
            usual.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await app.DbAsync(db => db.NoticeChoices.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task Old_ones_that_were_read_are_dropped_and_unread_ones_stay()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist, Ann);
        await TellAsync(app, 2);
        await app.DbAsync(db =>
            db.Notices.Where(n => n.Key == "task 1").ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, x => x.CreatedAt))
        );
        app.Clock.Advance(TimeSpan.FromDays(DropOldNoticesJob.DaysKept));
        (await DropAsync(app)).Should().Be(0);
        app.Clock.Advance(TimeSpan.FromSeconds(1));

        (await DropAsync(app)).Should().Be(1);
        (await DropAsync(app)).Should().Be(0);

        (await app.NoticesAsync()).Select(n => n.Key).Should().Equal("task 2");
    }

    private static Task<int> DropAsync(TrackerApp app) =>
        app.WithAsync(services => services.GetRequiredService<DropOldNoticesJob>().RunAsync(CancellationToken.None));

    private static Dictionary<string, string> Choices(params (string Name, string Value)[] more)
    {
        var fields = new Dictionary<string, string>
        {
            ["app"] = "mention",
            ["mail.mention"] = "atOnce",
            ["mail.taskAssigned"] = "atOnce",
            ["mail.alert"] = "hourly",
        };
        foreach (var (name, value) in more)
            fields[name] = value;
        return fields;
    }

    private static List<KeyValuePair<string, string>> Usual() =>
        [
            .. NoticeRules
                .For(Role.Specialist)
                .SelectMany(rule =>
                    new KeyValuePair<string, string>[]
                    {
                        new("app", Code(rule.Kind)),
                        new($"mail.{Code(rule.Kind)}", Code(rule.Usual.Mail)),
                    }
                ),
            new("Hour", "8"),
        ];

    private static string Code<T>(T value)
        where T : struct, Enum => OnboardingTracker.Domain.Accounts.AccountDetails.Code(value);

    private static async Task TellAsync(TrackerApp app, int upTo)
    {
        var ann = await app.DbAsync(db => db.Members.SingleAsync(m => m.Email == Ann));
        for (var i = 1; i <= upTo; i++)
            await app.TellAsync(
                ann.Id,
                new NoticeToTell
                {
                    Kind = NoticeKind.TaskAssigned,
                    Key = $"task {i}",
                    Title = $"Your task {i}",
                    Link = $"/tasks/{i}",
                }
            );
    }

    private static List<string> Titles(string html) =>
        [.. System.Text.RegularExpressions.Regex.Matches(html, "data-open>([^<]*)<").Select(match => match.Groups[1].Value)];
}
