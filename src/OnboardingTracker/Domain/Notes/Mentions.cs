using System.Text.RegularExpressions;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Domain.Notes;

/// <summary>A place in a text that calls somebody: <c>@ines</c>, <c>@Ines Ortega</c>, <c>@ines@firm.com</c>.</summary>
/// <param name="Start">Where its @ stands.</param>
/// <param name="Text">As it was written, with the @.</param>
/// <param name="Candidates">Whom it can mean: one, several (nobody is guessed), or none of the team.</param>
public sealed record Mention(int Start, string Text, IReadOnlyList<Member> Candidates);

/// <summary>Who is called in a note. Code, e-mail addresses and what is written <c>\@so</c> call nobody.</summary>
public sealed partial class Mentions
{
    private Mentions(IReadOnlyList<Mention> all) => All = all;

    public IReadOnlyList<Mention> All { get; }

    /// <summary>Everybody who is clearly meant, once each.</summary>
    public IReadOnlyList<Member> People => [.. All.Where(m => m.Candidates.Count == 1).Select(m => m.Candidates[0]).DistinctBy(m => m.Id)];

    /// <summary>Those that can mean several people.</summary>
    public IReadOnlyList<Mention> Unclear => [.. All.Where(m => m.Candidates.Count > 1).DistinctBy(m => m.Text.ToLowerInvariant())];

    /// <param name="text">Markdown.</param>
    /// <param name="members">The team; only who is active can be called.</param>
    public static Mentions Read(string text, IEnumerable<Member> members)
    {
        if (!text.Contains('@', StringComparison.Ordinal))
            return new([]);
        var people = members.Where(member => member.Active).ToList();
        var open = WithoutCode(text);
        var found = new List<Mention>();
        for (var at = open.IndexOf('@', StringComparison.Ordinal); at >= 0; )
        {
            var mention = BeginsAt(open, at) ? MentionAt(open, at, people) : null;
            if (mention is not null)
                found.Add(mention);
            var next = at + (mention?.Text.Length ?? 1);
            at = next < open.Length ? open.IndexOf('@', next) : -1;
        }
        return new(found);
    }

    /// <summary>Not within a word, an address or a path, and not after a backslash.</summary>
    private static bool BeginsAt(string text, int at) =>
        at == 0
        || !(char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '_' or '-' or '+' or '/' or '\\' or '@' or '%' or '=' or '#');

    private static Mention? MentionAt(string text, int at, List<Member> people)
    {
        var rest = text.AsSpan(at + 1);
        foreach (var address in Address().EnumerateMatches(rest))
        {
            var written = rest[..address.Length].ToString();
            return new(at, "@" + written, [.. people.Where(p => p.Email.Equals(written, StringComparison.OrdinalIgnoreCase))]);
        }
        var named = people.Where(person => FullNameStands(text, at + 1, person.Name)).ToList();
        if (named.Count > 0)
        {
            var longest = named.Max(person => person.Name.Length);
            return new(at, text.Substring(at, longest + 1), named.FindAll(person => person.Name.Length == longest));
        }
        foreach (var word in Word().EnumerateMatches(rest))
        {
            var written = Possessive().Replace(rest[..word.Length].ToString().TrimEnd('.', '_', '-', '\'', '’'), "");
            return written.Length == 0 ? null : new(at, "@" + written, [.. people.Where(person => IsCalled(person, written))]);
        }
        return null;
    }

    /// <summary>A name of several words, whole. One word alone may be somebody else's first name.</summary>
    private static bool FullNameStands(string text, int start, string name) =>
        name.Contains(' ', StringComparison.Ordinal)
        && string.Compare(text, start, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0
        && start + name.Length <= text.Length
        && (start + name.Length == text.Length || !char.IsLetterOrDigit(text[start + name.Length]));

    private static bool IsCalled(Member person, string written)
    {
        var words = person.Name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Same(person.Email[..Math.Max(0, person.Email.IndexOf('@', StringComparison.Ordinal))])
            || words.Any(Same)
            || Same(string.Concat(words))
            || Same(string.Join('.', words))
            || Same(string.Join('-', words))
            || Same(string.Join('_', words));

        bool Same(string name) => name.Equals(written, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The same text with blanks where code stands: fenced blocks, and what is between equal runs of backticks.</summary>
    private static string WithoutCode(string text)
    {
        if (!text.AsSpan().ContainsAny('`', '~'))
            return text;
        var open = text.ToCharArray();
        var fence = "";
        var (from, start) = (0, 0);
        while (start < text.Length)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            var line = text[start..end].TrimStart(' ', '>', '\t').TrimEnd();
            var opens = Fence().Match(line);
            var within = fence.Length > 0;
            if (within || opens.Success || line.Length == 0)
            {
                // A span of code ends with its paragraph.
                BlankSpans(text, from, start, open);
                from = end;
            }
            if (within || opens.Success)
                Array.Fill(open, ' ', start, end - start);
            if (within)
                fence = line.Length >= fence.Length && line.Trim(fence[0]).Length == 0 ? "" : fence;
            else if (opens.Success)
                fence = opens.Value;
            start = end;
        }
        BlankSpans(text, from, text.Length, open);
        return new string(open);
    }

    private static void BlankSpans(string text, int from, int to, char[] open)
    {
        if (from >= to)
            return;
        var runs = Backticks().Matches(text[from..to]).Select(run => (Start: from + run.Index, run.Length)).ToList();
        for (var i = 0; i < runs.Count; i++)
        {
            if (runs[i].Start > 0 && text[runs[i].Start - 1] == '\\')
                continue;
            var close = runs.FindIndex(i + 1, run => run.Length == runs[i].Length);
            if (close < 0)
                continue;
            Array.Fill(open, ' ', runs[i].Start, runs[close].Start + runs[close].Length - runs[i].Start);
            i = close;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\A[\p{L}\p{N}][\p{L}\p{N}\p{M}._'’-]{0,99}")]
    private static partial Regex Word();

    [GeneratedRegex("['’]s$")]
    private static partial Regex Possessive();

    [GeneratedRegex(@"\A(`{3,}|~{3,})")]
    private static partial Regex Fence();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
