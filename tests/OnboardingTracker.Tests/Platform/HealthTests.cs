using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Platform.Live;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Platform;

public sealed class HealthTests(TestPostgres postgres)
{
    [Fact]
    public async Task Live_and_ready_need_no_key_and_metrics_do()
    {
        const string token = "scrape-token-0123456789-0123456789-abc";
        await using var app = await TrackerApp.StartAsync(postgres, new Dictionary<string, string> { ["Metrics:ScrapeToken"] = token });
        using var nobody = app.ApiClient(null);
        (await nobody.GetAsync("/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
        var ready = await nobody.GetAsync("/health/ready");
        ready.StatusCode.Should().Be(HttpStatusCode.OK, await ready.Content.ReadAsStringAsync());
        (await nobody.GetAsync("/metrics")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await app.ApiClient("wrong").GetAsync("/metrics")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var scraper = app.ApiClient(token);
        var metrics = await scraper.GetAsync("/metrics");
        metrics.StatusCode.Should().Be(HttpStatusCode.OK);
        (await metrics.Content.ReadAsStringAsync()).Should().Contain("http_server_request_duration");
        (await app.ApiClient().GetAsync("/metrics")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_subscriber_hears_what_another_connection_commits_and_nothing_that_it_rolls_back()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var live = app.Services.GetRequiredService<LiveListener>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using var heard = live.SubscribeAsync(limit.Token).GetAsyncEnumerator(limit.Token);
        var next = heard.MoveNextAsync().AsTask();
        await using var database = Npgsql.NpgsqlDataSource.Create(app.ConnectionString);
        await using var connection = await database.OpenConnectionAsync(limit.Token);
        await using (var rolledBack = await connection.BeginTransactionAsync(limit.Token))
        {
            await LiveChannel.NotifyAsync(connection, rolledBack, LiveChannel.Payload("accounts", 1), limit.Token);
            await rolledBack.RollbackAsync(limit.Token);
        }
        await LiveChannel.NotifyAsync(connection, null, LiveChannel.Payload("accounts", 2), limit.Token);
        LiveMessage message;
        do
        {
            (await next).Should().BeTrue();
            message = heard.Current;
            next = heard.MoveNextAsync().AsTask();
        } while (message == LiveMessage.Resync);
        message.Should().Be(new LiveMessage("accounts", 2));
        await limit.CancelAsync();
        try
        {
            await next;
        }
        catch (OperationCanceledException)
        {
            // The subscription ends with its token.
        }
    }
}
