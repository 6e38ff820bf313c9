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

    /// <summary>A form to look at again. htmx swaps a 422 in without taking it for a failure.</summary>
    public static PageResult Incomplete(this PageModel page)
    {
        page.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return page.Page();
    }

    /// <summary>The answer shows something else, and what lies beneath it changed.</summary>
    public static void RefreshLists(this PageModel page)
    {
        if (page.Request.IsHtmx())
            page.Response.Headers["HX-Trigger-After-Settle"] = "accounts-changed";
    }
}
