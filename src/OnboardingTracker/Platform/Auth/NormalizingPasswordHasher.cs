using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OnboardingTracker.Data.SignIn;

namespace OnboardingTracker.Platform.Auth;

/// <summary>The same password typed on another keyboard may arrive as other characters that look the same (NIST 800-63B, 3.1.1.2).</summary>
internal sealed class NormalizingPasswordHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<SignInUser>(options)
{
    public override string HashPassword(SignInUser user, string password) => base.HashPassword(user, Normalise(password));

    public override PasswordVerificationResult VerifyHashedPassword(SignInUser user, string hashedPassword, string providedPassword) =>
        base.VerifyHashedPassword(user, hashedPassword, Normalise(providedPassword));

    private static string Normalise(string password) => password.Normalize(NormalizationForm.FormKC);
}
