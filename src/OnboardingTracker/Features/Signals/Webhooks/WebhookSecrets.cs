using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Features.Signals.Webhooks;

/// <summary>Reads the senders' secrets, once, at start. None of them is ever logged or shown.</summary>
public static class WebhookSecrets
{
    /// <summary>What Cal.com signs with where nobody has set a secret: anybody could.</summary>
    private const string NoSecret = "no-secret-provided";

    /// <returns>Null: not set, and the source is not connected.</returns>
    /// <exception cref="BadSettingException">It is blank, or known to everybody.</exception>
    public static string? Read(IConfiguration configuration, string setting)
    {
        if (configuration[setting.Replace("__", ":", StringComparison.Ordinal)] is not { Length: > 0 } secret)
            return null;
        if (string.IsNullOrWhiteSpace(secret))
            throw new BadSettingException(setting, "must not be blank: leave it out where the source is not connected.");
        if (secret.Trim().Length != secret.Length)
            throw new BadSettingException(setting, "must not begin or end with white space.");
        if (secret.Equals(NoSecret, StringComparison.OrdinalIgnoreCase))
            throw new BadSettingException(
                setting,
                $"must not be '{NoSecret}': that is what is sent where no secret is set. Set one at the source."
            );
        return secret;
    }

    /// <exception cref="BadSettingException">It is neither true nor false.</exception>
    public static bool ReadSwitch(IConfiguration configuration, string setting)
    {
        if (configuration[setting.Replace("__", ":", StringComparison.Ordinal)] is not { Length: > 0 } text)
            return false;
        return bool.TryParse(text, out var on) ? on : throw new BadSettingException(setting, $"must be true or false, not '{text}'.");
    }
}
