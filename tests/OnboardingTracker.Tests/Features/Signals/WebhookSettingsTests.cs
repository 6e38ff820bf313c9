using Microsoft.Extensions.Configuration;
using OnboardingTracker.Features.Signals.CalCom;
using OnboardingTracker.Features.Signals.Calendly;
using OnboardingTracker.Features.Signals.Shopify;
using OnboardingTracker.Features.Signals.Stripe;
using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Tests.Features.Signals;

public sealed class WebhookSettingsTests
{
    private static readonly (string Setting, Func<IConfiguration, string?> Read)[] s_secrets =
    [
        ("Webhooks__Stripe__SigningSecret", configuration => StripeSettings.Read(configuration).SigningSecret),
        ("Webhooks__Calendly__SigningKey", configuration => CalendlySettings.Read(configuration).SigningKey),
        ("Webhooks__CalCom__Secret", configuration => CalComSettings.Read(configuration).Secret),
        ("Webhooks__Shopify__Secret", configuration => ShopifySettings.Read(configuration).Secret),
    ];

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("whsec_0123", "whsec_0123")]
    public void A_secret_is_taken_as_it_is_and_without_one_the_source_is_not_connected(string? value, string? expected)
    {
        foreach (var (setting, read) in s_secrets)
            read(Of(setting, value)).Should().Be(expected, setting);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\t\n")]
    [InlineData("whsec_0123\n")]
    [InlineData(" whsec_0123")]
    [InlineData("no-secret-provided")]
    [InlineData("No-Secret-Provided")]
    public void A_secret_that_is_blank_or_known_to_everybody_stops_the_app_with_a_sentence_that_names_it(string value)
    {
        foreach (var (setting, read) in s_secrets)
            FluentActions
                .Invoking(() => read(Of(setting, value)))
                .Should()
                .Throw<BadSettingException>()
                .WithMessage($"The setting {setting} must*.");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("false", false)]
    [InlineData("true", true)]
    [InlineData("True", true)]
    public void Test_mode_counts_only_where_it_is_said(string? value, bool expected) =>
        StripeSettings.Read(Of("Webhooks__Stripe__AcceptTestMode", value)).AcceptTestMode.Should().Be(expected);

    [Fact]
    public void A_switch_is_true_or_false() =>
        FluentActions
            .Invoking(() => StripeSettings.Read(Of("Webhooks__Stripe__AcceptTestMode", "yes")))
            .Should()
            .Throw<BadSettingException>()
            .WithMessage("The setting Webhooks__Stripe__AcceptTestMode must be true or false, not 'yes'.");

    private static IConfiguration Of(string setting, string? value) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [setting.Replace("__", ":", StringComparison.Ordinal)] = value })
            .Build();
}
