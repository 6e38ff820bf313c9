using System.Net;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Signals.Email;

public sealed class PostmarkTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_mail_is_stored_before_it_is_acknowledged_and_an_answer_in_fields_engages_like_one_as_received()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync();
        await world.ArrivesAsync(
            world.Mail(MailWorld.Ann, MailWorld.Kim, "Hello", id: "first@team.example"),
            OnboardingTracker.Features.Signals.Email.MailArrivals.Sent
        );
        world.App.Clock.Advance(TimeSpan.FromHours(1));

        using var answer = await world.PostAsync(
            new
            {
                FromFull = new { Email = MailWorld.Kim, Name = "Kim\r\nX-Evil: 1" },
                From = MailWorld.Kim,
                ToFull = new[] { new { Email = MailWorld.Ann, Name = "Ann" } },
                Subject = "Re: Hello\r\nX-Evil: 1",
                MessageID = "postmarks-own-id",
                OriginalRecipient = "in@inbound.team.example",
                Date = "Sun, 1 Mar 2026 11:30:00 +0000",
                TextBody = "Happy to.",
                Headers = new[]
                {
                    new { Name = "Message-ID", Value = "<reply@acme.example>" },
                    new { Name = "In-Reply-To", Value = "<first@team.example>" },
                },
                Attachments = new[]
                {
                    new
                    {
                        Name = "a.txt",
                        ContentType = "text/plain",
                        Content = "aGk=",
                    },
                },
            }
        );

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        var stored = await world.App.DbAsync(db => db.Signals.AsNoTracking().SingleAsync(s => s.SourceId == "reply@acme.example"));
        stored.Source.Should().Be(SignalSources.Mail);
        System.Text.Encoding.UTF8.GetString(stored.Raw!).Should().NotMatchRegex("(?m)^X-Evil");
        var worked = await world.WorkedAsync(new(stored.Id, true));
        worked.Fact!.Mail!.Text.Should().Be("Happy to.");
        (await world.StageAsync(acme)).Should().Be(StageCodes.EngagedEmail);
    }

    [Fact]
    public async Task Delivered_twice_it_is_one_signal()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var body = new { RawEmail = world.Mail(id: "raw@acme.example"), From = MailWorld.Kim };

        using var one = await world.PostAsync(body);
        using var two = await world.PostAsync(body);

        two.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.App.DbAsync(db => db.Signals.CountAsync())).Should().Be(1);
    }

    [Theory]
    [InlineData("postmark", "wrong")]
    [InlineData("other", "a long password of ours")]
    [InlineData("postmark", null)]
    public async Task Whoever_does_not_know_the_name_and_the_password_is_refused_and_nothing_is_kept(string user, string? password)
    {
        await using var world = await MailWorld.StartAsync(postgres);

        using var answer = await world.PostAsync(new { RawEmail = world.Mail() }, user, password);

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized, "a 403 would end Postmark's tries for good");
        (await world.App.DbAsync(db => db.Signals.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task What_is_no_mail_is_kept_and_shown()
    {
        await using var world = await MailWorld.StartAsync(postgres);

        using var answer = await world.PostAsync("{ \"RawEmail\": ");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var stored = await world.App.DbAsync(db => db.Signals.AsNoTracking().SingleAsync());
        (await world.WorkedAsync(new(stored.Id, true))).State.Should().Be(SignalState.Retrying);
    }

    [Fact]
    public async Task Without_a_password_there_is_no_such_address()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await using var world = new MailWorld(app);

        using var answer = await world.PostAsync(new { });

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_body_over_35_MiB_is_refused()
    {
        await using var world = await MailWorld.StartAsync(postgres);

        using var answer = await world.PostAsync(new string('a', (35 << 20) + 1));

        answer.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }
}
