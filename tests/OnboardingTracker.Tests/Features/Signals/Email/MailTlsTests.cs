using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Email;
using OnboardingTracker.Features.Signals.Email.Checks;
using OnboardingTracker.Features.Signals.Email.Mailboxes;
using OnboardingTracker.Platform.Options;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Signals.Email;

/// <summary>TLS with real servers: a certificate that is trusted, one that is not, one for another name, and none at all.</summary>
public sealed class MailTlsTests(TestPostgres postgres, Dovecot dovecot) : IClassFixture<Dovecot>
{
    [Theory]
    [InlineData("tls", "localhost", true, true, null)]
    [InlineData("startTls", "localhost", true, true, null)]
    [InlineData("tls", "localhost", false, true, "The certificate of localhost is not trusted (by A test authority)")]
    [InlineData("startTls", "localhost", false, true, "The certificate of localhost is not trusted")]
    [InlineData("tls", "127.0.0.1", true, true, "The certificate of 127.0.0.1 is for another name (localhost)")]
    [InlineData("startTls", "127.0.0.1", true, true, "The certificate of 127.0.0.1 is for another name (localhost)")]
    [InlineData("startTls", "localhost", true, false, "offers no STARTTLS, and nothing goes there unprotected")]
    [InlineData("tls", "localhost", true, false, "does not speak TLS")]
    public async Task A_mail_goes_out_to_a_server_that_proves_its_name_and_never_unprotected(
        string security,
        string host,
        bool isTrusted,
        bool offersTls,
        string? refused
    )
    {
        using var certificates = new TestCertificates();
        using var certificate = certificates.For("localhost");
        await using var smtp = SmtpServer.Start(offersTls ? certificate : null, startTls: security == "startTls");
        smtp.Login = ("onboarding", "a good password");
        await using var world = await MailWorld.StartAsync(
            postgres,
            Smtp(smtp, security, host, "a good password", isTrusted ? certificates.AuthorityFile : "")
        );
        var acme = await world.AccountAsync();
        await QueueAsync(world, acme);

        await world.SweepAsync();

        var row = await world.App.DbAsync(db => db.OutgoingMails.AsNoTracking().SingleAsync());
        smtp.HeardInTheOpen.Should().BeFalse();
        if (refused is null)
        {
            (row.State, row.LastError).Should().Be((OutgoingMailState.Sent, null));
            smtp.Taken.Should().ContainSingle();
        }
        else
        {
            row.State.Should().Be(OutgoingMailState.Queued, "it is tried again once somebody has mended it");
            row.LastError.Should().Contain(refused);
            smtp.Taken.Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData("tls", "localhost", true, null)]
    [InlineData("startTls", "localhost", true, null)]
    [InlineData("tls", "localhost", false, "The certificate of localhost is not trusted (by Dovecot's test authority)")]
    [InlineData("startTls", "localhost", false, "The certificate of localhost is not trusted")]
    [InlineData("tls", "127.0.0.1", true, "The certificate of 127.0.0.1 is for another name (localhost)")]
    public async Task A_mailbox_is_read_from_a_server_that_proves_its_name(string security, string host, bool isTrusted, string? refused)
    {
        await using var world = await MailboxAsync(security, host, isTrusted ? dovecot.AuthorityFile : "");

        var found = await CheckAsync(world);

        if (refused is null)
        {
            found.Detail.Should().Be("Folders: Sent, INBOX.");
            found.IsGood.Should().BeTrue();
            (await world.App.Services.GetRequiredService<MailboxScan>().ReadOnceAsync(Mailbox(world), CancellationToken.None))
                .Should()
                .Be(0);
        }
        else
        {
            found.IsGood.Should().BeFalse();
            found.Detail.Should().Contain(refused);
        }
    }

    [Theory]
    [InlineData("Host", "no-such-host.invalid", "There is no server called no-such-host.invalid")]
    [InlineData("Port", "1", "takes no connections on port 1")]
    [InlineData("Password", "wrong", "localhost refuses the user name or the password")]
    [InlineData("Folders", "Customers", "there is no folder Customers")]
    public async Task What_is_wrong_with_a_mailbox_is_said_in_words(string setting, string value, string words)
    {
        await using var world = await MailboxAsync("tls", "localhost", dovecot.AuthorityFile, (setting, value));

        var found = await CheckAsync(world);

        found.IsGood.Should().BeFalse();
        $"{found.Words} {found.Detail}".Should().Contain(words).And.NotContain(Dovecot.Password);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_a_quarter_of_a_minute_for_a_server_that_says_nothing()
    {
        await using var smtp = SmtpServer.Start();
        var reached = new TaskCompletionSource();
        var hold = new TaskCompletionSource();
        smtp.At = _ =>
        {
            reached.TrySetResult();
            return hold.Task;
        };
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);

        var asking = world.App.WithAsync(services => services.GetRequiredService<MailCheck>().SmtpAsync(null, CancellationToken.None));
        await reached.Task;
        world.App.Clock.Advance(MailCheck.Patience);
        var found = await asking;
        hold.SetResult();

        (found.IsGood, found.Detail).Should().Be((false, $"127.0.0.1:{smtp.Port} gave no answer in time."));
    }

    [Fact]
    public async Task A_check_signs_in_and_sends_nothing_and_a_test_mail_goes_to_who_asks()
    {
        await using var smtp = SmtpServer.Start();
        smtp.Login = ("onboarding", "a good password");
        await using var world = await MailWorld.StartAsync(postgres, Smtp(smtp, "none", "127.0.0.1", "a good password", ""));
        await using var wrong = await MailWorld.StartAsync(postgres, Smtp(smtp, "none", "127.0.0.1", "a bad one", ""));

        (await SmtpAsync(world, null)).IsGood.Should().BeTrue();
        smtp.Taken.Should().BeEmpty();
        (await SmtpAsync(wrong, null)).Detail.Should().Be("127.0.0.1 refuses the user name or the password.");
        (await SmtpAsync(world, "dana@team.example")).IsGood.Should().BeTrue();
        smtp.Taken.Single().To.Should().Equal("dana@team.example");
    }

    [Theory]
    [InlineData("/nowhere/ca.pem")]
    [InlineData("/etc/hostname")]
    public void An_authority_that_cannot_be_read_is_said_at_start(string file)
    {
        var reading = () => MailTrust.Read(file);

        reading.Should().Throw<BadSettingException>().WithMessage($"*{MailTrust.Setting}*");
    }

    private static Dictionary<string, string> Smtp(SmtpServer smtp, string security, string host, string password, string authority) =>
        new(smtp.Settings)
        {
            ["Mail:Smtp:Host"] = host,
            ["Mail:Smtp:Security"] = security,
            ["Mail:Smtp:UserName"] = "onboarding",
            ["Mail:Smtp:Password"] = password,
            ["Mail:TrustedCaFile"] = authority,
        };

    private async Task<MailWorld> MailboxAsync(string security, string host, string authority, (string Name, string Value)? other = null)
    {
        Assert.SkipWhen(Dovecot.Missing is not null, Dovecot.Missing ?? "");
        await dovecot.ReadyAsync();
        var port = security == "tls" ? dovecot.TlsPort : dovecot.Port;
        var settings = new Dictionary<string, string>
        {
            ["Mail:Mailboxes:0:Address"] = "ann@team.example",
            ["Mail:Mailboxes:0:Host"] = host,
            ["Mail:Mailboxes:0:Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["Mail:Mailboxes:0:Password"] = Dovecot.Password,
            ["Mail:Mailboxes:0:Security"] = security,
            ["Mail:TrustedCaFile"] = authority,
        };
        if (other is var (name, value))
            settings[$"Mail:Mailboxes:0:{name}"] = value;
        return await MailWorld.StartAsync(postgres, settings);
    }

    private static MailboxSettings Mailbox(MailWorld world) => world.App.Services.GetRequiredService<MailSettings>().Mailboxes[0];

    private static Task<MailCheckResult> CheckAsync(MailWorld world) =>
        world.App.WithAsync(services => services.GetRequiredService<MailCheck>().MailboxAsync(Mailbox(world), CancellationToken.None));

    private static Task<MailCheckResult> SmtpAsync(MailWorld world, string? to) =>
        world.App.WithAsync(services => services.GetRequiredService<MailCheck>().SmtpAsync(to, CancellationToken.None));

    private static Task<QueuedMail> QueueAsync(MailWorld world, long account) =>
        world.App.WithAsync(services =>
            services
                .GetRequiredService<Outbox>()
                .QueueAsync(
                    new MailToSend
                    {
                        AccountId = account,
                        FormKey = $"{account}:first",
                        From = "onboarding@team.example",
                        To = [MailWorld.Kim],
                        Subject = "Hello",
                        Text = "Hi Kim,\nhow are you?\n",
                        Purpose = MailPurpose.InitialOutreach,
                        Actor = Actor.User(MailWorld.Ann),
                    }
                )
        );
}
