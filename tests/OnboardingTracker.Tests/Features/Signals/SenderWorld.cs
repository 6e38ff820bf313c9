using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Features.Signals;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary>The running app with every source connected, and senders who sign as the real ones do.</summary>
internal sealed class SenderWorld : IAsyncDisposable
{
    public const string StripeSecret = "whsec_of_this_test_0123456789";
    public const string CalendlyKey = "calendly-key-of-this-test";
    public const string CalComSecret = "cal-com-secret-of-this-test";
    public const string ShopifySecret = "shopify-secret-of-this-test";

    public static readonly string[] Paths = ["/webhooks/stripe", "/webhooks/calendly", "/webhooks/cal-com", "/webhooks/shopify"];

    private static readonly Dictionary<string, string> s_connected = new()
    {
        ["Webhooks:Stripe:SigningSecret"] = StripeSecret,
        ["Webhooks:Calendly:SigningKey"] = CalendlyKey,
        ["Webhooks:CalCom:Secret"] = CalComSecret,
        ["Webhooks:Shopify:Secret"] = ShopifySecret,
    };

    private SenderWorld(TrackerApp app) => (App, Http) = (app, app.ApiClient(key: null));

    public TrackerApp App { get; }

    public HttpClient Http { get; }

    public DateTimeOffset Now => App.Clock.GetUtcNow();

    public static async Task<SenderWorld> StartAsync(TestPostgres postgres, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(s_connected);
        foreach (var (name, value) in settings)
            all[name] = value;
        return new SenderWorld(await TrackerApp.StartAsync(postgres, all));
    }

    /// <summary>"Harbour", whose people write from harbour.example, moved by hand to a stage at 09:00; then an hour passes.</summary>
    public async Task<long> HarbourAsync(string stage = "2", string? customer = null)
    {
        var update = new AccountUpdate
        {
            Name = "Harbour",
            Domain = "harbour.example",
            Plan = Plan.PayAsYouGo,
            Forecast = new Money(80, "USD"),
            StripeCustomerId = customer is null ? default(Optional<string?>) : customer,
        };
        var id = await App.AddAccountAsync(update, "harbour");
        await App.MoveAsync(id, stage, TestAccounts.Importer);
        App.Clock.Advance(TimeSpan.FromHours(1));
        return id;
    }

    /// <summary>Posts a body as its source would, signed now.</summary>
    /// <param name="topic">Of a store's delivery.</param>
    public Task<HttpResponseMessage> SendAsync(string source, byte[] body, string? topic = null, string? eventId = null) =>
        PostAsync($"/webhooks/{source}", body, Signature(source, body, Now, topic, eventId));

    public Task<HttpResponseMessage> SendAsync(EventFile file) => SendAsync(file.Source, file.Raw, file.Topic);

    /// <summary>Sends one of our own events, takes it for granted that it is taken, and works what waits.</summary>
    public async Task TellAsync(string source, string file)
    {
        using var answer = await SendAsync(EventFile.Find(source, file));
        answer.StatusCode.Should().Be(System.Net.HttpStatusCode.OK);
        await WorkAsync();
    }

    public Task<HttpResponseMessage> PostAsync(string path, byte[] body, params (string Name, string Value)[] headers) =>
        PostAsync(path, new ByteArrayContent(body), headers);

    public async Task<HttpResponseMessage> PostAsync(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                content.Headers.TryAddWithoutValidation(name, value);
        }
        return await Http.SendAsync(request);
    }

    /// <summary>Works every signal that waits to be worked by now, as the jobs and the sweep do.</summary>
    public async Task WorkAsync()
    {
        for (var round = 0; round < 5; round++)
        {
            var now = Now;
            var waiting = await App.DbAsync(db =>
                db.Signals.Where(s => s.NextAttemptAt != null && s.NextAttemptAt <= now).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync()
            );
            if (waiting.Count == 0)
                return;
            foreach (var id in waiting)
                await App.WithAsync(async services =>
                {
                    await services.GetRequiredService<SignalWorker>().WorkAsync(id);
                    return true;
                });
        }
    }

    /// <summary>Time passes, and the sweep looks who is concerned.</summary>
    public async Task PassAsync(DateTimeOffset until)
    {
        App.Clock.SetUtcNow(until);
        await App.WithAsync(async services =>
        {
            await services.GetRequiredService<SignalSweep>().RunAsync(CancellationToken.None);
            return true;
        });
    }

    public Task<List<Signal>> SignalsAsync() => App.DbAsync(db => db.Signals.AsNoTracking().OrderBy(s => s.Id).ToListAsync());

    public async Task<string?> StageAsync(long id) => (await App.AccountAsync(id)).Stage;

    public Task<List<string>> TasksAsync(long id) =>
        App.DbAsync(db =>
            db.Tasks.Where(t => t.AccountId == id && t.State == TaskState.Open).OrderBy(t => t.Id).Select(t => t.Kind).ToListAsync()
        );

    public static (string Name, string Value)[] Signature(
        string source,
        byte[] body,
        DateTimeOffset at,
        string? topic = null,
        string? eventId = null
    ) =>
        source switch
        {
            "stripe" => [("Stripe-Signature", Timestamped(StripeSecret, body, at))],
            "calendly" => [("Calendly-Webhook-Signature", Timestamped(CalendlyKey, body, at))],
            "cal-com" => [("X-Cal-Signature-256", Hex(CalComSecret, body)), ("X-Cal-Webhook-Version", "2021-10-20")],
            _ =>
            [
                ("X-Shopify-Hmac-Sha256", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(ShopifySecret), body))),
                ("X-Shopify-Topic", topic ?? "orders/paid"),
                ("X-Shopify-Event-Id", eventId ?? Convert.ToHexStringLower(SHA256.HashData(body))),
            ],
        };

    public static string Timestamped(string secret, byte[] body, DateTimeOffset at)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={time},v1={Hex(secret, [.. Encoding.ASCII.GetBytes(time), (byte)'.', .. body])}";
    }

    public static string Hex(string secret, byte[] message) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.DisposeAsync();
    }
}

/// <summary>A body whose sender does not say how long it is.</summary>
internal sealed class UnsizedContent(byte[] body) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => stream.WriteAsync(body).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
