using System.Net;
using System.Net.Sockets;
using System.Text;
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
        Encoding.UTF8.GetString(stored.Raw!).Should().NotMatchRegex("(?m)^X-Evil");
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

    [Theory]
    [InlineData("wrong", 401)]
    [InlineData(null, 401)]
    [InlineData("a long password of ours", 0)]
    public async Task A_stranger_is_answered_before_any_of_the_body_is_read(string? password, int expected)
    {
        await using var app = await TrackerApp.StartAsync(postgres, MailWorld.Settings);
        app.UseKestrel(0);
        _ = app.Services;
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", app.ClientOptions.BaseAddress.Port);
        await using var stream = connection.GetStream();
        var proof = Convert.ToBase64String(Encoding.UTF8.GetBytes($"postmark:{password}"));
        var said = password is null ? "" : $"Authorization: Basic {proof}\r\n";
        // 30 MiB are promised, and none of them is ever sent: who waits for them answers nothing.
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /webhooks/email/postmark HTTP/1.1\r\nHost: localhost\r\n{said}Content-Type: application/json\r\n"
                    + $"Content-Length: {30 << 20}\r\n\r\n"
            )
        );

        var answer = new byte[12];
        var answered = stream.ReadAtLeastAsync(answer, answer.Length).AsTask();
        var first = await Task.WhenAny(answered, Task.Delay(TimeSpan.FromSeconds(expected == 0 ? 1 : 30)));

        if (expected == 0)
            first.Should().NotBe(answered, "of who knows the password the body is awaited");
        else
            Encoding.ASCII.GetString(answer).Should().Be($"HTTP/1.1 {expected}");
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
