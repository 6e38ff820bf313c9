using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace OnboardingTracker.Features.Shared;

/// <summary>
/// How a change of accounts answers. To htmx: a toast that joins the others, and word to the page that its lists are out of date.
/// To a plain form: a redirect, with the toast on the page that it leads to.
/// </summary>
public static class PageAnswers
{
    /// <summary>The element that dialogs.js opens when something is put into it.</summary>
    public const string DialogId = "dialog";

    /// <summary>The element that popovers.js opens beside what was pressed.</summary>
    public const string EditorId = "editor";

    public static bool IsHtmx(this HttpRequest request) => request.Headers.ContainsKey("HX-Request");

    /// <summary>Whether htmx will put the answer into the small editor beside a value.</summary>
    public static bool ForEditor(this HttpRequest request) => request.Headers["HX-Target"] == EditorId;

    /// <summary>The change is made.</summary>
    public static IActionResult Done(this PageModel page, Toast toast, string? returnUrl)
    {
        if (page.Request.IsHtmx())
            return page.Say(toast, StatusCodes.Status200OK);
        page.TempData.Toast(toast);
        return page.LocalRedirect(page.Local(returnUrl));
    }

    /// <summary>The change was not made, and there is no form in which it could be corrected.</summary>
    public static IActionResult NotDone(this PageModel page, string message, string? detail, string? returnUrl)
    {
        var toast = new Toast(message, detail, ToastTone.Error);
        return page.Request.IsHtmx() ? page.Say(toast, StatusCodes.Status409Conflict) : page.Done(toast, returnUrl);
    }

    /// <summary>A form to fill in, or to look at again: into the dialog for htmx, else as the page itself.</summary>
    /// <param name="partial">The form alone.</param>
    /// <param name="status">What the page says; htmx gets 422 for any but 200, which it swaps in without taking it for a failure.</param>
    public static IActionResult Ask<T>(this PageModel page, string partial, T model, int status = StatusCodes.Status200OK)
    {
        if (!page.Request.IsHtmx())
        {
            page.Response.StatusCode = status;
            return page.Page();
        }
        page.Response.Headers["HX-Retarget"] = "#" + DialogId;
        page.Response.Headers["HX-Reswap"] = "innerHTML";
        var answer = page.Partial(partial, model);
        answer.StatusCode = status == StatusCodes.Status200OK ? status : StatusCodes.Status422UnprocessableEntity;
        return answer;
    }

    /// <summary>A page or dialog with its form to look at again. htmx swaps a 422 in without taking it for a failure.</summary>
    public static PageResult Incomplete(this PageModel page)
    {
        page.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return page.Page();
    }

    /// <summary>The answer stays in the dialog, and what lies beneath it changed.</summary>
    public static void RefreshLists(this PageModel page)
    {
        if (page.Request.IsHtmx())
            page.Response.Headers["HX-Trigger-After-Settle"] = "accounts-changed";
    }

    /// <summary>The work goes on elsewhere: the browser is sent to the page that shows it.</summary>
    public static IActionResult GoTo(this PageModel page, string url)
    {
        if (!page.Request.IsHtmx())
            return page.LocalRedirect(url);
        page.Response.Headers["HX-Redirect"] = url;
        return new StatusCodeResult(StatusCodes.Status204NoContent);
    }

    /// <summary>Where a form leads back to: nothing outside this site.</summary>
    public static string Local(this PageModel page, string? returnUrl) => page.Url.IsLocalUrl(returnUrl) ? returnUrl! : "/";

    private static PartialViewResult Say(this PageModel page, Toast toast, int status)
    {
        page.Response.Headers["HX-Trigger-After-Settle"] = "accounts-changed";
        var answer = page.Partial("_ToastOutOfBand", toast);
        answer.StatusCode = status;
        return answer;
    }
}
