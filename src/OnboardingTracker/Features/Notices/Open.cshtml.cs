using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Notices;

/// <summary>
/// Leads to what a notice is about, and marks it as read. A link and no form, so that it can be opened from a mail or in a tab of its own;
/// what it changes is the person's own mark alone, and changing it again does nothing.
/// </summary>
[Authorize(Policy = Access.Read)]
public sealed class OpenModel(NoticeList list) : PageModel
{
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        // A browser that looks ahead has not read it.
        var read = HttpMethods.IsGet(Request.Method) && !Request.Headers.ContainsKey("Sec-Purpose");
        return await list.OpenAsync(User.MemberId() ?? 0, id, read, cancel) is { } link ? LocalRedirect(link) : NotFound();
    }
}
