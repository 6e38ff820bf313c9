using Microsoft.AspNetCore.Identity;
using OnboardingTracker.Data.SignIn;

namespace OnboardingTracker.Platform.Auth;

/// <summary>
/// NIST 800-63B, 3.1.1.2: length counts and nothing must be composed; what attackers try first is refused: passwords that are known
/// to be common, runs and repetitions, and the person's or the product's own name.
/// </summary>
internal sealed class PasswordRules : IPasswordValidator<SignInUser>
{
    public const int Shortest = 10;
    public const int Longest = 256;
    private const int ShortestRest = 5;
    private const string Advice = "Three or four unrelated words make a good one.";

    private static readonly string[] s_runs =
    [
        "abcdefghijklmnopqrstuvwxyz",
        "0123456789",
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    ];

    private static readonly HashSet<string> s_common = ReadCommon();

    public Task<IdentityResult> ValidateAsync(UserManager<SignInUser> manager, SignInUser user, string? password)
    {
        var problem = Problem(password ?? "", user);
        return Task.FromResult(
            problem is null ? IdentityResult.Success : IdentityResult.Failed(new IdentityError { Code = "Password", Description = problem })
        );
    }

    /// <summary>Why this password cannot be taken, in words for the person; null where it can.</summary>
    internal static string? Problem(string password, SignInUser user)
    {
        if (password.Length < Shortest)
            return $"Use at least {Shortest} characters. {Advice}";
        if (password.Length > Longest)
            return $"Use at most {Longest} characters.";
        var plain = password.ToLowerInvariant();
        if (s_common.Contains(plain))
            return $"This password is among those that attackers try first. {Advice}";
        if (IsRepetition(plain) || IsRun(plain))
            return $"Repetitions and runs of neighbouring keys are easy to guess. {Advice}";
        foreach (var name in NamesOf(user))
        {
            if (plain.Contains(name, StringComparison.Ordinal) && plain.Length - name.Length < ShortestRest)
                return $"This is too close to your name, your e-mail address or the name of this tool. {Advice}";
        }
        return null;
    }

    /// <summary>"aaaaaaaaaa", "abcabcabcabc": a beginning of at most four characters said again and again.</summary>
    private static bool IsRepetition(string text) =>
        Enumerable.Range(1, 4).Any(length => Enumerable.Range(length, text.Length - length).All(i => text[i] == text[i - length]));

    /// <summary>Forwards or backwards along the alphabet, the digits or a row of the keyboard, over and over.</summary>
    private static bool IsRun(string text) =>
        s_runs.Any(run =>
        {
            var there = string.Concat(Enumerable.Repeat(run, text.Length / run.Length + 2));
            return there.Contains(text, StringComparison.Ordinal)
                || new string([.. there.Reverse()]).Contains(text, StringComparison.Ordinal);
        });

    private static IEnumerable<string> NamesOf(SignInUser user)
    {
        string?[] names =
        [
            user.Email,
            user.Email?.Split('@')[0],
            user.Member?.Name,
            .. user.Member?.Name.Split(' ') ?? [],
            "onboardingtracker",
            "onboarding",
        ];
        return names.OfType<string>().Where(name => name.Length >= 4).Select(name => name.ToLowerInvariant());
    }

    private static HashSet<string> ReadCommon()
    {
        using var resource = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(resource);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
