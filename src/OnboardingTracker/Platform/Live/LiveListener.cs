using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Npgsql;
using OnboardingTracker.Data;

namespace OnboardingTracker.Platform.Live;

/// <param name="Topic">What changed: "accounts", "policy", …</param>
/// <param name="Id">The one row that changed; null: several, or it is not known which.</param>
public sealed record LiveMessage(string Topic, long? Id)
{
    /// <summary>Something may have been missed: whoever listens looks at everything again.</summary>
    public static LiveMessage Resync { get; } = new("resync", null);
}

/// <summary>
/// Hears on one connection what any replica commits, and passes it on to whoever subscribed in this process. A lost connection is
/// made anew, and subscribers are told to look again, since PostgreSQL keeps no message for an absent listener.
/// </summary>
public sealed class LiveListener(NpgsqlDataSource database, ILogger<LiveListener> log) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<Guid, Channel<LiveMessage>> _subscribers = new();

    /// <summary>What happens from now on. A subscriber that is too slow loses the oldest and is told to look at everything again.</summary>
    public async IAsyncEnumerable<LiveMessage> SubscribeAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel
    )
    {
        var id = Guid.NewGuid();
        var missed = 0;
        var channel = Channel.CreateBounded<LiveMessage>(
            new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => Interlocked.Exchange(ref missed, 1)
        );
        _subscribers[id] = channel;
        try
        {
            await foreach (var message in channel.Reader.ReadAllAsync(cancel))
                yield return Interlocked.Exchange(ref missed, 0) == 1 ? LiveMessage.Resync : message;
        }
        finally
        {
            _subscribers.TryRemove(id, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // A connection that breaks while it is used fails in many ways, and none of them may take the app with it.
                log.LogWarning("Live updates lost the database ({Reason}); trying again", failure.Message);
                await Task.Delay(s_pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        connection.Notification += (_, notification) => Publish(Parse(notification.Payload));
        await using (var listen = new NpgsqlCommand($"listen {LiveChannel.Name}", connection))
            await listen.ExecuteNonQueryAsync(cancel);
        Publish(LiveMessage.Resync);
        while (true)
            await connection.WaitAsync(cancel);
    }

    private void Publish(LiveMessage message)
    {
        foreach (var subscriber in _subscribers.Values)
            subscriber.Writer.TryWrite(message);
    }

    private static LiveMessage Parse(string payload)
    {
        var parts = payload.Split(' ', 2);
        return new LiveMessage(
            parts[0],
            parts.Length == 2 && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var id) ? id : null
        );
    }
}
