using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Features.SignIn;

/// <summary>The way in.</summary>
[AllowAnonymous]
public sealed class SignInModel(PasswordSignIn passwords, DemoSignIn demo) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public SignInInput Input { get; set; } = new();

    /// <summary>Whom one can be with one click; nobody outside the demo.</summary>
    public IReadOnlyList<Member> DemoPeople { get; private set; } = [];

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        DemoPeople = await demo.PeopleAsync(HttpContext, HttpContext.RequestAborted);
        await next();
    }

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

    public async Task<IActionResult> OnPostDemoAsync(int id, CancellationToken cancel) =>
        await demo.SignInAsync(HttpContext, id, cancel) ? LocalRedirect(Url.LocalOrToday(ReturnUrl)) : NotFound();

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
