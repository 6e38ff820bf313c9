using System.ComponentModel.DataAnnotations;

namespace OnboardingTracker.Features.SignIn;

/// <summary>Who a person is, as typed: for the first admin.</summary>
public sealed class FirstAdminInput
{
    [Required(ErrorMessage = "Paste the token from the log.")]
    [StringLength(200, ErrorMessage = "This is longer than the token.")]
    public string? Token { get; set; }

    [Required(ErrorMessage = "Enter your name.")]
    [StringLength(200, ErrorMessage = "Use at most 200 characters.")]
    public string? Name { get; set; }

    [Required(ErrorMessage = "Enter your e-mail address.")]
    public string? Email { get; set; }

    [Required(ErrorMessage = "Choose a password.")]
    public string? Password { get; set; }
}
