namespace OnboardingTracker.Features.Shared;

/// <summary>Light, dark, or as the system says (no value). Kept in a cookie, so that the first byte already has it.</summary>
public static class Theme
{
    public const string Cookie = "theme";

    /// <summary>"light", "dark" or null.</summary>
    public static string? Of(HttpContext context) => Known(context.Request.Cookies[Cookie]);

    public static string? Known(string? value) => value is "light" or "dark" ? value : null;
}
