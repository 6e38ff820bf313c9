using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OnboardingTracker.Testing;

/// <summary>
/// A real IMAP server, private to a test class: everybody signs in with <see cref="Password"/>, and gets a mailbox with an Inbox and a
/// Sent folder. Where dovecot is not installed, <see cref="Missing"/> says so and the tests are skipped.
/// </summary>
public sealed class Dovecot : IAsyncDisposable
{
    public const string Password = "plum_teapot_orbit_42";

    private readonly string _folder = Path.Combine("/tmp", "tracker-dovecot-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly TestCertificates _certificates = new("Dovecot's test authority");
    private Process? _server;

    public Dovecot()
    {
        if (Missing is not null)
            return;
        (Port, TlsPort) = (FreePort(), FreePort());
        Directory.CreateDirectory(Path.Combine(_folder, "mail"));
        File.WriteAllText(Config, Settings());
        if (Environment.UserName == "root")
            Run("chown", $"-R nobody {Path.Combine(_folder, "mail")}");
        _server = Process.Start(new ProcessStartInfo(Binary("dovecot")!, $"-F -c {Config}") { RedirectStandardError = true });
    }

    /// <summary>Plain, and with STARTTLS for who asks for it.</summary>
    public int Port { get; }

    /// <summary>TLS from the first byte on.</summary>
    public int TlsPort { get; }

    /// <summary>Of the authority that has signed its certificate, which is for the name localhost.</summary>
    public string AuthorityFile => _certificates.AuthorityFile;

    /// <summary>Why there is none; null: there is.</summary>
    public static string? Missing { get; } =
        Binary("dovecot") is null ? "dovecot is not installed (script/test installs dovecot-imapd)" : null;

    private string Config => Path.Combine(_folder, "dovecot.conf");

    /// <summary>Waits until it answers.</summary>
    public async Task ReadyAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, patience.Token);
                using var reader = new StreamReader(client.GetStream());
                if (await reader.ReadLineAsync(patience.Token) is { Length: > 0 })
                    return;
            }
            catch (Exception notYet) when (notYet is SocketException or IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(30), patience.Token);
            }
        }
    }

    /// <summary>Gives every message of the folder a number of another series.</summary>
    public void ChangeUidValidity(string user, string folder = "INBOX") =>
        Run(Binary("doveadm")!, $"-c {Config} mailbox update --uid-validity 4711 -u {user} {folder}");

    /// <summary>Cuts the connections of a user.</summary>
    public void Cut(string user) => Run(Binary("doveadm")!, $"-c {Config} kick {user}");

    public async ValueTask DisposeAsync()
    {
        _certificates.Dispose();
        if (_server is null)
            return;
        Run(Binary("doveadm")!, $"-c {Config} stop");
        await _server.WaitForExitAsync();
        _server.Dispose();
        _server = null;
        Directory.Delete(_folder, recursive: true);
    }

    private string Settings()
    {
        var person = Environment.UserName == "root" ? null : Environment.UserName;
        var mail = person ?? "nobody";
        var (certificate, key) = _certificates.FilesFor("localhost");
        var group = person is null ? "nogroup" : Output("id", "-gn");
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            base_dir = {{_folder}}/run
            state_dir = {{_folder}}/state
            log_path = {{_folder}}/log
            protocols = imap
            listen = 127.0.0.1
            ssl = yes
            ssl_cert = <{{certificate}}
            ssl_key = <{{key}}
            disable_plaintext_auth = no
            first_valid_uid = 1
            mail_location = maildir:{{_folder}}/mail/%u
            {{(person is null ? "" : $"default_internal_user = {person}\ndefault_internal_group = {group}\ndefault_login_user = {person}")}}
            service imap-login {
              chroot =
              inet_listener imap {
                address = 127.0.0.1
                port = {{Port}}
              }
              inet_listener imaps {
                address = 127.0.0.1
                port = {{TlsPort}}
                ssl = yes
              }
            }
            service anvil {
              chroot =
            }
            passdb {
              driver = static
              args = password={{Password}}
            }
            userdb {
              driver = static
              args = uid={{mail}} gid={{group}} home={{_folder}}/mail/%u
            }
            namespace inbox {
              inbox = yes
              mailbox Sent {
                special_use = \Sent
                auto = create
              }
            }

            """
        );
    }

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    private static string? Binary(string name) =>
        new[] { "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/opt/homebrew/sbin" }
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    private static void Run(string program, string arguments) => Output(program, arguments);

    private static string Output(string program, string arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said.Trim();
    }
}
