using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OnboardingTracker.Testing;

/// <summary>A mail that the server took: whom for, and every byte of it.</summary>
public sealed record TakenMail(string From, IReadOnlyList<string> To, string Text)
{
    /// <summary>A header's value, unfolded; null: it is not there.</summary>
    public string? Header(string name) =>
        Text.Split("\r\n\r\n", 2)[0]
            .Replace("\r\n ", " ", StringComparison.Ordinal)
            .Replace("\r\n\t", " ", StringComparison.Ordinal)
            .Split("\r\n")
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim())
            .FirstOrDefault();
}

/// <summary>A real SMTP server on a port of its own, that says what a test tells it to say.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly Lock _lock = new();
    private readonly List<TakenMail> _taken = [];
    private int _connections;

    private readonly X509Certificate2? _certificate;
    private readonly bool _startTls;

    private SmtpServer(X509Certificate2? certificate, bool startTls)
    {
        (_certificate, _startTls) = (certificate, startTls && certificate is not null);
        _listener.Start();
        _running = RunAsync();
    }

    /// <param name="certificate">Null: nothing is protected, and STARTTLS is not offered.</param>
    /// <param name="startTls">Asked for after the greeting, and required before a mail; false: from the first byte on.</param>
    public static SmtpServer Start(X509Certificate2? certificate = null, bool startTls = false) => new(certificate, startTls);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The settings of an app that sends by this server.</summary>
    public IReadOnlyDictionary<string, string> Settings =>
        new Dictionary<string, string>
        {
            ["Mail:Smtp:Host"] = "127.0.0.1",
            ["Mail:Smtp:Port"] = Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Mail:Smtp:Security"] = "none",
            ["Mail:Smtp:From"] = "onboarding@team.example",
        };

    /// <summary>What is said to <c>RCPT TO</c> of an address; by default it is taken.</summary>
    public Func<string, string> ToRecipient { get; set; } = _ => "250 OK";

    /// <summary>What is said to <c>MAIL FROM</c>.</summary>
    public Func<string> ToSender { get; set; } = () => "250 OK";

    /// <summary>What is said once the data is there; null: the connection is cut instead, though the mail was taken.</summary>
    public Func<string?> ToData { get; set; } = () => "250 Taken";

    /// <summary>Is called at each step ("greeting", the commands, "taken" before a mail that was taken is answered); the step waits for it.</summary>
    public Func<string, Task> At { get; set; } = _ => Task.CompletedTask;

    /// <summary>The user name and password that are asked for; null: nobody signs in.</summary>
    public (string User, string Password)? Login { get; set; }

    /// <summary>Whether anything of a mail, or a password, was ever said in the open.</summary>
    public bool HeardInTheOpen { get; private set; }

    public IReadOnlyList<TakenMail> Taken
    {
        get
        {
            lock (_lock)
                return [.. _taken];
        }
    }

    public int Connections => Volatile.Read(ref _connections);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                sessions.Add(ServeAsync(client));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                Stream stream = client.GetStream();
                if (_certificate is not null && !_startTls)
                    stream = await ProtectAsync(stream);
                if (await TalkAsync(stream, greet: true, isProtected: stream is SslStream))
                    await TalkAsync(await ProtectAsync(stream), greet: false, isProtected: true);
            }
        }
        catch (Exception gone)
            when (gone
                    is IOException
                        or OperationCanceledException
                        or SocketException
                        or System.Security.Authentication.AuthenticationException
            )
        {
            // The other side hung up.
        }
    }

    private async Task<SslStream> ProtectAsync(Stream stream)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return secure;
    }

    /// <returns>Whether the other side asked for TLS, which follows.</returns>
    private async Task<bool> TalkAsync(Stream stream, bool greet, bool isProtected)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        await using var writer = new StreamWriter(stream, Encoding.Latin1, leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        var (from, to) = ("", new List<string>());
        if (greet)
        {
            await At("greeting");
            await writer.WriteLineAsync("220 test");
        }
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            var command = line.Split(' ', ':')[0].ToUpperInvariant();
            await At(command);
            HeardInTheOpen |= !isProtected && command is ("AUTH" or "MAIL" or "DATA");
            switch (command)
            {
                case "EHLO":
                    var offers = (_startTls && !isProtected ? "250-STARTTLS\r\n" : "") + (Login is null ? "" : "250-AUTH PLAIN\r\n");
                    await writer.WriteLineAsync($"250-test\r\n250-8BITMIME\r\n{offers}250 PIPELINING");
                    break;
                case "STARTTLS" when _startTls:
                    await writer.WriteLineAsync("220 Go on");
                    return true;
                case "AUTH":
                    var given = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[^1]));
                    await writer.WriteLineAsync(given == $"\0{Login?.User}\0{Login?.Password}" ? "235 Welcome" : "535 5.7.8 Wrong");
                    break;
                case "MAIL":
                    (from, to) = (Address(line), []);
                    await writer.WriteLineAsync(ToSender());
                    break;
                case "RCPT":
                    var answer = ToRecipient(Address(line));
                    if (answer.StartsWith('2'))
                        to.Add(Address(line));
                    await writer.WriteLineAsync(answer);
                    break;
                case "DATA" when to.Count == 0:
                    await writer.WriteLineAsync("554 No valid recipients");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 Go on");
                    if (await DataAsync(reader) is not { } text)
                        return false;
                    var said = ToData();
                    if (said is null or ['2', ..])
                        lock (_lock)
                            _taken.Add(new(from, to, text));
                    await At("taken");
                    if (said is null)
                        return false;
                    await writer.WriteLineAsync(said);
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 Bye");
                    return false;
                default:
                    await writer.WriteLineAsync("250 OK");
                    break;
            }
        }
        return false;
    }

    /// <returns>Null: the client went away before the end of it, so nothing was taken.</returns>
    private async Task<string?> DataAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
            if (line == ".")
                return text.ToString();
            else
                text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        return null;
    }

    private static string Address(string line) => line[(line.IndexOf('<') + 1)..line.IndexOf('>')].ToLowerInvariant();
}
