namespace OnboardingTracker.Features.Notices;

/// <summary>What people are told: the bell, the list, each person's choices, the morning digest.</summary>
public static class NoticesFeature
{
    public static IServiceCollection AddNotices(this IServiceCollection services) =>
        services.AddScoped<NoticeList>().AddScoped<DigestJob>().AddScoped<DropOldNoticesJob>();
}
