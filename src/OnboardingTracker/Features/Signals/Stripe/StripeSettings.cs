using OnboardingTracker.Features.Signals.Webhooks;

namespace OnboardingTracker.Features.Signals.Stripe;

/// <param name="SigningSecret">The whole text, "whsec_…"; null: Stripe is not connected.</param>
/// <param name="AcceptTestMode">Whether events of Stripe's test mode count.</param>
internal sealed record StripeSettings(string? SigningSecret, bool AcceptTestMode)
{
    public const string SecretSetting = "Webhooks__Stripe__SigningSecret";

    public static StripeSettings Read(IConfiguration configuration) =>
        new(
            WebhookSecrets.Read(configuration, SecretSetting),
            WebhookSecrets.ReadSwitch(configuration, "Webhooks__Stripe__AcceptTestMode")
        );
}
