using System.Globalization;
using System.Text;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Features.Signals;
using OnboardingTracker.Features.Signals.Email;
using OnboardingTracker.Features.Signals.Email.Mailboxes;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Signals.Email;

/// <summary>On a real IMAP server.</summary>
public sealed class MailboxTests(TestPostgres postgres, Dovecot dovecot) : IClassFixture<Dovecot>
{
    private readonly string _user = $"box{Guid.NewGuid():N}"[..16] + "@team.example";

    [Fact]
    public async Task What_a_specialist_sends_from_their_own_program_and_its_answer_move_the_account()
    {
        await using var world = await StartAsync();
        var acme = await world.AccountAsync();
        await ScanAsync(world);
        await AppendAsync(world, world.Mail(MailWorld.Ann, MailWorld.Kim, "Hello", id: "first@team.example"), sent: true);
        world.App.Clock.Advance(TimeSpan.FromHours(1));
        await AppendAsync(world, world.Mail(answers: "first@team.example"));

        (await ScanAsync(world)).Should().Be(2);
        await WorkAsync(world);

        (await world.StageAsync(acme)).Should().Be(StageCodes.EngagedEmail);
        (await ScanAsync(world)).Should().Be(0, "it goes on from where it was");
        (await FlagsAsync()).Should().OnlyContain(flags => !flags.HasFlag(MessageFlags.Seen) && !flags.HasFlag(MessageFlags.Deleted));
    }

    [Fact]
    public async Task Of_mail_that_is_none_of_ours_nothing_is_kept_but_its_number()
    {
        await using var world = await StartAsync();
        await world.AccountAsync(domain: "acme.example");
        await AppendAsync(world, world.Mail("mum@gmail.com", MailWorld.Ann, "Sunday lunch zebra"));
        await AppendAsync(world, world.Mail("shop@shoes.example", MailWorld.Ann, "Sale zebra"));
        await AppendAsync(world, world.Mail("ben@team.example", MailWorld.Ann, "Salaries zebra"));
        await AppendAsync(world, world.Mail("noreply@boss.example", MailWorld.Ann, "Excluded zebra", headers: $"Cc: {MailWorld.Kim}\n"));
        await AppendAsync(world, world.Mail("other@acme.example", MailWorld.Ann, "From the company"));

        (await ScanAsync(world)).Should().Be(1);

        (await world.App.DbAsync(db => db.Signals.CountAsync())).Should().Be(1);
        (await world.App.DbAsync(db => db.MailboxFolders.SingleAsync(f => f.Folder == "INBOX"))).LastUid.Should().Be(5);
        (await HoldsAsync(world.App, "zebra")).Should().BeEmpty();
    }

    [Fact]
    public async Task Older_mail_is_shown_when_the_mailbox_is_connected_and_moves_nothing()
    {
        await using var world = await StartAsync();
        var acme = await world.AccountAsync();
        var now = world.App.Clock.GetUtcNow();
        await AppendAsync(world, world.Mail(MailWorld.Ann, MailWorld.Kim, "Weeks ago"), sent: true, at: now.AddDays(-20));
        await AppendAsync(world, world.Mail(MailWorld.Ann, MailWorld.Kim, "Long ago"), sent: true, at: now.AddDays(-40));

        (await ScanAsync(world)).Should().Be(1);
        await WorkAsync(world);

        var signal = await world.App.DbAsync(db => db.Signals.AsNoTracking().SingleAsync());
        signal.Fact!.Mail!.Subject.Should().Be("Weeks ago");
        signal.Fact.Mail.History.Should().BeTrue();
        (await world.StageAsync(acme)).Should().Be(StageCodes.NewAccount);
    }

