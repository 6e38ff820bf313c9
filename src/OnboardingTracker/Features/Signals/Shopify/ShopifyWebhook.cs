using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Webhooks;

namespace OnboardingTracker.Features.Signals.Shopify;

/// <param name="Secret">Null: the store is not connected.</param>
internal sealed record ShopifySettings(string? Secret)
{
    public const string Setting = "Webhooks__Shopify__Secret";

    public static ShopifySettings Read(IConfiguration configuration) => new(WebhookSecrets.Read(configuration, Setting));
}

/// <summary>Proves that Shopify sent it: <c>X-Shopify-Hmac-Sha256</c>, which is not dated.</summary>
internal sealed class ShopifyWebhook(ShopifySettings settings) : IWebhookSender
{
    public string Source => SignalSources.Shopify;

    public string Path => "/webhooks/shopify";

    public string Setting => ShopifySettings.Setting;

    public bool IsConnected => settings.Secret is not null;

    public bool Proves(WebhookRequest request, DateTimeOffset now) =>
        settings.Secret is { } secret && Signatures.IsBase64(request.Header("X-Shopify-Hmac-Sha256"), secret, request.Body);

    public IncomingSignal Describe(WebhookRequest request)
    {
        var root = Loose.TryParse(request.Body);
        var topic = request.Header("X-Shopify-Topic") is { Length: > 0 and <= SignalInbox.LongestKind } given ? given : "unknown";
        // Of one event there can be deliveries of several topics: each of them is a signal.
        var id = request.Header("X-Shopify-Event-Id") ?? request.Header("X-Shopify-Webhook-Id");
        return new(
            Source,
            DeliveryId.Of(string.IsNullOrWhiteSpace(id) ? null : $"{topic} {id}", request.Body),
            topic,
            root["updated_at"].Time ?? root["created_at"].Time,
            request.Body,
            request.ContentType
        );
    }
}
