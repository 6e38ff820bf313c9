using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace OnboardingTracker.Bench;

/// <summary>
/// Signed deliveries of Stripe against a bare insert of the same bytes by the same process, on a durable PostgreSQL; then how many of the
/// stored signals a worker works a second.
/// </summary>
internal static class WebhooksBench
{
    private const string Secret = "whsec_bench_0123456789";
    private const string Database = "webhooks_10000";
    private const string Run = "webhooks_run";
    private const int Accounts = 10_000;
    private const int Connections = 16;
    private const int Turns = 5;
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_working = TimeSpan.FromSeconds(20);
    private static int s_sent;

    public static async Task<IReadOnlyList<Ratio>> RunAsync(BenchCluster cluster, string published, string floor, DateOnly today)
    {
        await cluster.EnsureSeededAsync(Database, new Seed(Accounts, Accounts / 5, 0, today));
        await cluster.CopyAsync(Database, Run);
        await cluster.ExecuteAsync(
            Run,
            "create table floor_signals (id bigint generated always as identity primary key, source_id text not null unique, raw bytea not null)"
        );
        var environment = new Dictionary<string, string>
        {
            ["OnboardingTracker__Role"] = "web",
            ["Webhooks__Stripe__SigningSecret"] = Secret,
            ["DOTNET_STARTUP_HOOKS"] = floor,
            ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = Path.GetFileNameWithoutExtension(floor),
        };
        Ratio ratio;
        await using (var app = await AppProcess.StartAsync(published, cluster.ConnectionString(Run), environment))
        {
            using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections })
            {
                BaseAddress = app.Address,
            };
            await SendAsync(client, "/floor/signal");
            await SendAsync(client, "/webhooks/stripe");
            var (ours, floors) = (0, 0);
            for (var turn = 0; turn < Turns; turn++)
            {
                floors += await SendAsync(client, "/floor/signal");
                ours += await SendAsync(client, "/webhooks/stripe");
            }
            var seconds = s_turn.TotalSeconds * Turns;
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  {ours / seconds:0} deliveries stored a second; floor {floors / seconds:0}")
            );
            ratio = new Ratio(
                $"Durable webhook intake, {Connections} connections, time of a delivery",
                seconds * 1000 / ours,
                seconds * 1000 / floors,
                "ms",
                2,
                app.PeakMemory
            );
        }
        await WorkAsync(cluster, published, environment);
        await cluster.DropAsync(Run);
        return [ratio];
    }

    /// <returns>How many were stored.</returns>
    private static async Task<int> SendAsync(HttpClient client, string path)
    {
        var until = Stopwatch.StartNew();
        var senders = Enumerable
            .Range(0, Connections)
            .Select(async _ =>
            {
                var stored = 0;
                while (until.Elapsed < s_turn)
                {
                    using var request = Delivery(path);
                    using var answer = await client.SendAsync(request);
                    if (answer.StatusCode != HttpStatusCode.OK)
                        throw new InvalidOperationException($"{path} answered {answer.StatusCode}.");
                    stored++;
                }
                return stored;
            });
        return (await Task.WhenAll(senders)).Sum();
    }

    private static async Task WorkAsync(BenchCluster cluster, string published, Dictionary<string, string> environment)
    {
        environment["OnboardingTracker__Role"] = "worker";
        await using var worker = await AppProcess.StartAsync(published, cluster.ConnectionString(Run), environment);
        const string worked = "select count(*) from signals where state = 'worked'";
        var (before, watch) = (await cluster.ScalarAsync(Run, worked), Stopwatch.StartNew());
        await Task.Delay(s_working);
        var done = await cluster.ScalarAsync(Run, worked) - before;
        var left = await cluster.ScalarAsync(Run, "select count(*) from signals where next_attempt_at is not null");
        var failed = await cluster.ScalarAsync(Run, "select count(*) from signals where last_error is not null");
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {done / watch.Elapsed.TotalSeconds:0} signals worked a second ({left} left, {failed} failed, peak memory {worker.PeakMemory / 1048576.0:0} MB)"
            )
        );
    }

    private static HttpRequestMessage Delivery(string path)
    {
        var number = Interlocked.Increment(ref s_sent);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $$$$"""
            {"id":"evt_bench_{{{{number}}}}","object":"event","api_version":"2025-09-30.clover","created":{{{{now}}}},"livemode":true,"type":"invoice.finalized","data":{"object":
            {"id":"in_{{{{number
                % 50_000}}}}","object":"invoice","amount_due":84000,"amount_paid":0,"amount_remaining":84000,"attempt_count":0,"attempted":false,
            "billing_reason":"subscription_cycle","collection_method":"charge_automatically","created":{{{{now}}}},"currency":"usd","customer":"cus_bench{{{{number
                % Accounts}}}}",
            "customer_email":"billing@bench.example","customer_name":"Bench","due_date":null,"lines":{"object":"list","data":[{{{{Lines(
                number
            )}}}}]},"livemode":true,
            "metadata":{"onboarding_tracker_account":"acc-{{{{1
                + number % Accounts}}}}"},"number":"B-{{{{number}}}}","parent":{"type":"subscription_details",
            "subscription_details":{"metadata":{},"subscription":"sub_{{{{number % Accounts}}}}"}},"period_end":{{{{now
                + 86400}}}},"period_start":{{{{now - 2592000}}}},
            "starting_balance":0,"status":"open","subtotal":84000,"total":84000}}}
            """
        );
        var raw = Encoding.UTF8.GetBytes(body);
        byte[] message = [.. Encoding.ASCII.GetBytes(now.ToString(CultureInfo.InvariantCulture)), (byte)'.', .. raw];
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), message));
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(raw) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation("Stripe-Signature", $"t={now},v1={signature}");
        return request;
    }

    /// <summary>Real invoices are some kilobytes, most of it lines.</summary>
    private static string Lines(int number) =>
        string.Join(
            ',',
            Enumerable
                .Range(0, 8)
                .Select(line =>
                    $$$"""{"id":"il_{{{number}}}_{{{line}}}","object":"line_item","amount":10500,"currency":"usd","description":"Usage of the product in the period, part {{{line}}}","discountable":true,"period":{"start":1771545600,"end":1773964800},"pricing":{"type":"price_details","unit_amount_decimal":"10500"},"quantity":1}"""
                )
        );
}
