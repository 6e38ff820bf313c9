using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.SignIn;

/// <summary>What a person says about themselves: the name, the password, and where they are signed in.</summary>
[Authorize(Policy = Access.Read)]
public sealed class ProfileModel(
    TrackerDb db,
    TeamChanges team,
    UserManager<SignInUser> users,
    SignInAttempts attempts,
    PasswordSignIn signIn,
    TimeProvider time
) : PageModel
{
    public Member Member { get; private set; } = null!;

    public bool HasPassword { get; private set; }

    /// <summary>Browsers beside this one.</summary>
    public int OtherSessions { get; private set; }

    [BindProperty]
    [StringLength(200, ErrorMessage = "Use at most 200 characters.")]
    public string? Name { get; set; }

    [BindProperty]
    public string? CurrentPassword { get; set; }

    [BindProperty]
    public string? NewPassword { get; set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        Name = Member.Name;
    }

    public async Task<IActionResult> OnPostNameAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        if (string.IsNullOrWhiteSpace(Name))
            ModelState.AddModelError(nameof(Name), "Enter your name.");
        if (!ModelState.IsValid)
            return Page();
        await team.RenameSelfAsync(Member.Id, Name!.Trim(), User.Actor(), cancel);
        TempData.Toast(new("Your name is saved"));
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostPasswordAsync(CancellationToken cancel)
    {
        var user = await ReadAsync(cancel);
        // A signed-in browser left alone is no place to guess from.
        var key = SignInAttempts.KeyOf(Member.Email, "profile");
        if (string.IsNullOrEmpty(CurrentPassword))
            ModelState.AddModelError(nameof(CurrentPassword), "Enter the password that you have now.");
        else if (string.IsNullOrEmpty(NewPassword))
            ModelState.AddModelError(nameof(NewPassword), "Choose the new password.");
        else if (!await attempts.TakeAsync(key, cancel))
            ModelState.AddModelError(nameof(CurrentPassword), "Too many wrong passwords. Wait five minutes, then try again.");
        else
            await ChangeAsync(user, key, cancel);
        if (!ModelState.IsValid)
        {
            Name = Member.Name;
            return Page();
        }
        TempData.Toast(new("Your password is changed", "Other browsers in which you were signed in are signed out."));
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostSignOutOthersAsync(CancellationToken cancel)
    {
        var user = await ReadAsync(cancel);
        var mine = User.SessionId();
        await db.SignInSessions.Where(session => session.UserId == user.Id && session.Id != mine).ExecuteDeleteAsync(cancel);
        TempData.Toast(new("Signed out everywhere else"));
        return RedirectToPage();
    }

    private async Task ChangeAsync(SignInUser user, byte[] key, CancellationToken cancel)
    {
        var changed = await users.ChangePasswordAsync(user, CurrentPassword!, NewPassword!);
        if (changed.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.PasswordMismatch)))
        {
            ModelState.AddModelError(nameof(CurrentPassword), "This is not the password that you have now.");
            return;
        }
        await attempts.ClearAsync(key, cancel);
        if (!changed.Succeeded)
        {
            ModelState.AddModelError(nameof(NewPassword), string.Join(' ', changed.Errors.Select(error => error.Description)));
            return;
        }
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = time.GetUtcNow(),
                Actor = User.Actor(),
                Action = "password changed",
                Subject = Member.Email,
            }
        );
        await db.SaveChangesAsync(cancel);
        await signIn.SignInAsync(HttpContext, user);
    }

    private async Task<SignInUser> ReadAsync(CancellationToken cancel)
    {
        var (memberId, mine) = (User.MemberId(), User.SessionId());
        var user = await db.Users.Include(u => u.Member).FirstAsync(u => u.MemberId == memberId, cancel);
        Member = user.Member!;
        HasPassword = user.PasswordHash is not null;
        var began = time.GetUtcNow() - SessionCookie.Longest;
        OtherSessions = await db.SignInSessions.CountAsync(s => s.UserId == user.Id && s.Id != mine && s.BeganAt > began, cancel);
        return user;
    }
}
