using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Features.Signals.Email;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Signals.Email;

public sealed class MailSourceTests(TestPostgres postgres)
{
    private const string Pass = "Authentication-Results: mx.team.example; dmarc=pass header.from=acme.example\n";

    [Fact]
    public async Task A_conversation_that_a_specialist_starts_in_their_own_program_is_the_initial_outreach_and_the_answer_engages()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync();

        var sent = await world.ArrivesAsync(world.Mail(MailWorld.Ann, MailWorld.Kim, "Hello", id: "first@team.example"), MailArrivals.Sent);

        sent.Kind.Should().Be(SignalKinds.EmailSent);
        (await world.StageAsync(acme)).Should().Be(StageCodes.OnboardingInitiated);

        world.App.Clock.Advance(TimeSpan.FromHours(2));
        var reply = await world.ArrivesAsync(world.Mail(answers: "first@TEAM.example"));

        reply.Fact!.Mail!.Proof.Should().Be(SenderProof.Conversation);
        (await world.StageAsync(acme)).Should().Be(StageCodes.EngagedEmail);
        (await world.FindAsync(acme)).EngagedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task An_answer_that_is_seen_before_the_mail_that_it_answers_counts_as_soon_as_that_is_known()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync();
        var outreach = world.Mail(MailWorld.Ann, MailWorld.Kim, "Hello", id: "first@team.example");
        world.App.Clock.Advance(TimeSpan.FromHours(1));

        var reply = await world.ArrivesAsync(world.Mail(answers: "first@team.example"));
        reply.Fact!.Mail!.Proof.Should().Be(SenderProof.None);
        (await world.TasksAsync(acme)).Should().Equal(TaskKinds.Question);

        await world.ArrivesAsync(outreach, MailArrivals.Sent);
        await world.SweepAsync();

