namespace OnboardingTracker.Features.SignIn;

/// <summary>Signing in and out, the first set-up, invitations, one's own profile.</summary>
public static class SignInFeature
{
    public static IServiceCollection AddSignIn(this IServiceCollection services) =>
        services.AddScoped<PasswordSignIn>().AddScoped<KnownDevice>().AddSingleton<DummyPassword>().AddSingleton<SignInThrottle>();
}
