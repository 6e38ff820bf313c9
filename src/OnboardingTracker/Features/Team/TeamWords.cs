using Microsoft.AspNetCore.Mvc.Rendering;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Team;

/// <summary>The roles and people that forms offer.</summary>
public static class TeamWords
{
    private static readonly Role[] s_offered = [Role.Specialist, Role.Revenue, Role.Lead, Role.Admin];

    /// <summary>The roles that who asks may give.</summary>
    public static IEnumerable<SelectListItem> Roles(Role by) =>
        s_offered
            .Where(role => MemberRules.MayMake(by, null, role))
            .Select(role => new SelectListItem($"{Words.Of(role)}: {May(role)}", role.ToString()));

    /// <summary>What the role allows, in a few words.</summary>
    public static string May(Role role) =>
        role switch
        {
            Role.Specialist => "works on accounts, marks payment risk",
            Role.Revenue => "reads accounts, marks payment risk",
            Role.Lead => "also policy, playbooks and team",
            _ => "also import, API keys, audit log and jobs",
        };
}
