using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Concurrency;

namespace OnboardingTracker.Tests.Features.Signals.Email;

/// <summary>
/// A process that is killed anywhere between the wish to write and our note that the server has the mail: either nothing happened, or
/// the mail goes out, and whatever goes out more than once has one Message-ID.
/// </summary>
public sealed class KilledOutboxTests(TestPostgres postgres)
{
    /// <summary>What it wants to write next, before the commit.</summary>
    [Theory]
    [InlineData("lock account")]
    [InlineData("outgoing_mails")]
    [InlineData("signals")]
    [InlineData("transitions")]
    public async Task Killed_before_the_commit_nothing_was_written_and_nothing_is_sent(string at)
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        await using (
            var obstacle = at.StartsWith("lock", StringComparison.Ordinal)
                ? await Obstacle.AtLockAsync(world.App.ConnectionString, AccountStory.LockOf(acme))
                : await Obstacle.AtTableAsync(world.App.ConnectionString, at)
        )
        {
            using var writer = Start(world, smtp, "mail", Id(acme));
            await obstacle.WaitUntilReachedAsync();
            await writer.KillAsync();
        }
        await SweepAsync(world, smtp);

        smtp.Taken.Should().BeEmpty();
        (await world.App.DbAsync(db => db.OutgoingMails.CountAsync())).Should().Be(0);
        (await world.StageAsync(acme)).Should().Be(StageCodes.NewAccount);

        await RunAsync(world, smtp, "mail", Id(acme));
        await SweepAsync(world, smtp);
        smtp.Taken.Should().ContainSingle("the form is sent again by who saw it fail");
        (await world.StageAsync(acme)).Should().Be(StageCodes.OnboardingInitiated);
    }

    /// <summary>How far the talk with the server was; "taken": the server has the mail, and has not said so yet.</summary>
    [Theory]
    [InlineData("greeting", 0)]
    [InlineData("EHLO", 0)]
    [InlineData("MAIL", 0)]
    [InlineData("RCPT", 0)]
    [InlineData("DATA", 0)]
    [InlineData("taken", 1)]
    public async Task Killed_while_it_talks_to_the_server_the_mail_goes_out_with_the_Message_ID_it_always_had(string at, int before)
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        var mail = await QueuedAsync(world, smtp, acme);
        var (reached, hold) = (new TaskCompletionSource(), new TaskCompletionSource());
        smtp.At = async step =>
        {
            if (step != at)
                return;
            reached.TrySetResult();
            await hold.Task;
        };
        using (var sender = Start(world, smtp, "send", Id(mail.Id)))
        {
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await sender.KillAsync();
        }
        smtp.At = _ => Task.CompletedTask;
        hold.SetResult();
        smtp.Taken.Should().HaveCount(before);

        await SentOnceMoreAsync(world, smtp, acme, mail, before + 1);
    }

    /// <summary>The server has said that it has the mail; we have not written that down.</summary>
    [Theory]
    [InlineData("lock account")]
    [InlineData("outgoing_mails")]
    public async Task Killed_between_the_servers_word_and_our_note_of_it_the_mail_is_repeated_with_one_Message_ID(string at)
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        var mail = await QueuedAsync(world, smtp, acme);
        await using (
            var obstacle = at.StartsWith("lock", StringComparison.Ordinal)
                ? await Obstacle.AtLockAsync(world.App.ConnectionString, AccountStory.LockOf(acme))
                : await Obstacle.AtTableAsync(world.App.ConnectionString, at)
        )
        {
            using var sender = Start(world, smtp, "send", Id(mail.Id));
            await obstacle.WaitUntilReachedAsync();
            smtp.Taken.Should().ContainSingle("it was sent");
            await sender.KillAsync();
        }
        (await RowAsync(world)).State.Should().Be(OutgoingMailState.Queued);

        await SentOnceMoreAsync(world, smtp, acme, mail, 2);
    }

    private static async Task<OutgoingMail> QueuedAsync(MailWorld world, SmtpServer smtp, long acme)
    {
        await RunAsync(world, smtp, "mail", Id(acme));
        (await world.StageAsync(acme)).Should().Be(StageCodes.OnboardingInitiated, "the mail and the move are one");
        return await RowAsync(world);
    }

    private static async Task SentOnceMoreAsync(MailWorld world, SmtpServer smtp, long acme, OutgoingMail mail, int times)
    {
        await SweepAsync(world, smtp);
        await SweepAsync(world, smtp);

        smtp.Taken.Should().HaveCount(times);
        smtp.Taken.Select(taken => taken.Header("Message-ID")).Should().OnlyContain(id => id == $"<{mail.MessageId}>");
        smtp.Taken.Select(taken => taken.Text).Distinct().Should().ContainSingle("a repeat is the same to the byte");
        (await RowAsync(world)).State.Should().Be(OutgoingMailState.Sent);
        (await world.App.DbAsync(db => db.Transitions.CountAsync(t => t.AccountId == acme))).Should().Be(2);
    }

    private static async Task SweepAsync(MailWorld world, SmtpServer smtp)
    {
        world.App.Clock.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(world, smtp, "send-sweep");
    }

    private static WorkerProcess Start(MailWorld world, SmtpServer smtp, string verb, string? argument = null) =>
        WorkerProcess.Start(world.App.ConnectionString, world.App.Clock.GetUtcNow(), Job(smtp, verb, argument));

    private static Task<string> RunAsync(MailWorld world, SmtpServer smtp, string verb, string? argument = null) =>
        WorkerProcess.RunAsync(world.App.ConnectionString, world.App.Clock.GetUtcNow(), Job(smtp, verb, argument));

    private static string[] Job(SmtpServer smtp, string verb, string? argument) =>
        [verb, argument ?? "0", .. smtp.Settings.Select(setting => $"{setting.Key}={setting.Value}")];

    private static Task<OutgoingMail> RowAsync(MailWorld world) => world.App.DbAsync(db => db.OutgoingMails.AsNoTracking().SingleAsync());

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);
}
