namespace OnboardingTracker.Features.SignIn;

/// <summary>Signing in and out, the first set-up, invitations, one's own profile.</summary>
public static class SignInFeature
{
    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(new DemoMode(configuration.GetValue<bool>("Demo")))
            .AddSingleton<SetUpState>()
            .AddSingleton<DummyPassword>()
            .AddSingleton<SignInThrottle>()
            .AddScoped<PasswordSignIn>()
            .AddScoped<KnownDevice>()
            .AddScoped<DemoSignIn>()
            .AddScoped<FirstAdmin>()
            .AddHostedService<SetUpAnnouncement>();
}
