using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Features.SignIn;

/// <summary>Where an invitation or a password link leads: choose a password, and be in. The link works once.</summary>
[AllowAnonymous]
public sealed class InviteModel(
    TrackerDb db,
    SignInLinks links,
    SignInAttempts attempts,
    UserManager<SignInUser> users,
    PasswordSignIn signIn,
    TimeProvider time
) : PageModel
{
    // In the query, which stays out of the log.
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Whose link it is; null: it does not work any more.</summary>
    public Member? Member { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Member = await links.FindAsync(Token ?? "", cancel);
        return Member is null ? Gone() : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Member = await links.FindAsync(Token ?? "", cancel);
        if (Member is null)
            return Gone();
        if (string.IsNullOrEmpty(Password))
        {
            ModelState.AddModelError(nameof(Password), "Choose a password.");
            return Page();
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await links.UseAsync(Token!, cancel))
            return Gone();
        var user = await db.Users.Include(u => u.Member).FirstOrDefaultAsync(u => u.MemberId == Member.Id, cancel) ?? NewUser(Member);
        if (await SetPasswordAsync(user, Password) is { Succeeded: false } refused)
        {
            ModelState.AddModelError(nameof(Password), string.Join(' ', refused.Errors.Select(error => error.Description)));
            return Page();
        }
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = time.GetUtcNow(),
                Actor = Actor.User(Member.Email),
                Action = "password set",
                Subject = Member.Email,
            }
        );
        await db.SaveChangesAsync(cancel);
        // Whoever locked the address by guessing does not keep its owner waiting.
        await attempts.ClearAsync(SignInAttempts.KeyOf(Member.Email, null), cancel);
        await transaction.CommitAsync(cancel);
        await signIn.SignInAsync(HttpContext, user);
        return LocalRedirect("/");
    }

    private SignInUser NewUser(Member member)
    {
        db.Attach(member);
        return new SignInUser
        {
            UserName = member.Email,
            Email = member.Email,
            Member = member,
        };
    }

    /// <summary>A new security stamp comes with it: every session of this person ends.</summary>
    private async Task<IdentityResult> SetPasswordAsync(SignInUser user, string password)
    {
        if (db.Entry(user).State is EntityState.Detached)
            return await users.CreateAsync(user, password);
        user.PasswordHash = null;
        return await users.AddPasswordAsync(user, password);
    }

    private PageResult Gone()
    {
        Member = null;
        Response.StatusCode = StatusCodes.Status410Gone;
        return Page();
    }
}
