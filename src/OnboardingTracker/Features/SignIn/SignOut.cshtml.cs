using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.SignIn;

namespace OnboardingTracker.Features.SignIn;

/// <summary>Ends the session itself, not only this browser's cookie. Opened by its address, it asks first.</summary>
[AllowAnonymous]
public sealed class SignOutModel(SignInManager<SignInUser> signIn) : PageModel
{
    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? Page() : LocalRedirect("/sign-in");

    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.SignOutAsync();
        return LocalRedirect("/sign-in");
    }
}
