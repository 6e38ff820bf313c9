using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Concurrency;

namespace OnboardingTracker.Tests.Data.Notices;

/// <summary>One mail a morning, each person's own morning, with what they have not read.</summary>
public sealed class DigestTests(TestPostgres postgres)
{
    private static readonly IReadOnlyDictionary<string, string> s_mail = new Dictionary<string, string>
    {
        ["Mail:Smtp:Host"] = "127.0.0.1",
        ["Mail:Smtp:From"] = "onboarding@team.example",
    };

    [Fact]
    public async Task What_is_unread_by_the_morning_goes_in_one_mail_and_what_was_read_is_left_out()
    {
        await using var app = await TrackerApp.StartAsync(postgres, s_mail);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        await app.TellAsync(ann.Id, Task("one"));
        await app.TellAsync(ann.Id, Task("two"));
        await app.TellAsync(ann.Id, Task("three"));
        await ReadAsync(app, "two");
        app.Clock.SetUtcNow(At("2026-03-02T07:59:59"));
        (await WriteAsync(app)).Should().Be(0);

        app.Clock.SetUtcNow(At("2026-03-02T08:00:00"));
        (await WriteAsync(app)).Should().Be(1);
        (await WriteAsync(app)).Should().Be(0);

        var mail = await app.DbAsync(db => db.OutgoingMails.SingleAsync());
        (mail.Kind, mail.FormKey, mail.Subject)
            .Should()
            .Be((OutgoingMailKind.Digest, $"digest:{ann.Id}:2026-03-02", "This morning: 2 notices"));
        mail.Text.Should().Contain("one").And.Contain("three").And.NotContain("two");
        (await app.NoticesAsync()).Select(n => n.Mail).Should().Equal(NoticeMailState.Mailed, NoticeMailState.None, NoticeMailState.Mailed);
    }

    [Fact]
    public async Task Nothing_unread_is_no_mail_and_what_comes_after_the_morning_waits_for_the_next()
    {
        await using var app = await TrackerApp.StartAsync(postgres, s_mail);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        await app.TellAsync(ann.Id, Task("read"));
        await ReadAsync(app, "read");
        app.Clock.SetUtcNow(At("2026-03-02T08:00:01"));
        await app.TellAsync(ann.Id, Task("late"));

        (await WriteAsync(app)).Should().Be(0);
        app.Clock.SetUtcNow(At("2026-03-03T07:00:00"));
        (await WriteAsync(app)).Should().Be(0);
        app.Clock.SetUtcNow(At("2026-03-03T11:00:00"));
        (await WriteAsync(app)).Should().Be(1, "late, as after an outage, is better than not at all");

        (await app.DbAsync(db => db.OutgoingMails.SingleAsync())).Subject.Should().Be("This morning: Your task: late");
    }

    /// <summary>Told the day before at noon, UTC; looked at every quarter of an hour, for two days.</summary>
    public static TheoryData<string, int, string, string> Mornings =>
        new()
        {
            // zone, hour, the day in UTC, when the mail is written, in UTC
            { "UTC", 8, "2026-03-02", "2026-03-02T08:00" },
            { "America/Los_Angeles", 8, "2026-03-02", "2026-03-01T16:00" },
            { "Asia/Kathmandu", 8, "2026-03-02", "2026-03-02T02:15" },
            { "Pacific/Kiritimati", 8, "2026-03-02", "2026-03-01T18:00" },
            { "Europe/Berlin", 0, "2026-03-02", "2026-03-01T23:00" },
            // The clocks go forward: two o'clock does not come, and three does at once.
            { "Europe/Berlin", 2, "2026-03-29", "2026-03-29T01:00" },
            { "America/New_York", 2, "2026-03-08", "2026-03-08T07:00" },
            { "Europe/Berlin", 8, "2026-03-29", "2026-03-29T06:00" },
            // The clocks go back: two o'clock comes twice, and the first counts.
            { "Europe/Berlin", 2, "2026-10-25", "2026-10-25T00:00" },
            { "America/New_York", 1, "2026-11-01", "2026-11-01T05:00" },
        };

