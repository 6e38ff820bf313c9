using OnboardingTracker.Data.HandOffs;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Features.HandOffs;

/// <summary>Handing accounts to Sales: the form, the packets, and what Sales made of them.</summary>
public static class HandOffsFeature
{
    private const string DemoAddress = "sales@example.com";

    /// <exception cref="BadSettingException"><c>HandOff__SalesAddress</c> is no e-mail address.</exception>
    public static IServiceCollection AddHandOffs(this IServiceCollection services, IConfiguration configuration)
    {
        var text = configuration["HandOff:SalesAddress"] ?? (configuration.GetValue<bool>("Demo") ? DemoAddress : null);
        return services.AddSingleton(new HandOffSettings(string.IsNullOrWhiteSpace(text) ? null : Address(text)));
    }

    private static string Address(string text) =>
        EmailAddress.Normalise(text, out var reason)
        ?? throw new BadSettingException("HandOff__SalesAddress", $"must be an e-mail address: {reason}.");
}
