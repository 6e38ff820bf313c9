using System.Buffers;

namespace OnboardingTracker.Domain.Details;

/// <summary>
/// One e-mail address, kept in lower case because people are recognised by it. The rule is that of the HTML standard's
/// e-mail field, opened to every script, with a domain that has a dot.
/// </summary>
public static class EmailAddress
{
    /// <summary>The longest address that mail servers take, in characters.</summary>
    public const int Longest = 254;

    private static readonly SearchValues<char> s_inLocalPart = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-"
    );

    /// <summary>Gives the address in the form in which it is stored; or null, with the reason in plain words.</summary>
    public static string? Normalise(ReadOnlySpan<char> text, out string? reason)
    {
        text = text.Trim();
        reason = Problem(text);
        return reason is null ? Lower(text) : null;
    }

    private static string? Problem(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        if (text.Length > Longest)
            return $"{DetailText.Quote(text)} is longer than {Longest} characters";
        if (text.IndexOfAny('<', '>') >= 0)
            return $"{DetailText.Quote(text)} is not a bare e-mail address: leave out the name and the angle brackets";
        if (text.IndexOfAny(',', ';', ' ') >= 0 && text.Count('@') > 1)
            return $"{DetailText.Quote(text)} holds several addresses: one row takes one (give the account another row for the next)";
        if (at is < 1 or > 64 || !IsLocalPart(text[..at]) || !DomainName.IsValid(text[(at + 1)..]))
            return $"{DetailText.Quote(text)} is not an e-mail address";
        return null;
    }

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        while (local.IndexOfAnyExcept(s_inLocalPart) is >= 0 and var at)
        {
            if (local[at] < 0x80)
                return false;
            var (valid, length) = DomainName.ForeignCharacter(local[at..], symbolsToo: true);
            if (!valid)
                return false;
            local = local[(at + length)..];
        }
        return true;
    }

    private static string Lower(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('A', 'Z') || text.ContainsAnyExceptInRange('\0', '\x7F')
            ? text.ToString().ToLowerInvariant()
            : text.ToString();
}