    [Fact]
    public async Task When_the_server_numbers_its_messages_anew_each_mail_is_still_one()
    {
        await using var world = await StartAsync();
        await world.AccountAsync();
        await AppendAsync(world, world.Mail(subject: "One"));
        await AppendAsync(world, world.Mail(subject: "Two"));
        await ScanAsync(world);
        var before = await world.App.DbAsync(db => db.MailboxFolders.AsNoTracking().SingleAsync(f => f.Folder == "INBOX"));

        dovecot.ChangeUidValidity(_user);
        await AppendAsync(world, world.Mail(subject: "Three"));

        (await ScanAsync(world)).Should().Be(1);
        (await world.App.DbAsync(db => db.Signals.CountAsync())).Should().Be(3);
        var after = await world.App.DbAsync(db => db.MailboxFolders.AsNoTracking().SingleAsync(f => f.Folder == "INBOX"));
        after.UidValidity.Should().NotBe(before.UidValidity);
    }

    [Fact]
    public async Task Three_mails_that_nobody_can_read_keep_no_other_waiting()
    {
        await using var world = await StartAsync();
        var acme = await world.AccountAsync(StageCodes.OnboardingInitiated);
        await AppendAsync(world, "\u0001\u0002\u0003");
        await AppendAsync(world, $"From: {MailWorld.Kim}\nTo: {MailWorld.Ann}\nContent-Type: multipart/mixed; boundary=\n\n--\n\u0001");
        await AppendAsync(world, "no header at all\n\nand no end");
        await AppendAsync(world, world.Mail(headers: "Authentication-Results: mx.team.example; dmarc=pass header.from=acme.example\n"));

        await ScanAsync(world);
        await WorkAsync(world);

        (await world.StageAsync(acme)).Should().Be(StageCodes.EngagedEmail);
        (await world.App.DbAsync(db => db.MailboxFolders.SingleAsync(f => f.Folder == "INBOX"))).LastUid.Should().Be(4);
    }

    [Fact]
    public async Task A_bounce_is_looked_into_to_see_whose_it_is()
    {
        await using var world = await StartAsync();
        var acme = await world.AccountAsync();
        await ScanAsync(world);
        await AppendAsync(world, world.Mail(MailWorld.Ann, MailWorld.Kim, "Hello", id: "first@team.example"), sent: true);
        await AppendAsync(world, MailSourceTests.Bounce("first@team.example"));
        await AppendAsync(
            world,
            MailSourceTests.Bounce("private@team.example").Replace(MailWorld.Kim, "mum@gmail.com", StringComparison.Ordinal)
        );

        (await ScanAsync(world)).Should().Be(2);
        await WorkAsync(world);

        (await world.FindAsync(acme)).Contacts.Single().BouncedAt.Should().NotBeNull();
        (await world.TasksAsync(acme)).Should().Contain(TaskKinds.Bounce);
        (await HoldsAsync(world.App, "mum@gmail.com")).Should().BeEmpty();
    }

    [Fact]
    public async Task New_mail_is_heard_at_once_and_after_the_connection_was_cut()
    {
        await using var world = await StartAsync();
        await world.AccountAsync();
        using var stop = new CancellationTokenSource();
        var watch = ActivatorUtilities.CreateInstance<MailboxWatch>(world.App.Services);
        var watching = watch.WatchAsync(Mailbox(world), stop.Token);
        await world.App.WaitForAsync("select 1 from mailbox_folders where folder = 'INBOX' and read_at is not null");

        await AppendAsync(world, world.Mail(subject: "Heard"));
        await world.App.WaitForAsync("select 1 from signals having count(*) = 1");
        dovecot.Cut(_user);
        await AppendAsync(world, world.Mail(subject: "After the cut"));
        // The pause before it connects again is by the clock.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await world.App.DbAsync(db => db.Signals.CountAsync(patience.Token)) < 2)
            world.App.Clock.Advance(TimeSpan.FromSeconds(10));

        await stop.CancelAsync();
        await watching;
        (await world.App.DbAsync(db => db.Signals.CountAsync())).Should().Be(2);
    }

