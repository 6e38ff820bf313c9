using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Team;

/// <summary>Model of <c>_Link</c>: a link shown once, to be sent to the person.</summary>
/// <param name="Added">The person was added a moment ago.</param>
public sealed record LinkToSend(string Name, string Url, DateTimeOffset ExpiresAt, bool IsReset, bool Added);

public static class TeamAnswers
{
    /// <summary>The link as an address of this site, as the person who asks for it reaches it.</summary>
    public static LinkToSend? ToSend(this PageModel page, NewLink? link) =>
        link is null
            ? null
            : new LinkToSend(
                link.Member.Name,
                $"{page.Request.Scheme}://{page.Request.Host}{page.Request.PathBase}/invite?token={link.Token}",
                link.ExpiresAt,
                link.IsReset,
                Added: page is NewModel
            );
}
