using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Features.Signals.Email.Outbox;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Signals.Email;

public sealed class OutboxTests(TestPostgres postgres)
{
    private const string Two = "lou@acme.example";

    [Fact]
    public async Task The_mail_its_signal_and_the_move_are_there_before_it_goes_out_and_it_goes_out_with_what_an_answer_needs()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();

        await QueueAsync(world, acme, subject: "Hello\r\nBcc: evil@example.com", name: "Ann\r\nX-Evil: 1");

        smtp.Taken.Should().BeEmpty("it goes out after the commit");
        (await world.StageAsync(acme)).Should().Be(StageCodes.OnboardingInitiated);
        var row = await RowAsync(world);
        (await world.App.DbAsync(db => db.Signals.AsNoTracking().SingleAsync(s => s.Source == SignalSources.Outbox)))
            .SourceId.Should()
            .Be(row.MessageId);

        await world.SweepAsync();

        var mail = smtp.Taken.Should().ContainSingle().Subject;
        mail.To.Should().Equal(MailWorld.Kim);
        mail.Header("Message-ID").Should().Be($"<{row.MessageId}>");
        mail.Header("Reply-To").Should().Contain($"onboarding+{row.ReplyToken}@team.example");
        mail.Header("X-Auto-Response-Suppress").Should().Be("OOF, AutoReply");
        mail.Header("Bcc").Should().BeNull();
        mail.Header("X-Evil").Should().BeNull();
        mail.Header("Subject").Should().Contain("Bcc", "what was typed stays in the subject");
        (await RowAsync(world)).State.Should().Be(OutgoingMailState.Sent);