    private async Task<MailWorld> StartAsync()
    {
        Assert.SkipWhen(Dovecot.Missing is not null, Dovecot.Missing ?? "");
        await dovecot.ReadyAsync();
        return await MailWorld.StartAsync(
            postgres,
            new Dictionary<string, string>
            {
                ["Mail:Mailboxes:0:Address"] = _user,
                ["Mail:Mailboxes:0:Host"] = "127.0.0.1",
                ["Mail:Mailboxes:0:Port"] = dovecot.Port.ToString(CultureInfo.InvariantCulture),
                ["Mail:Mailboxes:0:Password"] = Dovecot.Password,
                ["Mail:Mailboxes:0:Security"] = "none",
                ["Mail:Mailboxes:0:ExcludedAddresses"] = "noreply@boss.example",
            }
        );
    }

    private static MailboxSettings Mailbox(MailWorld world) => world.App.Services.GetRequiredService<MailSettings>().Mailboxes[0];

    private static Task<int> ScanAsync(MailWorld world) =>
        world.App.Services.GetRequiredService<MailboxScan>().ReadOnceAsync(Mailbox(world), CancellationToken.None);

    /// <summary>Works what was stored, in the order in which it came.</summary>
    private static async Task WorkAsync(MailWorld world)
    {
        var waiting = await world.App.DbAsync(db =>
            db.Signals.Where(s => s.State == SignalState.Received).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync()
        );
        foreach (var id in waiting)
            await world.App.WithAsync(async services =>
            {
                await services.GetRequiredService<SignalWorker>().WorkAsync(id);
                return 0;
            });
    }

    private async Task AppendAsync(MailWorld world, string mail, bool sent = false, DateTimeOffset? at = null)
    {
        var raw = Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n"));
        await AppendRawAsync(sent ? "Sent" : "INBOX", raw, at ?? world.App.Clock.GetUtcNow().AddMinutes(1));
    }

    /// <summary>Byte for byte, whether it is a mail or not.</summary>
    private async Task AppendRawAsync(string folder, byte[] raw, DateTimeOffset arrived)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync("127.0.0.1", dovecot.Port);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await reader.ReadLineAsync();
        await SayAsync($"a LOGIN {_user} {Dovecot.Password}\r\n", "a OK");
        var date = arrived.ToString("dd-MMM-yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        await SayAsync($"b APPEND {folder} \"{date}\" {{{raw.Length}}}\r\n", "+");
        await stream.WriteAsync(raw);
        await SayAsync("\r\n", "b OK");
        await SayAsync("c LOGOUT\r\n", "c OK");

        async Task SayAsync(string text, string until)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith(until, StringComparison.Ordinal))
                    return;
                line.Should().StartWith("*", "that is what dovecot said to {0}", text);
            }
        }
    }

    private async Task<List<MessageFlags>> FlagsAsync()
    {
        using var client = await ClientAsync();
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        var all = await client.Inbox.SearchAsync(SearchQuery.All);
        all.Should().NotBeEmpty();
        return [.. (await client.Inbox.FetchAsync(all, MessageSummaryItems.Flags)).Select(message => message.Flags ?? MessageFlags.None)];
    }

    private async Task<ImapClient> ClientAsync()
    {
        var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", dovecot.Port, SecureSocketOptions.None);
        await client.AuthenticateAsync(_user, Dovecot.Password);
        return client;
    }

    /// <summary>The tables in which a word stands, raw bytes included.</summary>
    private static async Task<List<string>> HoldsAsync(TrackerApp app, string word)
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (
            var names = new NpgsqlCommand(
                "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', 'hangfire')",
                connection
            )
        )
        await using (var reader = await names.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        var found = new List<string>();
        foreach (var table in tables)
        {
            var hex = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(word));
            await using var command = new NpgsqlCommand(
                $"select 1 from {table} t where t::text like '%{word}%' or t::text like '%{hex}%' limit 1",
                connection
            );
            if (await command.ExecuteScalarAsync() is not null)
                found.Add(table);
        }
        return found;
    }
}
