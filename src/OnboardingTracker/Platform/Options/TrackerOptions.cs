namespace OnboardingTracker.Platform.Options;

/// <summary>What this process does.</summary>
public enum ProcessRole
{
    /// <summary>Pages, API and jobs: the one-process default.</summary>
    All,

    /// <summary>Pages and API; jobs are done by workers on the same database.</summary>
    Web,

    /// <summary>Jobs; answers health and metrics only as far as pages are asked of it.</summary>
    Worker,
}

/// <summary>The deployment's settings, section <c>OnboardingTracker</c>. What people tune in the app is the policy, not these.</summary>
public sealed class TrackerOptions
{
    public const string Section = "OnboardingTracker";

    public ProcessRole Role { get; set; } = ProcessRole.All;

    /// <summary>Largest import file, in bytes.</summary>
    public long MaxImportBytes { get; set; } = 1L << 30;

    /// <summary>Where people reach the app, for links in mail; null: mail names the page in words.</summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>"text" for people, "json" for log collectors.</summary>
    public string LogFormat { get; set; } = "text";
}
