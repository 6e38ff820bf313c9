using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api;

internal static class ApiWorld
{
    /// <summary>A caller with the bootstrap key.</summary>
    public static ApiCaller Api(this TrackerApp app) => new(app.ApiClient());

    /// <summary>A client with a new key of a role.</summary>
    public static async Task<ApiCaller> ApiAsync(this TrackerApp app, Role role, string? name = null)
    {
        var key = ApiKeys.Create();
        await app.DbAsync(async db =>
        {
            db.ApiKeys.Add(
                new ApiKey
                {
                    Name = name ?? $"key of a {role}",
                    Role = role,
                    Prefix = ApiKeys.PrefixOf(key),
                    Hash = ApiKeys.HashOf(key),
                    CreatedBy = Actor.User("root@example.com"),
                    CreatedAt = app.Clock.GetUtcNow(),
                }
            );
            return await db.SaveChangesAsync();
        });
        return new ApiCaller(app.ApiClient(key));
    }

    public static async Task<Member> AddMemberAsync(this TrackerApp app, string email, Role role, bool active = true)
    {
        var member = new Member
        {
            Email = email,
            Name = email.Split('@')[0],
            Role = role,
            Active = active,
        };
        await app.DbAsync(async db =>
        {
            db.Members.Add(member);
            return await db.SaveChangesAsync();
        });
        return member;
    }

    public static List<string> Names(this ApiAnswer list, string field = "externalId") =>
        [.. list["items"].AsArray().Select(item => item![field]!.GetValue<string>())];
}
