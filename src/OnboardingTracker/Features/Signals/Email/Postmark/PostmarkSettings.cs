using OnboardingTracker.Features.Signals.Webhooks;
using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Features.Signals.Email.Postmark;

/// <summary>What Postmark puts before the @ of the webhook's address; null: it is not connected.</summary>
internal sealed record PostmarkSettings(string? UserName, string? Password)
{
    public const string UserNameSetting = "Webhooks__Postmark__Username";
    public const string PasswordSetting = "Webhooks__Postmark__Password";

    public static PostmarkSettings Read(IConfiguration configuration)
    {
        var settings = new PostmarkSettings(
            WebhookSecrets.Read(configuration, UserNameSetting),
            WebhookSecrets.Read(configuration, PasswordSetting)
        );
        if (settings.UserName?.Contains(':', StringComparison.Ordinal) == true)
            throw new BadSettingException(UserNameSetting, "must not hold a colon, which ends the name.");
        if ((settings.UserName is null) != (settings.Password is null))
            throw new BadSettingException(
                settings.UserName is null ? UserNameSetting : PasswordSetting,
                "is missing: Postmark needs a user name and a password."
            );
        return settings;
    }

    /// <summary>Not the password: records are printed easily.</summary>
    public override string ToString() => UserName is null ? "not connected" : "connected";
}
