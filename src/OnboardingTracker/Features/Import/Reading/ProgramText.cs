using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>The startup programme of an account; the contract knows one.</summary>
internal static class ProgramText
{
    public static string? Code(ReadOnlySpan<char> text, out string? problem)
    {
        var known = text.Equals("yc", StringComparison.OrdinalIgnoreCase);
        problem = known ? null : $"{DetailText.Quote(text)} is not a programme: write yc or leave it empty";
        return known ? "yc" : null;
    }
}
