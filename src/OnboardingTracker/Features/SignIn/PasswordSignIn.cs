using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Features.SignIn;

/// <summary>
/// Checks an e-mail address and a password. Every refusal takes the same steps: whoever asks learns neither which addresses exist, nor who
/// has no password yet, was deactivated, or is in a pause.
/// </summary>
public sealed class PasswordSignIn(
    TrackerDb db,
    SignInManager<SignInUser> signIn,
    UserManager<SignInUser> users,
    SignInAttempts attempts,
    SignInThrottle throttle,
    KnownDevice device,
    DummyPassword dummy,
    ILogger<PasswordSignIn> log
)
{
    public async Task<SignInOutcome> TryAsync(HttpContext context, string typedEmail, string password)
    {
        var cancel = context.RequestAborted;
        var email = EmailAddress.Normalise(typedEmail, out _) ?? typedEmail.Trim().ToLowerInvariant();
        if (!throttle.Allows(context, email))
            return SignInOutcome.TooMany;

        var key = SignInAttempts.KeyOf(email, device.MarkOf(context, email));
        var allowed = await attempts.TakeAsync(key, cancel);
        var user = await db.Users.Include(u => u.Member).FirstOrDefaultAsync(u => u.Member!.Email == email, cancel);
        var verified = users.PasswordHasher.VerifyHashedPassword(user ?? dummy.User, user?.PasswordHash ?? dummy.Hash, password);
        if (!allowed || user is not { PasswordHash: not null, Member.Active: true } || verified is PasswordVerificationResult.Failed)
        {
            log.LogWarning("Sign-in refused from {Address}, pause {Pause}", context.Connection.RemoteIpAddress, !allowed);
            return SignInOutcome.Refused;
        }
        if (verified is PasswordVerificationResult.SuccessRehashNeeded)
        {
            user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
            await db.SaveChangesAsync(cancel);
        }
        await attempts.ClearAsync(key, cancel);
        await SignInAsync(context, user);
        return SignInOutcome.SignedIn;
    }

    /// <summary>Signs a person in who has proved otherwise who they are: by a link made for them, or the set-up token.</summary>
    public async Task SignInAsync(HttpContext context, SignInUser user)
    {
        device.Remember(context, user.Member!.Email);
        await signIn.SignInAsync(user, isPersistent: true);
        log.LogInformation("Member {MemberId} signed in", user.MemberId);
    }
}

public enum SignInOutcome
{
    SignedIn,
    Refused,

    /// <summary>Too many attempts from one place.</summary>
    TooMany,
}
