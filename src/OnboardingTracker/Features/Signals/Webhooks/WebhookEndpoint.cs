using System.Globalization;
using OnboardingTracker.Data;

namespace OnboardingTracker.Features.Signals.Webhooks;

/// <summary>
/// Where other systems post what happened. Open to everybody, since the signature says who it is: a source without a secret is 404, a
/// delivery that is not proven 401 and nothing of it is kept, one that is too large 413. A good one is 200 with an empty body, once
/// it is durable; where that cannot be had within the sender's patience, 503, and the sender tries again.
/// </summary>
internal static class WebhookEndpoint
{
    /// <summary>Some senders give up after 5 s.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);

    private const int RetryAfterSeconds = 30;

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        foreach (var sender in routes.ServiceProvider.GetServices<IWebhookSender>())
            routes.MapPost(sender.Path, http => TakeAsync(sender, http)).AllowAnonymous().WithDisplayName(sender.Path);
        // Whatever else is asked for here is asked by a machine, which must not be led to the sign-in page.
        routes
            .Map(
                "/webhooks/{**rest}",
                http =>
                {
                    http.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                }
            )
            .AllowAnonymous();
    }

    private static async Task TakeAsync(IWebhookSender sender, HttpContext http)
    {
        try
        {
            var outcome = await OutcomeAsync(sender, http);
            TrackerMetrics.Webhooks.Add(1, new("source", sender.Source), new("outcome", outcome.Name));
            if (outcome.Status == StatusCodes.Status503ServiceUnavailable)
                http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            http.Response.StatusCode = outcome.Status;
            http.Response.ContentLength = 0;
        }
        catch (BadHttpRequestException broken)
        {
            http.Response.StatusCode = broken.StatusCode;
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The sender hung up before all of it was here. It will send it again.
        }
    }

    private static async Task<Outcome> OutcomeAsync(IWebhookSender sender, HttpContext http)
    {
        if (!sender.IsConnected)
            return Outcome.NotConnected;
        if (!sender.MayBe(http.Request.Headers))
            return Outcome.Refused;
        if (await WebhookBody.ReadAsync(http.Request, sender.MostBytes) is not { } body)
            return Outcome.TooLarge;
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var request = new WebhookRequest(http.Request.Headers, body, http.Request.ContentType ?? "");
        if (!sender.Proves(request, now))
            return Outcome.Refused;
        var intake = http.RequestServices.GetRequiredService<SignalIntake>();
        try
        {
            // Begun is not broken off, not even by a sender that hangs up: stored once more or not at all, the next delivery finds out.
            var stored = await intake.TakeAsync(sender.Describe(request), CancellationToken.None).WaitAsync(s_patience);
            return stored.IsNew ? Outcome.Stored : Outcome.Known;
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested)
        {
            http.RequestServices.GetRequiredService<ILoggerFactory>()
                .CreateLogger(typeof(WebhookEndpoint))
                .LogWarning(
                    "A delivery from {Source} could not be stored and will be sent again: {Reason}",
                    sender.Source,
                    failure.Message
                );
            return Outcome.Unavailable;
        }
    }

    private sealed record Outcome(int Status, string Name)
    {
        public static readonly Outcome Stored = new(StatusCodes.Status200OK, "stored");
        public static readonly Outcome Known = new(StatusCodes.Status200OK, "known");
        public static readonly Outcome NotConnected = new(StatusCodes.Status404NotFound, "not connected");
        public static readonly Outcome Refused = new(StatusCodes.Status401Unauthorized, "refused");
        public static readonly Outcome TooLarge = new(StatusCodes.Status413PayloadTooLarge, "too large");
        public static readonly Outcome Unavailable = new(StatusCodes.Status503ServiceUnavailable, "unavailable");
    }
}
