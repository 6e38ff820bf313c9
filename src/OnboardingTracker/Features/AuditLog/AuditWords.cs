using System.Text;

namespace OnboardingTracker.Features.AuditLog;

/// <summary>How the log says what was stored for machines.</summary>
public static class AuditWords
{
    /// <summary>"finalOutreachDaysBefore": "Final outreach days before".</summary>
    public static string OfName(string name)
    {
        var words = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (words.Length == 0)
                words.Append(char.ToUpperInvariant(letter));
            else if (char.IsAsciiLetterUpper(letter))
                words.Append(' ').Append(char.ToLowerInvariant(letter));
            else
                words.Append(letter);
        }
        return words.ToString();
    }

    /// <summary>"policy changed": "Policy changed".</summary>
    public static string OfAction(string action) => action.Length == 0 ? "" : char.ToUpperInvariant(action[0]) + action[1..];

    public static string OfValue(string? value) =>
        value switch
        {
            null or "" => "nothing",
            "true" => "yes",
            "false" => "no",
            _ => value,
        };
}
