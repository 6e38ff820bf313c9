using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>The code of a stage, as exports write it.</summary>
internal static class StageText
{
    private static readonly string[] Codes = ["1", "2", "3a", "3b", "4a", "4b", "5", "6a", "6b", "6c", "6d", "7"];

    public static string? Code(ReadOnlySpan<char> text, out string? problem)
    {
        problem = null;
        foreach (var code in Codes)
            if (text.Equals(code, StringComparison.OrdinalIgnoreCase))
                return code;
        problem = $"{DetailText.Quote(text)} is not the code of a stage: write one of {string.Join(", ", Codes)}";
        return null;
    }
}
