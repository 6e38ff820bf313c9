using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OnboardingTracker.Data.SignIn;

namespace OnboardingTracker.Features.SignIn;

/// <summary>A password that nobody has, to be checked where an address has none: the answer then takes as long.</summary>
public sealed class DummyPassword(IOptions<PasswordHasherOptions> options)
{
    public SignInUser User { get; } = new();

    public string Hash { get; } = new PasswordHasher<SignInUser>(options).HashPassword(new SignInUser(), Guid.NewGuid().ToString());
}
