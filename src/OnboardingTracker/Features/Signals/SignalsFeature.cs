namespace OnboardingTracker.Features.Signals;

/// <summary>What the outside world says: stored once, worked in one transaction with its effects, shown and replayed.</summary>
public static class SignalsFeature
{
    /// <summary>What open pages listen to.</summary>
    public const string Topic = "signals";

    public static IServiceCollection AddSignals(this IServiceCollection services) =>
        services
            .AddSingleton<GenericSource>()
            .AddSingleton<SourceBook>()
            .AddScoped<SignalIntake>()
            .AddScoped<SignalWorker>()
            .AddScoped<SignalJob>()
            .AddScoped<SignalSweep>();
}