        (await world.StageAsync(acme)).Should().Be(StageCodes.EngagedEmail);
        (await world.App.DbAsync(db => db.Tasks.SingleAsync())).State.Should().Be(TaskState.Canceled, "the question has answered itself");
    }

    [Fact]
    public async Task A_colleague_who_answers_in_the_conversation_belongs_to_its_account_though_nobody_knows_the_address()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync();
        await world.ArrivesAsync(world.Mail(MailWorld.Ann, MailWorld.Kim, "Hello", id: "first@team.example"), MailArrivals.Sent);
        world.App.Clock.Advance(TimeSpan.FromHours(1));

        var reply = await world.ArrivesAsync(world.Mail("lou@gmail.com", answers: "first@team.example"));

        reply.AccountId.Should().Be(acme);
        (await world.StageAsync(acme)).Should().Be(StageCodes.EngagedEmail);
    }

    [Theory]
    [InlineData("", SenderProof.None, StageCodes.OnboardingInitiated)]
    [InlineData(Pass, SenderProof.Dmarc, StageCodes.EngagedEmail)]
    [InlineData(
        "Authentication-Results: mx.team.example; dmarc=fail header.from=acme.example\n",
        SenderProof.None,
        StageCodes.OnboardingInitiated
    )]
    [InlineData(
        "Authentication-Results: mx.evil.example; dmarc=pass header.from=acme.example\n",
        SenderProof.None,
        StageCodes.OnboardingInitiated
    )]
    [InlineData(
        "Authentication-Results: mx.team.example; dmarc=pass header.from=evil.example\n",
        SenderProof.None,
        StageCodes.OnboardingInitiated
    )]
    [InlineData(
        "Authentication-Results: mx.team.example; dmarc=fail header.from=acme.example\n" + Pass,
        SenderProof.None,
        StageCodes.OnboardingInitiated
    )]
    public async Task A_senders_address_alone_only_asks_the_owner_unless_a_server_that_we_trust_vouches_for_it(
        string headers,
        SenderProof proof,
        string stage
    )
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync(StageCodes.OnboardingInitiated);

        var mail = await world.ArrivesAsync(world.Mail(subject: "A question", headers: headers));

        mail.Fact!.Mail!.Proof.Should().Be(proof);
        (await world.StageAsync(acme)).Should().Be(stage);
        (await world.TasksAsync(acme)).Should().Equal(proof == SenderProof.None ? [TaskKinds.Question] : []);
    }

    [Fact]
    public async Task A_pass_for_somebody_who_is_no_contact_proves_nothing()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync(StageCodes.OnboardingInitiated, domain: "acme.example");

        var mail = await world.ArrivesAsync(world.Mail("stranger@acme.example", headers: Pass));

        mail.AccountId.Should().Be(acme);
        mail.Fact!.Mail!.Proof.Should().Be(SenderProof.None);
        (await world.StageAsync(acme)).Should().Be(StageCodes.OnboardingInitiated);
    }

    [Fact]
    public async Task Our_own_address_as_the_sender_starts_nothing_unless_it_is_proven()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync();

        await world.ArrivesAsync(world.Mail(MailWorld.Ann, MailWorld.Kim, "Hello", id: "forged@team.example"));
        world.App.Clock.Advance(TimeSpan.FromHours(1));
        (await world.StageAsync(acme)).Should().Be(StageCodes.NewAccount);
        var answer = await world.ArrivesAsync(world.Mail(answers: "forged@team.example"));

        answer.Fact!.Mail!.Proof.Should().Be(SenderProof.None, "a forged mail of ours is no conversation");

        await world.ArrivesAsync(world.Mail(MailWorld.Ann, MailWorld.Kim, "Hello", id: "forged@team.example"), MailArrivals.Sent);
        await world.SweepAsync();
        await world.SweepAsync();
        (await world.StageAsync(acme)).Should().Be(StageCodes.EngagedEmail, "it was ours after all: the Sent folder has it");
    }

    [Theory]
    [InlineData("Automatic reply: Hello", "Auto-Submitted: auto-replied\n", "I am out of the office until Monday, 9 March.", null)]
    [InlineData("Ticket received", "Auto-Submitted: auto-generated\n", "We got your request.", null)]
    [InlineData("[devs] Release", "List-Id: <devs.acme.example>\nPrecedence: list\n", "Version 2 is out.", "mailing list")]
    public async Task Automatic_mail_is_shown_as_what_it_is_and_moves_nothing(string subject, string headers, string text, string? words)
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync();
        await world.ArrivesAsync(world.Mail(MailWorld.Ann, MailWorld.Kim, "Hello", id: "first@team.example"), MailArrivals.Sent);
        world.App.Clock.Advance(TimeSpan.FromHours(1));

        var mail = await world.ArrivesAsync(world.Mail(subject: subject, answers: "first@team.example", headers: headers, text: text));

        mail.Fact!.Mail!.Genuine.Should().BeFalse();
        mail.Fact.Mail.Automatic.Should().NotBeNullOrEmpty();
        if (words is not null)
            mail.Fact.Mail.Automatic.Should().Be(words);
        (await world.StageAsync(acme)).Should().Be(StageCodes.OnboardingInitiated);
        (await world.FindAsync(acme)).EngagedAt.Should().BeNull();
    }

    [Theory]
    [InlineData("first@team.example", true)]
    [InlineData("made-up@team.example", false)]
    public async Task A_bounce_of_ours_marks_the_address_and_asks_for_another(string reported, bool isOurs)
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync();
        await world.ArrivesAsync(world.Mail(MailWorld.Ann, MailWorld.Kim, "Hello", id: "first@team.example"), MailArrivals.Sent);
        world.App.Clock.Advance(TimeSpan.FromMinutes(5));

        await world.ArrivesAsync(Bounce(reported));

        var contact = (await world.FindAsync(acme)).Contacts.Single();
        (contact.BouncedAt is not null).Should().Be(isOurs);
        (await world.TasksAsync(acme)).Should().Equal(isOurs ? [TaskKinds.Bounce] : []);
        (await world.StageAsync(acme)).Should().Be(StageCodes.OnboardingInitiated, "a later bounce takes nothing back");
    }

    [Fact]
    public async Task Mail_from_before_the_mailbox_was_connected_is_shown_and_moves_nothing()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync();

        var sent = await world.ArrivesAsync(world.Mail(MailWorld.Ann, MailWorld.Kim, "Hello"), MailArrivals.AsHistory(MailArrivals.Sent));

        sent.State.Should().Be(SignalState.Worked);
        sent.Fact!.Mail!.History.Should().BeTrue();
        (await world.StageAsync(acme)).Should().Be(StageCodes.NewAccount);
    }

    [Fact]
    public async Task A_mail_between_people_of_the_team_is_of_no_use()
    {
        await using var world = await MailWorld.StartAsync(postgres);

        var mail = await world.ArrivesAsync(world.Mail(MailWorld.Ann, "ben@team.example"));

        mail.State.Should().Be(SignalState.Unused);
    }

    [Fact]
    public async Task What_cannot_be_read_is_kept_and_tried_again_and_nothing_else_waits_for_it()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync(StageCodes.OnboardingInitiated);

        var bad = await world.ArrivesAsync("");
        await world.ArrivesAsync(world.Mail(headers: Pass));

        bad.State.Should().Be(SignalState.Retrying);
        bad.LastError.Should().NotBeNullOrEmpty();
        (await world.StageAsync(acme)).Should().Be(StageCodes.EngagedEmail);
    }

    [Fact]
    public async Task The_same_mail_in_two_folders_is_one_signal()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        await world.AccountAsync();
        var mail = world.Mail(MailWorld.Ann, MailWorld.Kim, "Hello", id: "Twice@Team.Example");

        var one = await world.ArrivesAsync(mail, MailArrivals.Sent);
        var two = await world.ArrivesAsync(mail.Replace("Twice@Team.Example", "Twice@team.example", StringComparison.Ordinal));

        two.Id.Should().Be(one.Id);
    }

    internal static string Bounce(string reported) =>
        $"""
            Return-Path: <>
            From: Mail Delivery System <mailer-daemon@mx.team.example>
            To: {MailWorld.Ann}
            Subject: Undelivered Mail Returned to Sender
            Date: Sun, 01 Mar 2026 10:05:00 +0000
            Message-ID: <bounce-{reported}>
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

            --=_b
            Content-Type: text/plain

            Your message could not be delivered.

            --=_b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.team.example

            Final-Recipient: rfc822; {MailWorld.Kim}
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 no such user

            --=_b
            Content-Type: text/rfc822-headers

            From: {MailWorld.Ann}
            To: {MailWorld.Kim}
            Subject: Hello
            Message-ID: <{reported}>

            --=_b--

            """;
}
