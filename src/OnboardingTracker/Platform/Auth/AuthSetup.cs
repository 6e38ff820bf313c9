using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using OnboardingTracker.Data;
using OnboardingTracker.Data.SignIn;

namespace OnboardingTracker.Platform.Auth;

public static class AuthSetup
{
    /// <summary>The scheme of the HTTP API; pages use the cookie.</summary>
    public const string ApiKeyScheme = ApiKeyHandler.SchemeName;

    private const int HashIterations = 210_000;

    public static IServiceCollection AddTrackerAuth(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("OnboardingTracker").PersistKeysToDbContext<TrackerDb>();
        services
            .AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyScheme, null)
            .AddCookie(
                IdentityConstants.ApplicationScheme,
                cookie =>
                {
                    cookie.Cookie = Cookie("onboarding-tracker", SameSiteMode.Lax);
                    cookie.ExpireTimeSpan = SessionCookie.Idle;
                    cookie.SlidingExpiration = true;
                    cookie.LoginPath = "/sign-in";
                    cookie.LogoutPath = "/sign-out";
                    cookie.ReturnUrlParameter = "returnUrl";
                    cookie.EventsType = typeof(SessionCookie);
                }
            );
        services.AddScoped<SessionCookie>();
        services.Configure<AntiforgeryOptions>(form => form.Cookie = Cookie("onboarding-tracker-form", SameSiteMode.Strict));
        services.Configure<CookieTempDataProviderOptions>(data => data.Cookie = Cookie("onboarding-tracker-said", SameSiteMode.Lax));
        services.Configure<PasswordHasherOptions>(hash => hash.IterationCount = HashIterations);
        services.AddScoped<IPasswordHasher<SignInUser>, NormalizingPasswordHasher>();
        // Before Identity's own, which has composition rules.
        services.AddScoped<IPasswordValidator<SignInUser>, PasswordRules>();
        services
            .AddIdentityCore<SignInUser>(identity =>
            {
                // Wrong passwords are counted by SignInAttempts; see docs/decisions/0007-sign-in-attempts.md.
                identity.Lockout.AllowedForNewUsers = false;
                identity.User.RequireUniqueEmail = true;
                identity.User.AllowedUserNameCharacters = "";
            })
            .AddEntityFrameworkStores<TrackerDb>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<MemberClaims>();
        services.AddAuthorization(Access.AddPolicies);
        return services;
    }

    /// <summary>A cookie of the app: not for scripts, and over https alone.</summary>
    public static CookieBuilder Cookie(string name, SameSiteMode sameSite) =>
        new AppCookie
        {
            Name = name,
            HttpOnly = true,
            SameSite = sameSite,
            IsEssential = true,
        };
}
