namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>Where the private cluster lives and how it runs.</summary>
/// <param name="DataDirectory">The app's data folder; the cluster takes the subfolder <c>postgres</c>.</param>
public sealed record LocalPostgresOptions(string DataDirectory)
{
    /// <summary>Made at the start where it is missing; several may live in one cluster.</summary>
    public string Database { get; init; } = "onboarding_tracker";

    /// <summary>Server settings that go over the defaults of <see cref="ServerSettings"/>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether the kernel ends the server when the app dies. Only Linux can; elsewhere, and where this is off, the next start adopts the
    /// server that was left running.
    /// </summary>
    public bool EndWithOwner { get; init; } = true;

    /// <summary>
    /// Reads <c>OnboardingTracker:DataDirectory</c>; a relative folder counts from the content root. The demo has a database of its own, so
    /// that its invented accounts never meet real ones.
    /// </summary>
    public static LocalPostgresOptions From(IConfiguration configuration, string contentRoot)
    {
        var given = configuration["OnboardingTracker:DataDirectory"];
        var options = new LocalPostgresOptions(Path.GetFullPath(string.IsNullOrWhiteSpace(given) ? ".data" : given, contentRoot));
        return configuration.GetValue<bool>("Demo") ? options with { Database = options.Database + "_demo" } : options;
    }
}