    [Theory]
    [MemberData(nameof(Mornings))]
    public async Task Each_morning_is_the_person_s_own_and_comes_once(string zone, int hour, string day, string written)
    {
        await using var app = await TrackerApp.StartAsync(postgres, s_mail);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        await app.DbAsync(db =>
        {
            db.DigestSettings.Add(
                new DigestSettings
                {
                    MemberId = ann.Id,
                    Hour = hour,
                    TimeZone = zone,
                }
            );
            return db.SaveChangesAsync();
        });
        app.Clock.SetUtcNow(At(day + "T12:00").AddDays(-1));
        await app.TellAsync(ann.Id, Task("one"));

        var mornings = new List<string>();
        for (var quarter = 0; quarter < 4 * 48; quarter++)
        {
            if (await WriteAsync(app) > 0)
            {
                mornings.Add(app.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
                // Told again within the same morning: it must wait for the next day.
                await app.TellAsync(ann.Id, Task("two"));
            }
            app.Clock.Advance(TimeSpan.FromMinutes(15));
        }

        mornings[0].Should().Be(written);
        mornings.Should().HaveCountLessThanOrEqualTo(2);
        var keys = await app.DbAsync(db => db.OutgoingMails.OrderBy(m => m.Id).Select(m => m.FormKey).ToListAsync());
        keys.Should().OnlyHaveUniqueItems().And.HaveCount(mornings.Count);
    }

    [Fact]
    public async Task Killed_before_the_end_and_done_again_by_two_at_once_a_morning_has_one_digest()
    {
        await using var app = await TrackerApp.StartAsync(postgres, s_mail);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        await app.TellAsync(ann.Id, Task("one"));
        var morning = At("2026-03-02T08:00");
        foreach (var table in new[] { "outgoing_mails", "notices" })
        {
            await using var obstacle = await Obstacle.AtTableAsync(app.ConnectionString, table);
            using var worker = WorkerProcess.Start(app.ConnectionString, morning, "digests");
            await obstacle.WaitUntilReachedAsync();
            await worker.KillAsync();
        }
        (await app.DbAsync(db => db.OutgoingMails.CountAsync())).Should().Be(0, "nothing of it was committed");

        using (var one = WorkerProcess.Start(app.ConnectionString, morning, "digests"))
        using (var two = WorkerProcess.Start(app.ConnectionString, morning, "digests"))
            new[] { await one.EndAsync(), await two.EndAsync() }.Should().BeEquivalentTo("1", "0");

        (await app.DbAsync(db => db.OutgoingMails.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Two_processes_that_tell_the_same_tell_it_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres, s_mail);
        var ann = await app.AddMemberAsync(Role.Specialist, "ann@example.com");
        string[] tell = ["tell", ann.Id.ToString(CultureInfo.InvariantCulture), "note-1"];
        await using (var obstacle = await Obstacle.AtTableAsync(app.ConnectionString, "notices"))
        {
            using var one = WorkerProcess.Start(app.ConnectionString, app.Clock.GetUtcNow(), tell);
            using var two = WorkerProcess.Start(app.ConnectionString, app.Clock.GetUtcNow(), tell);
            await obstacle.WaitUntilReachedAsync(2);
            await obstacle.DisposeAsync();
            await one.EndAsync();
            await two.EndAsync();
        }

        (await app.NoticesAsync()).Should().HaveCount(1);
        (await app.DbAsync(db => db.OutgoingMails.CountAsync())).Should().Be(1);
    }

    private static Task<int> WriteAsync(TrackerApp app) =>
        app.WithAsync(services => services.GetRequiredService<Digests>().WriteDueAsync());

    private static Task<int> ReadAsync(TrackerApp app, string key) =>
        app.DbAsync(db => db.Notices.Where(n => n.Key == key).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, app.Clock.GetUtcNow())));

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static NoticeToTell Task(string key) =>
        new()
        {
            Kind = NoticeKind.TaskAssigned,
            Key = key,
            Title = $"Your task: {key}",
            Link = "/tasks/1",
        };
}
