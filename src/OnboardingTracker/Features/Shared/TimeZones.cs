namespace OnboardingTracker.Features.Shared;

/// <summary>The time zones that the field offers; any other that the machine knows can be typed.</summary>
internal static class TimeZones
{
    private static readonly string[] s_continents = ["Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Pacific/"];

    public static IReadOnlyList<string> Offered { get; } =
    [
        "UTC",
        .. TimeZoneInfo
            .GetSystemTimeZones()
            .Select(zone => zone.Id)
            .Where(id => s_continents.Any(continent => id.StartsWith(continent, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];
}
