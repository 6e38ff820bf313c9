using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Team;

/// <summary>Adds a person, and shows the link by which they choose a password.</summary>
[Authorize(Policy = Access.TuneRules)]
public sealed class NewModel(TeamChanges team, SignInLinks links) : PageModel
{
    [BindProperty]
    public MemberInput Input { get; set; } = new();

    /// <summary>Once the person is added.</summary>
    public LinkToSend? Link { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var email = EmailAddress.Normalise(Input.Email, out var reason);
        if (!string.IsNullOrWhiteSpace(Input.Email) && reason is not null)
            ModelState.AddModelError("Input.Email", reason + ".");
        if (!ModelState.IsValid)
            return this.Incomplete();
        var by = User.Role()!.Value;
        switch (await team.AddAsync(email!, Input.Name!.Trim(), Input.Role!.Value, User.Actor(), by, cancel))
        {
            case TeamChange.Accepted added:
                Link = this.ToSend(await links.MakeAsync(added.Member.Id, User.Actor(), by, cancel));
                this.RefreshLists();
                return Page();
            case TeamChange.Exists { Member: var known }:
                ModelState.AddModelError(
                    "Input.Email",
                    known.Active
                        ? $"{known.Name} has this address already."
                        : $"{known.Name} had this address and is deactivated: reactivate them below the list."
                );
                return this.Incomplete();
            case TeamChange.Forbidden { Message: var message }:
                ModelState.AddModelError("Input.Role", message);
                return this.Incomplete();
            default:
                return NotFound();
        }
    }

    public sealed class MemberInput
    {
        [Required(ErrorMessage = "Enter the person's name.")]
        [StringLength(200, ErrorMessage = "Use at most 200 characters.")]
        public string? Name { get; set; }

        [Required(ErrorMessage = "Enter the person's e-mail address.")]
        public string? Email { get; set; }

        [Required(ErrorMessage = "Choose a role.")]
        public Role? Role { get; set; }
    }
}
