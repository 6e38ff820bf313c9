using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Bench;

/// <summary>
/// Today and Board, signed in, against the same rows read by hand-written Npgsql and written as bare HTML by the same process.
/// Two connections, each asking again as soon as it is answered; app and floor in turns.
/// </summary>
internal static partial class PagesBench
{
    private const int Connections = 2;
    private const int Turns = 5;
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(4);
    private const string Email = "lead@bench.test";
    private const string Password = "bench tuesday lantern";

    public static async Task<IReadOnlyList<Ratio>> RunAsync(
        BenchCluster cluster,
        string published,
        string floor,
        int accounts,
        DateOnly today
    )
    {
        var name = $"pages_{accounts}";
        await cluster.EnsureSeededAsync(name, new Seed(accounts, accounts / 50, 0, today));
        await AddLeadAsync(cluster.ConnectionString(name));
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = floor,
            ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = Path.GetFileNameWithoutExtension(floor),
        };
        await using var app = await AppProcess.StartAsync(published, cluster.ConnectionString(name), environment);
        using var client = await SignInAsync(app.Address);
        var ratios = new List<Ratio>();
        foreach (var (page, path, against) in new[] { ("Today", "/", "/floor/today"), ("Board", "/board", "/floor/board") })
        {
            await AskAsync(client, path);
            await AskAsync(client, against);
            var (ours, floors) = (new List<double>(), new List<double>());
            for (var turn = 0; turn < Turns; turn++)
            {
                floors.AddRange(await AskAsync(client, against));
                ours.AddRange(await AskAsync(client, path));
            }
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {page}: p50 {At(ours, 0.5):0.00} ms, p99 {At(ours, 0.99):0.00} ms; floor p50 {At(floors, 0.5):0.00} ms, p99 {At(floors, 0.99):0.00} ms"
                )
            );
            ratios.Add(
                new Ratio(
                    string.Create(CultureInfo.InvariantCulture, $"{page}, {accounts:N0} accounts, {Connections} connections, median"),
                    At(ours, 0.5),
                    At(floors, 0.5),
                    "ms",
                    3,
                    app.PeakMemory
                )
            );
        }
        return ratios;
    }

    private static async Task<List<double>> AskAsync(HttpClient client, string path)
    {
        var until = Stopwatch.StartNew();
        var workers = Enumerable
            .Range(0, Connections)
            .Select(async _ =>
            {
                var times = new List<double>();
                while (until.Elapsed < s_turn)
                {
                    var start = Stopwatch.GetTimestamp();
                    using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
                    var body = await answer.Content.ReadAsByteArrayAsync();
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                    if (answer.StatusCode != HttpStatusCode.OK || body.Length < 4_000)
                        throw new InvalidOperationException($"{path} answered {answer.StatusCode} with {body.Length} bytes.");
                }
                return times;
            });
        return [.. (await Task.WhenAll(workers)).SelectMany(times => times)];
    }

    /// <summary>A lead, who sees everybody's accounts, with a password of the app's own hashing.</summary>
    private static async Task AddLeadAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var db = new TrackerDb(new DbContextOptionsBuilder<TrackerDb>().UseTracker(database).Options);
        if (await db.Members.AnyAsync(member => member.Email == Email))
            return;
        var lead = new Member
        {
            Email = Email,
            Name = "Bench Lead",
            Role = Role.Lead,
        };
        db.Members.Add(lead);
        await db.SaveChangesAsync();
        var user = new SignInUser
        {
            Id = Guid.NewGuid(),
            MemberId = lead.Id,
            UserName = Email,
            NormalizedUserName = Email.ToUpperInvariant(),
            Email = Email,
            NormalizedEmail = Email.ToUpperInvariant(),
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        user.PasswordHash = new PasswordHasher<SignInUser>().HashPassword(user, Password);
        db.Users.Add(user);
        await db.SaveChangesAsync();
    }

    private static async Task<HttpClient> SignInAsync(Uri address)
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections, CookieContainer = new CookieContainer() };
        var client = new HttpClient(handler) { BaseAddress = address };
        var form = await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        var token = Token().Match(form).Groups[1].Value;
        using var content = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["Email"] = Email,
                ["Password"] = Password,
                ["Input.Email"] = Email,
                ["Input.Password"] = Password,
                ["__RequestVerificationToken"] = token,
            }
        );
        using var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), content);
        if (answer.RequestMessage!.RequestUri!.AbsolutePath != "/")
            throw new InvalidOperationException($"Signing in led to {answer.RequestMessage.RequestUri} ({answer.StatusCode}).");
        return client;
    }

    private static double At(List<double> times, double share) => times.Order().ElementAt((int)(times.Count * share));

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""")]
    private static partial Regex Token();
}
