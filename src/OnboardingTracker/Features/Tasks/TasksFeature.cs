namespace OnboardingTracker.Features.Tasks;

/// <summary>What people must do on accounts: the list on an account, and each task's form.</summary>
public static class TasksFeature
{
    public static IServiceCollection AddTasks(this IServiceCollection services) => services.AddScoped<WakeTasksJob>();
}
