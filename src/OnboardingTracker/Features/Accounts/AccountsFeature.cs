using OnboardingTracker.Features.Accounts.Erasing;

namespace OnboardingTracker.Features.Accounts;

/// <summary>One account: what it is, where it stands, what is next and why; and adding one by hand.</summary>
public static class AccountsFeature
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) =>
        services.AddScoped<AccountViews>().AddScoped<AccountTimeline>().AddScoped<PipelineEntry>().AddScoped<ErasureSweep>();
}
