using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Domain.Notes;

/// <summary>What a text must be to be a note.</summary>
public static class NoteText
{
    /// <summary>As it is kept: line breaks alike, no white space around.</summary>
    public static string Kept(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    /// <summary>Says in plain words what is wrong with a text that is to be a note by hand; null: nothing.</summary>
    /// <param name="text">As it would be kept.</param>
    /// <param name="people">Who can be called in it: a name that several have is not guessed.</param>
    public static string? Problem(string text, IReadOnlyList<Member> people)
    {
        if (text.Length == 0)
            return "Write something first.";
        if (DetailText.Problem(text, Note.LongestText, breaksAllowed: true) is { } problem)
            return text.Length > Note.LongestText
                ? FormattableString.Invariant($"The note {problem}: it has {text.Length}. Shorten it, or make two of it.")
                : $"The note {problem}.";
        if (Mentions.Read(text, people).Unclear is not [var unclear, ..])
            return null;
        var names = string.Join(" or ", unclear.Candidates.Select(person => person.Name));
        var addresses = string.Join(", ", unclear.Candidates.Select(person => "@" + person.Email));
        return $"“{unclear.Text}” can be {names}: write the whole name, or the address ({addresses}).";
    }
}
