using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using OnboardingTracker.Data;
using OnboardingTracker.Data.SignIn;

namespace OnboardingTracker.Platform.Auth;

public static class AuthSetup
{
    /// <summary>The scheme of the HTTP API; pages use the cookie.</summary>
    public const string ApiKeyScheme = ApiKeyHandler.SchemeName;

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
                    cookie.Cookie.Name = "onboarding-tracker";
                    cookie.Cookie.HttpOnly = true;
                    cookie.Cookie.SameSite = SameSiteMode.Lax;
                    cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                    cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
                    cookie.SlidingExpiration = true;
                    cookie.LoginPath = "/sign-in";
                    cookie.LogoutPath = "/sign-out";
                    cookie.ReturnUrlParameter = "returnUrl";
                    cookie.EventsType = typeof(CookieCheck);
                }
            );
        services.AddScoped<CookieCheck>();
        services
            .AddIdentityCore<SignInUser>(identity =>
            {
                // NIST 800-63B: length counts, composition rules do not; common passwords are refused by CommonPasswords.
                identity.Password.RequiredLength = 10;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Password.RequiredUniqueChars = 4;
                identity.Lockout.MaxFailedAccessAttempts = 5;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
                identity.Lockout.AllowedForNewUsers = true;
                identity.User.RequireUniqueEmail = true;
                identity.User.AllowedUserNameCharacters = "";
            })
            .AddEntityFrameworkStores<TrackerDb>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<MemberClaims>();
        services.AddAuthorization(Access.AddPolicies);
        return services;
    }
}
