using Microsoft.AspNetCore.Mvc.Rendering;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Team;

/// <summary>The roles and people that forms offer.</summary>
public static class TeamWords
{
    /// <summary>The roles that who asks may give.</summary>
    public static IEnumerable<SelectListItem> Roles(Role by) =>
        Enum.GetValues<Role>()
            .Where(role => MemberRules.MayMake(by, null, role))
            .Select(role => new SelectListItem($"{Words.Of(role)}: {Words.May(role)}", role.ToString()));
}
