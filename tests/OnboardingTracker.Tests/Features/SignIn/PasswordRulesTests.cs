using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Tests.Features.SignIn;

public sealed class PasswordRulesTests
{
    private static readonly SignInUser Magda = new()
    {
        Email = "magda@example.com",
        Member = new Member
        {
            Email = "magda@example.com",
            Name = "Magda Nowak",
            Role = Role.Specialist,
        },
    };

    [Theory]
    [InlineData("short 9ch", "at least 10 characters")]
    [InlineData("password123", "attackers try first")]
    [InlineData("PASSWORD123", "attackers try first")]
    [InlineData("Password2026!", "attackers try first")]
    [InlineData("qwerty123456", "attackers try first")]
    [InlineData("correcthorsebatterystaple", "attackers try first")]
    [InlineData("aaaaaaaaaaaa", "Repetitions")]
    [InlineData("xyzxyzxyzxyz", "Repetitions")]
    [InlineData("bcdefghijklm", "Repetitions")]
    [InlineData("3210987654321", "Repetitions")]
    [InlineData("poiuytrewqpoi", "Repetitions")]
    [InlineData("1qaz2wsx3edc4rfv", "Repetitions")]
    [InlineData("magda@example.com", "too close to your name")]
    [InlineData("Magda Nowak 1", "too close to your name")]
    [InlineData("onboarding-1", "too close to your name")]
    public void What_attackers_try_first_is_refused_with_the_reason(string password, string reason) =>
        PasswordRules.Problem(password, Magda).Should().Contain(reason);

    [Theory]
    [InlineData("ten chars!")]
    [InlineData("plum teapot orbit")]
    [InlineData("nur kleine buchstaben")]
    [InlineData("ключ от старого сада")]
    [InlineData("my colleague magda sings")]
    [InlineData("8392017465")]
    public void Length_is_enough_and_nothing_must_be_composed(string password) => PasswordRules.Problem(password, Magda).Should().BeNull();

    [Fact]
    public void A_long_sentence_is_welcome_and_a_book_is_not()
    {
        PasswordRules.Problem(string.Concat(Enumerable.Range(0, 64).Select(n => (char)('a' + n * 7 % 26))), Magda).Should().BeNull();
        PasswordRules.Problem(new string('x', 300), Magda).Should().Contain("at most");
    }
}
