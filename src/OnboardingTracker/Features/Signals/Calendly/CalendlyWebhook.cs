using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Webhooks;

namespace OnboardingTracker.Features.Signals.Calendly;

/// <param name="SigningKey">Null: Calendly is not connected.</param>
internal sealed record CalendlySettings(string? SigningKey)
{
    public const string Setting = "Webhooks__Calendly__SigningKey";

    public static CalendlySettings Read(IConfiguration configuration) => new(WebhookSecrets.Read(configuration, Setting));
}

/// <summary>Proves that Calendly sent it: <c>Calendly-Webhook-Signature</c>, three minutes of tolerance both ways.</summary>
internal sealed class CalendlyWebhook(CalendlySettings settings) : IWebhookSender
{
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(180);

    public string Source => SignalSources.Calendly;

    public string Path => "/webhooks/calendly";

    public string Setting => CalendlySettings.Setting;

    public bool IsConnected => settings.SigningKey is not null;

    public bool Proves(WebhookRequest request, DateTimeOffset now) =>
        settings.SigningKey is { } key
        && Signatures.IsTimestamped(request.Header("Calendly-Webhook-Signature"), key, request.Body, now, s_tolerance);

    public IncomingSignal Describe(WebhookRequest request)
    {
        var root = Loose.TryParse(request.Body);
        var kind = root["event"].Text ?? "unreadable";
        return new(Source, DeliveryId.Of(Id(kind, root), request.Body), kind, root["created_at"].Time, request.Body, request.ContentType);
    }

    /// <summary>Deliveries have no number: what happened to whom, and when, is as good. A mark of a no-show has an address of its own.</summary>
    private static string? Id(string kind, Loose root)
    {
        var payload = root["payload"];
        if (payload["no_show"]["uri"].Text is { } noShow)
            return $"{kind} {noShow}";
        return payload["uri"].Text is { } invitee && root["created_at"].Text is { } at ? $"{kind} {invitee} {at}" : null;
    }
}
