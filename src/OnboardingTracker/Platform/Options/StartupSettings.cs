namespace OnboardingTracker.Platform.Options;

/// <summary>A setting that the app cannot start with; the message names it and says what it must be.</summary>
public sealed class BadSettingException(string setting, string must) : Exception($"The setting {setting} {must}")
{
    public string Setting { get; } = setting;
}

/// <summary>Reads and checks every setting before anything starts: a bad one stops the app with a sentence that names it.</summary>
public static class StartupSettings
{
    public const int ShortestBootstrapKey = 32;

    /// <exception cref="BadSettingException">A setting is not what it must be.</exception>
    public static TrackerOptions Check(IConfiguration configuration, IHostEnvironment environment)
    {
        var options = new TrackerOptions();
        var section = configuration.GetSection(TrackerOptions.Section);
        if (section["Role"] is { Length: > 0 } role)
            options.Role =
                Enum.TryParse<ProcessRole>(role, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed)
                    ? parsed
                    : throw new BadSettingException("OnboardingTracker__Role", $"must be all, web or worker, not '{role}'.");
        if (section["MaxImportBytes"] is { Length: > 0 } bytes)
            options.MaxImportBytes =
                long.TryParse(bytes, System.Globalization.CultureInfo.InvariantCulture, out var most) && most > 0
                    ? most
                    : throw new BadSettingException(
                        "OnboardingTracker__MaxImportBytes",
                        $"must be a number of bytes above 0, not '{bytes}'."
                    );
        if (section["LogFormat"] is { Length: > 0 } format)
            options.LogFormat = format is "text" or "json"
                ? format
                : throw new BadSettingException("OnboardingTracker__LogFormat", $"must be text or json, not '{format}'.");
        if (section["PublicAddress"] is { Length: > 0 } address)
            options.PublicAddress =
                Uri.TryCreate(address, UriKind.Absolute, out var site)
                && site is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }
                    ? site
                    : throw new BadSettingException(
                        "OnboardingTracker__PublicAddress",
                        $"must be where people reach the app, such as https://onboarding.example.com, not '{address}'."
                    );
        if (configuration["Api:BootstrapKey"] is { Length: > 0 and < ShortestBootstrapKey })
            throw new BadSettingException("Api__BootstrapKey", $"must have at least {ShortestBootstrapKey} characters.");
        if (configuration["Metrics:ScrapeToken"] is { Length: > 0 and < ShortestBootstrapKey })
            throw new BadSettingException("Metrics__ScrapeToken", $"must have at least {ShortestBootstrapKey} characters.");
        if (configuration.GetValue<bool>("Demo") && !environment.IsDevelopment())
            throw new BadSettingException("Demo", "is for Development only: it signs anybody in.");
        if (configuration.GetConnectionString("Postgres") is { Length: > 0 } connection)
            CheckConnection("ConnectionStrings__Postgres", connection);
        return options;
    }

    /// <exception cref="BadSettingException">It is not what Npgsql can connect by.</exception>
    public static void CheckConnection(string setting, string connection)
    {
        try
        {
            _ = new Npgsql.NpgsqlConnectionStringBuilder(connection);
        }
        catch (ArgumentException failure)
        {
            throw new BadSettingException(setting, $"is not a PostgreSQL connection string: {failure.Message}");
        }
    }
}
