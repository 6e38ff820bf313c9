namespace OnboardingTracker.Features.Playbooks;

/// <summary>The playbooks: what each does and when, its switch, its runs; dry runs, runs on the approved set, and undoing a run.</summary>
public static class PlaybooksFeature
{
    public static IServiceCollection AddPlaybooks(this IServiceCollection services) =>
        services
            .AddScoped<RunPlaybookJob>()
            .AddScoped<UndoPlaybookRunJob>()
            .AddScoped<PlaybookSweep>()
            .AddScoped<PlaybookSheets>()
            .AddScoped<RunQuery>()
            .AddScoped<RunAccounts>();
}
