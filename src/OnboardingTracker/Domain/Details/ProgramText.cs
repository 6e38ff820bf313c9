using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Domain.Details;

/// <summary>The startup programme of an account as written in a file; there is one.</summary>
public static class ProgramText
{
    /// <summary>Reads the programme, or says in plain words why not.</summary>
    public static string? Parse(ReadOnlySpan<char> text, out string? reason)
    {
        var known = text.Equals(Programs.Yc, StringComparison.OrdinalIgnoreCase);
        reason = known ? null : $"{DetailText.Quote(text)} is not a programme: write {Programs.Yc} or leave it empty";
        return known ? Programs.Yc : null;
    }
}