        await world.SweepAsync();
        smtp.Taken.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_at_once_is_one_mail()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();

        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => QueueAsync(world, acme, key: "one")));
        await world.SweepAsync();

        both.Count(queued => queued.IsNew).Should().Be(1);
        smtp.Taken.Should().HaveCount(1);
        (await world.App.DbAsync(db => db.Transitions.CountAsync(t => t.AccountId == acme))).Should().Be(2);
    }

    [Fact]
    public async Task A_busy_server_gets_it_later()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        smtp.ToRecipient = _ => "451 4.7.1 Try again later";
        await QueueAsync(world, acme);

        await world.SweepAsync();

        var row = await RowAsync(world);
        row.State.Should().Be(OutgoingMailState.Queued);
        row.LastError.Should().Contain("Try again later");
        (await world.StageAsync(acme)).Should().Be(StageCodes.OnboardingInitiated);

        smtp.ToRecipient = _ => "250 OK";
        world.App.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.SweepAsync();
        smtp.Taken.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_recipient_that_is_refused_for_good_takes_the_account_back_to_where_it_was()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        smtp.ToRecipient = _ => "550 5.1.1 No such user";
        await QueueAsync(world, acme);

        await world.SweepAsync();

        var row = await RowAsync(world);
        row.State.Should().Be(OutgoingMailState.Refused);
        row.LastError.Should().Contain("550").And.Contain("No such user");
        (await world.StageAsync(acme)).Should().Be(StageCodes.NewAccount);
        (await world.FindAsync(acme)).Contacts.Single().BouncedAt.Should().NotBeNull();
        (await world.TasksAsync(acme)).Should().Contain(TaskKinds.Bounce);
        using var ann = PageClient.Open(world.App);
        await ann.SignInAsync(MailWorld.Ann);
        (await ann.HtmlAsync($"/accounts/{acme}")).Should().Contain("Refused").And.Contain("No such user");
    }

    [Fact]
    public async Task Of_two_recipients_one_that_is_refused_does_not_keep_the_mail_from_the_other()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        smtp.ToRecipient = address => address == Two ? "550 5.1.1 No such user" : "250 OK";
        await QueueAsync(world, acme, to: [MailWorld.Kim, Two]);

        await world.SweepAsync();

        smtp.Taken.Single().To.Should().Equal(MailWorld.Kim);
        (await RowAsync(world)).LastError.Should().Contain(Two);
        (await world.StageAsync(acme)).Should().Be(StageCodes.OnboardingInitiated);
    }

    [Fact]
    public async Task A_mail_that_the_server_refuses_as_a_whole_is_refused()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        smtp.ToData = () => "554 5.7.1 We do not want this";
        await QueueAsync(world, acme);

        await world.SweepAsync();

        (await RowAsync(world)).State.Should().Be(OutgoingMailState.Refused);
        (await world.FindAsync(acme)).Contacts.Single().BouncedAt.Should().BeNull("it is not the address that was refused");
    }

    [Fact]
    public async Task Cut_off_after_the_data_it_goes_out_again_with_the_same_Message_ID()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        smtp.ToData = () => null;
        await QueueAsync(world, acme);
        await world.SweepAsync();
        smtp.ToData = () => "250 Taken";
        world.App.Clock.Advance(TimeSpan.FromMinutes(5));

        await world.SweepAsync();

        smtp.Taken.Should().HaveCount(2);
        smtp.Taken.Select(mail => mail.Header("Message-ID")).Distinct().Should().HaveCount(1);
        (await world.App.DbAsync(db => db.Transitions.CountAsync(t => t.AccountId == acme))).Should().Be(2);
    }

    [Fact]
    public async Task After_three_days_it_is_given_up_and_says_so()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        smtp.ToSender = () => "421 4.3.2 Closing";
        await QueueAsync(world, acme);
        await world.SweepAsync();

        world.App.Clock.Advance(TimeSpan.FromDays(4));
        await world.SweepAsync();

        (await RowAsync(world)).LastError.Should().StartWith("Given up after three days");
        (await world.StageAsync(acme)).Should().Be(StageCodes.NewAccount);
    }

    [Fact]
    public async Task From_the_first_mail_by_its_answer_to_the_last_mail()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();

        await QueueAsync(world, acme);
        await world.SweepAsync();
        world.App.Clock.Advance(TimeSpan.FromHours(3));
        var replyTo = smtp.Taken[0].Header("Reply-To")!;
        var address = replyTo[(replyTo.IndexOf('<') + 1)..replyTo.IndexOf('>')];
        var reply = await world.ArrivesAsync(world.Mail("kim.private@gmail.com", address));

        reply.Fact!.Mail!.Proof.Should().Be(SenderProof.Conversation);
        (await world.StageAsync(acme)).Should().Be(StageCodes.EngagedEmail);

        world.App.Clock.Advance(TimeSpan.FromDays(15));
        await world.MoveAsync(acme, StageCodes.AwaitingFinalOutreach);
        world.App.Clock.Advance(TimeSpan.FromDays(1));
        await QueueAsync(world, acme, key: "final", purpose: MailPurpose.FinalOutreach);

        (await world.StageAsync(acme)).Should().Be(StageCodes.OnboardedEngaged);
    }

    [Fact]
    public async Task A_copy_of_it_in_a_Sent_folder_is_not_another_mail()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        await QueueAsync(world, acme);
        await world.SweepAsync();

        var copy = await world.ArrivesAsync(smtp.Taken[0].Text, OnboardingTracker.Features.Signals.Email.MailArrivals.Sent);

        copy.State.Should().Be(OnboardingTracker.Data.Signals.SignalState.Unused);
    }

    [Fact]
    public async Task Without_a_server_it_waits()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync();
        await QueueAsync(world, acme);

        await world.SweepAsync();

        (await RowAsync(world)).LastError.Should().Contain("Mail__Smtp__Host");
    }

    private static Task<QueuedMail> QueueAsync(
        MailWorld world,
        long account,
        string key = "first",
        string subject = "Hello",
        string name = "Ann",
        IReadOnlyList<string>? to = null,
        MailPurpose purpose = MailPurpose.InitialOutreach
    ) =>
        world.App.WithAsync(services =>
            services
                .GetRequiredService<Outbox>()
                .QueueAsync(
                    new MailToSend
                    {
                        AccountId = account,
                        FormKey = $"{account}:{key}",
                        From = "onboarding@team.example",
                        FromName = name,
                        To = to ?? [MailWorld.Kim],
                        Subject = subject,
                        Text = "Hi Kim,\n.\nhow are you?\n",
                        Purpose = purpose,
                        Actor = Actor.User(MailWorld.Ann),
                    }
                )
        );

    private static Task<OutgoingMail> RowAsync(MailWorld world) => world.App.DbAsync(db => db.OutgoingMails.AsNoTracking().SingleAsync());
}
