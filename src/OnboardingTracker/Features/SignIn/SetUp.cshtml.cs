using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Features.SignIn;

/// <summary>Makes the first admin. Gone as soon as there is one.</summary>
[AllowAnonymous]
public sealed class SetUpModel(TrackerDb db, SetUpState state, FirstAdmin firstAdmin, PasswordSignIn signIn, SignInThrottle throttle)
    : PageModel
{
    [BindProperty]
    public FirstAdminInput Input { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(string? token, CancellationToken cancel)
    {
        Input.Token = token;
        return await state.IsOpenAsync(db, cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await state.IsOpenAsync(db, cancel))
            return NotFound();
        var email = EmailAddress.Normalise(Input.Email, out var reason);
        if (Input.Email is not null && reason is not null)
            ModelState.AddModelError("Input.Email", reason + ".");
        if (!ModelState.IsValid)
            return Page();
        if (!throttle.Allows(HttpContext, SetUpGate.Path))
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            ModelState.AddModelError("", "Too many attempts from here. Wait five minutes, then try again.");
            return Page();
        }
        switch (await firstAdmin.CompleteAsync(Input.Token!, Input.Name!.Trim(), email!, Input.Password!, cancel))
        {
            case SetUpResult.Done done:
                await signIn.SignInAsync(HttpContext, done.User);
                return LocalRedirect("/");
            case SetUpResult.WrongToken:
                ModelState.AddModelError(
                    "Input.Token",
                    "This is not the token of the latest start. It stands in the log, in the line that begins with “First start”."
                );
                return Page();
            case SetUpResult.BadPassword bad:
                ModelState.AddModelError("Input.Password", bad.Message);
                return Page();
            default:
                return NotFound();
        }
    }
}
