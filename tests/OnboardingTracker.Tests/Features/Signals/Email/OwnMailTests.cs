using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Email;
using OnboardingTracker.Features.Signals.Email.Outbox;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Signals.Email;

/// <summary>Mail that the app writes by itself: through the outbox, and out of the pipeline.</summary>
public sealed class OwnMailTests(TestPostgres postgres)
{
    [Fact]
    public async Task It_goes_out_after_the_commit_and_says_that_a_machine_wrote_it()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);

        await QueueAsync(world, Notice("one") with { Subject = "Hello\r\nBcc: evil@example.com", ReplyTo = "lead@team.example" });
        smtp.Taken.Should().BeEmpty("it goes out after the commit");
        await SendAsync(world);
        await SendAsync(world);

        var mail = smtp.Taken.Should().ContainSingle().Subject;
        mail.To.Should().Equal(MailWorld.Ann);
        mail.Header("From").Should().Contain("OnboardingTracker").And.Contain("onboarding@team.example");
        mail.Header("Auto-Submitted").Should().Be("auto-generated");
        mail.Header("Reply-To").Should().Be("lead@team.example");
        mail.Header("Bcc").Should().BeNull();
        var row = await RowAsync(world);
        mail.Header("Message-ID").Should().Be($"<{row.MessageId}>");
        row.State.Should().Be(OutgoingMailState.Sent);
        row.ReplyToken.Should().BeNull();
        (await world.App.DbAsync(db => db.Signals.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task What_is_rolled_back_was_never_written()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);

        await world.App.WithAsync(async services =>
        {
            var db = services.GetRequiredService<TrackerDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await services.GetRequiredService<OwnMails>().QueueAsync(Notice("one"));
            await transaction.RollbackAsync();
            return 0;
        });
        await SendAsync(world);

        smtp.Taken.Should().BeEmpty();
    }

    [Fact]
    public async Task Written_down_twice_with_one_key_even_at_once_it_is_one_mail()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => QueueAsync(world, Notice("one"))));
        await SendAsync(world);

        all.Count(queued => queued!.IsNew).Should().Be(1);
        all.Select(queued => queued!.MailId).Distinct().Should().HaveCount(1);
        smtp.Taken.Should().HaveCount(1);
    }

    [Fact]
    public async Task Without_a_server_nothing_is_kept_for_the_day_on_which_there_is_one()
    {
        await using var world = await MailWorld.StartAsync(postgres);

        (await QueueAsync(world, Notice("one"))).Should().BeNull();

        (await world.App.DbAsync(db => db.OutgoingMails.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task Cut_off_after_the_data_it_goes_out_again_with_the_same_Message_ID()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        smtp.ToData = () => null;
        await QueueAsync(world, Notice("one"));
        await SendAsync(world);
        smtp.ToData = () => "250 Taken";
        world.App.Clock.Advance(TimeSpan.FromMinutes(5));

        await world.SweepAsync();

        smtp.Taken.Should().HaveCount(2);
        smtp.Taken.Select(mail => mail.Header("Message-ID")).Distinct().Should().HaveCount(1);
    }

    [Theory]
    [InlineData("550 5.1.1 No such user", 0, "No such user")]
    [InlineData("451 4.3.2 Not now", 4, "Given up after three days")]
    public async Task What_is_refused_for_good_is_noted_and_left(string said, int daysLater, string noted)
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        smtp.ToRecipient = _ => said;
        await QueueAsync(world, Notice("one"));
        await SendAsync(world);
        world.App.Clock.Advance(TimeSpan.FromDays(daysLater));

        await world.SweepAsync();

        var row = await RowAsync(world);
        row.State.Should().Be(OutgoingMailState.Refused);
        row.LastError.Should().Contain(noted);
        row.NextAttemptAt.Should().BeNull();
        (await world.App.DbAsync(db => db.Signals.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_survey_is_no_outreach_and_an_answer_to_it_engages_nobody()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        await QueueAsync(world, Survey(acme));
        await SendAsync(world);

        (await world.StageAsync(acme)).Should().Be(StageCodes.NewAccount);
        var id = smtp.Taken.Single().Header("Message-ID")!.Trim('<', '>');
        var reply = await world.ArrivesAsync(world.Mail(answers: id, to: "onboarding@team.example"));

        reply.AccountId.Should().Be(acme, "it is shown there");
        reply.Fact!.Mail!.Proof.Should().Be(SenderProof.None);
        (await world.FindAsync(acme)).EngagedAt.Should().BeNull();
        (await world.ArrivesAsync(smtp.Taken[0].Text, MailArrivals.Sent)).State.Should().Be(SignalState.Unused);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_s_report_on_a_survey_marks_the_address_and_one_on_a_notice_is_nobody_s(bool survey)
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        await QueueAsync(world, survey ? Survey(acme) : Notice("one"));
        await SendAsync(world);
        var (to, id) = (smtp.Taken.Single().To[0], smtp.Taken.Single().Header("Message-ID")!);

        var report = await world.ArrivesAsync(Report(to, id));

        report.State.Should().Be(survey ? SignalState.Worked : SignalState.Unused);
        ((await world.FindAsync(acme)).Contacts.Single().BouncedAt is not null).Should().Be(survey);
        (await world.StageAsync(acme)).Should().Be(StageCodes.NewAccount);
    }

    private static OwnMail Notice(string key) =>
        new()
        {
            Kind = OutgoingMailKind.Notice,
            Key = $"notice:{key}",
            To = [MailWorld.Ann],
            Subject = "A source fell silent",
            Text = "stripe has sent nothing for two days.\n.\n",
            Actor = Actor.Api("notices"),
        };

    private static OwnMail Survey(long account) =>
        Notice("survey") with
        {
            Kind = OutgoingMailKind.Survey,
            AccountId = account,
            To = [MailWorld.Kim],
        };

    private static Task<QueuedMail?> QueueAsync(MailWorld world, OwnMail mail) =>
        world.App.WithAsync(services => services.GetRequiredService<OwnMails>().QueueAsync(mail));

    private static Task<int> SendAsync(MailWorld world) =>
        world.App.WithAsync(async services =>
        {
            await services.GetRequiredService<OutboxSweep>().SendOwnAsync(CancellationToken.None);
            return 0;
        });

    private static Task<OutgoingMail> RowAsync(MailWorld world) => world.App.DbAsync(db => db.OutgoingMails.AsNoTracking().SingleAsync());

    private static string Report(string to, string messageId) =>
        $"""
            From: Mail Delivery System <MAILER-DAEMON@mx.example>
            To: onboarding@team.example
            Subject: Undelivered Mail Returned to Sender
            Auto-Submitted: auto-replied
            Message-ID: <report@mx.example>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: text/plain

            The mail could not be delivered.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; {to}
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 No such user
            --b
            Content-Type: message/rfc822

            From: onboarding@team.example
            To: {to}
            Subject: Hello
            Message-ID: {messageId}

            Hello
            --b--

            """;
}
