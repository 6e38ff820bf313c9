using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Webhooks;

namespace OnboardingTracker.Features.Signals.CalCom;

/// <param name="Secret">Null: Cal.com is not connected.</param>
internal sealed record CalComSettings(string? Secret)
{
    public const string Setting = "Webhooks__CalCom__Secret";

    public static CalComSettings Read(IConfiguration configuration) => new(WebhookSecrets.Read(configuration, Setting));
}

/// <summary>
/// Proves that Cal.com sent it: <c>X-Cal-Signature-256</c>. It is not dated, so an old delivery proves as much as a new one; sent once
/// more it is the same signal, and changes nothing.
/// </summary>
internal sealed class CalComWebhook(CalComSettings settings) : IWebhookSender
{
    public string Source => SignalSources.CalCom;

    public string Path => "/webhooks/cal-com";

    public string Setting => CalComSettings.Setting;

    public bool IsConnected => settings.Secret is not null;

    public bool Proves(WebhookRequest request, DateTimeOffset now) =>
        settings.Secret is { } secret && Signatures.IsHex(request.Header("X-Cal-Signature-256"), secret, request.Body);

    /// <summary>Nothing in it tells one delivery from another but all of it.</summary>
    public IncomingSignal Describe(WebhookRequest request)
    {
        var root = Loose.TryParse(request.Body);
        return new(
            Source,
            DeliveryId.Of(request.Body),
            root["triggerEvent"].Text ?? "unreadable",
            root["createdAt"].Time,
            request.Body,
            request.ContentType
        );
    }
}
