using System.Diagnostics.Metrics;

namespace OnboardingTracker.Data;

/// <summary>What the product counts of itself, besides what ASP.NET Core, Npgsql and the runtime count.</summary>
public static class TrackerMetrics
{
    public const string MeterName = "OnboardingTracker";

    private static readonly Meter s_meter = new(MeterName);

    /// <summary>Stage moves, by target stage and by kind of actor.</summary>
    public static Counter<long> Moves { get; } = s_meter.CreateCounter<long>("onboarding.moves", "{move}", "Stage moves that were applied");

    /// <summary>Moves that lost against another one and were not applied.</summary>
    public static Counter<long> LostMoves { get; } =
        s_meter.CreateCounter<long>("onboarding.moves.lost", "{move}", "Stage moves that lost to another");

    /// <summary>Runs of playbooks that ended, by playbook and state.</summary>
    public static Counter<long> Runs { get; } =
        s_meter.CreateCounter<long>("onboarding.playbook.runs", "{run}", "Playbook runs that ended");

    /// <summary>How long runs of playbooks took.</summary>
    public static Histogram<double> RunSeconds { get; } = s_meter.CreateHistogram<double>("onboarding.playbook.run.duration", "s");

    /// <summary>Deliveries to our webhooks, by source and outcome; of those that are refused nothing else is kept.</summary>
    public static Counter<long> Webhooks { get; } =
        s_meter.CreateCounter<long>("onboarding.webhooks", "{delivery}", "Deliveries to webhooks, by source and outcome");

    /// <summary>Job runs, by job and by whether they succeeded.</summary>
    public static Counter<long> Jobs { get; } = s_meter.CreateCounter<long>("onboarding.jobs", "{job}", "Background job runs");
}
