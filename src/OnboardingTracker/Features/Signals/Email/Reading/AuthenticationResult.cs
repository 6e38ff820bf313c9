using System.Text;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>One <c>Authentication-Results</c> header (RFC 8601).</summary>
/// <param name="Raw">The header's value, unfolded.</param>
/// <param name="AuthservId">Who claims to have written it; null if it names nobody.</param>
/// <param name="Dmarc">What it says of DMARC; contradictions count as the worse.</param>
/// <param name="DmarcDomain">The domain that the verdict is for (<c>header.from</c>), or null.</param>
public sealed record AuthenticationResult(string Raw, string? AuthservId, DmarcVerdict Dmarc, string? DmarcDomain)
{
    internal static AuthenticationResult Parse(string raw)
    {
        var parts = Split(raw);
        var head = parts.Count == 0 ? [] : parts[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var id = head.Length is 1 or 2 && !head[0].Contains('=', StringComparison.Ordinal) ? head[0] : null;
        var verdict = DmarcVerdict.None;
        string? domain = null;
        var seen = false;
        foreach (var part in parts.Skip(1))
        {
            var (method, result, properties) = Read(part);
            if (!string.Equals(method, "dmarc", StringComparison.OrdinalIgnoreCase))
                continue;
            var one = result.ToUpperInvariant() switch
            {
                "PASS" => DmarcVerdict.Pass,
                "FAIL" => DmarcVerdict.Fail,
                _ => DmarcVerdict.None,
            };
            var contradicts = seen && one != verdict;
            verdict =
                !contradicts ? one
                : one == DmarcVerdict.Fail || verdict == DmarcVerdict.Fail ? DmarcVerdict.Fail
                : DmarcVerdict.None;
            seen = true;
            domain ??= properties;
        }
        return new AuthenticationResult(raw, id, verdict, domain);
    }

    /// <summary>Whether a verdict on <see cref="DmarcDomain"/> is one on <paramref name="domain"/>: the same, or nothing said.</summary>
    internal bool Covers(string domain) =>
        domain.Length > 0 && (DmarcDomain is null || string.Equals(DmarcDomain, domain, StringComparison.OrdinalIgnoreCase));

    private static (string Method, string Result, string? From) Read(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return ("", "", null);
        var method = part[..equals].Trim();
        var version = method.IndexOf('/', StringComparison.Ordinal);
        var words = part[(equals + 1)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        const string From = "header.from=";
        var from = words.Skip(1).FirstOrDefault(word => word.StartsWith(From, StringComparison.OrdinalIgnoreCase));
        return (
            (version < 0 ? method : method[..version]).Trim(),
            words.Length == 0 ? "" : words[0],
            from?[From.Length..].Trim('"', '\u0001').TrimEnd('.')
        );
    }

    /// <summary>
    /// Splits at semicolons outside of quotes, without comments. Blanks within quotes become U+0001, so that a quoted text stays one
    /// word and cannot pass for a result. What follows an unclosed comment or quote is dropped.
    /// </summary>
    private static List<string> Split(string raw)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var (comment, quoted) = (0, false);
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (c == '\\' && (quoted || comment > 0))
            {
                i++;
                if (quoted && i < raw.Length)
                    part.Append('\u0001');
            }
            else if (comment > 0)
                comment += c switch
                {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
            else if (c == '"')
                quoted = !quoted;
            else if (quoted)
                part.Append(char.IsWhiteSpace(c) || c is ';' or '=' ? '\u0001' : c);
            else if (c == '(')
            {
                comment = 1;
                part.Append(' ');
            }
            else if (c == ';')
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
                part.Append(c);
        }
        if (!quoted && comment == 0)
            parts.Add(part.ToString());
        return parts;
    }
}
