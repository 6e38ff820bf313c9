using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Platform.Live;

namespace OnboardingTracker.Features.Live;

/// <summary>Tells open pages what changed, on whichever replica: server-sent events with a topic and an id, never content.</summary>
public static class LiveFeature
{
    private static readonly TimeSpan s_pulse = TimeSpan.FromSeconds(25);

    public static void MapLive(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/live", Listen).RequireAuthorization(Access.Read).ExcludeFromDescription();

    private static ServerSentEventsResult<LiveMessage> Listen(LiveListener live, IHostApplicationLifetime lifetime, HttpContext http) =>
        TypedResults.ServerSentEvents(WithPulseAsync(live, lifetime.ApplicationStopping, http.RequestAborted));

    /// <summary>A pulse now and then, so that proxies keep the connection and a dead browser is noticed. Ends when the app stops.</summary>
    private static async IAsyncEnumerable<SseItem<LiveMessage>> WithPulseAsync(
        LiveListener live,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken aborted
    )
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        await using var messages = live.SubscribeAsync(ended.Token).GetAsyncEnumerator(ended.Token);
        yield return new SseItem<LiveMessage>(new LiveMessage("hello", null));
        var next = messages.MoveNextAsync().AsTask();
        while (true)
        {
            var pulse = Task.Delay(s_pulse, ended.Token);
            var first = await Task.WhenAny(next, pulse);
            if (ended.IsCancellationRequested)
                break;
            if (first == pulse)
            {
                yield return new SseItem<LiveMessage>(new LiveMessage("pulse", null));
                continue;
            }
            if (!await next)
                break;
            yield return new SseItem<LiveMessage>(messages.Current);
            next = messages.MoveNextAsync().AsTask();
        }
        // An enumerator may not be disposed while its next item is awaited.
        await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
