using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace OnboardingTracker.Features.SignIn;

/// <summary>The way in.</summary>
[AllowAnonymous]
public sealed class SignInModel(PasswordSignIn passwords) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public SignInInput Input { get; set; } = new();

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect(Url.LocalOrToday(ReturnUrl)) : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
            return Page();
        switch (await passwords.TryAsync(HttpContext, Input.Email!, Input.Password!))
        {
            case SignInOutcome.SignedIn:
                return LocalRedirect(Url.LocalOrToday(ReturnUrl));
            case SignInOutcome.TooMany:
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                ModelState.AddModelError("", "Too many attempts from here. Wait five minutes, then try again.");
                return Page();
            default:
                ModelState.AddModelError(
                    "",
                    "E-mail or password is wrong. After five wrong passwords in a row, the next five minutes refuse even the right one."
                );
                return Page();
        }
    }

    public sealed class SignInInput
    {
        [Required(ErrorMessage = "Enter your e-mail address.")]
        [StringLength(300, ErrorMessage = "This address is too long.")]
        public string? Email { get; set; }

        [Required(ErrorMessage = "Enter your password.")]
        [StringLength(1000, ErrorMessage = "This password is too long.")]
        public string? Password { get; set; }
    }
}
