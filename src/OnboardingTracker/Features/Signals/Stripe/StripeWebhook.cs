using System.Text;
using global::Stripe;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Webhooks;

namespace OnboardingTracker.Features.Signals.Stripe;

/// <summary>Proves that Stripe sent it: <c>Stripe-Signature</c>, 300 s of tolerance both ways, by Stripe's own library.</summary>
internal sealed class StripeWebhook(StripeSettings settings) : IWebhookSender
{
    private const long ToleranceSeconds = 300;
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Source => SignalSources.Stripe;

    public string Path => "/webhooks/stripe";

    public string Setting => StripeSettings.SecretSetting;

    public bool IsConnected => settings.SigningSecret is not null;

    public bool Proves(WebhookRequest request, DateTimeOffset now)
    {
        if (settings.SigningSecret is not { } secret || request.Header("Stripe-Signature") is not { } header)
            return false;
        try
        {
            EventUtility.ValidateSignature(s_strict.GetString(request.Body), header, secret, ToleranceSeconds, now.ToUnixTimeSeconds());
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A header that is not one makes it throw as it pleases: whatever it was, nothing is proven.
            return false;
        }
    }

    public IncomingSignal Describe(WebhookRequest request)
    {
        var root = Loose.TryParse(request.Body);
        return new(
            Source,
            DeliveryId.Of(root["id"].Text, request.Body),
            root["type"].Text ?? "unreadable",
            root["created"].Unix,
            request.Body,
            request.ContentType
        );
    }
}
