using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Testing;

/// <summary>People of the team who can sign in.</summary>
public static class TestMembers
{
    public const string Password = "plum teapot orbit 42";

    /// <summary>Adds a member who signs in with <see cref="Password"/>; by default "specialist@example.com", named "Specialist".</summary>
    public static Task<Member> AddMemberAsync(this TrackerApp app, Role role, string? email = null, string? name = null) =>
        app.WithAsync(async services =>
        {
            var member = new Member
            {
                Email = email ?? AccountDetails.Code(role) + "@example.com",
                Name = name ?? role.ToString(),
                Role = role,
                CreatedAt = app.Clock.GetUtcNow(),
            };
            services.GetRequiredService<TrackerDb>().Members.Add(member);
            var user = new SignInUser
            {
                UserName = member.Email,
                Email = member.Email,
                Member = member,
            };
            var created = await services.GetRequiredService<UserManager<SignInUser>>().CreateAsync(user, Password);
            if (!created.Succeeded)
                throw new InvalidOperationException(string.Join(' ', created.Errors.Select(error => error.Description)));
            return member;
        });
}
