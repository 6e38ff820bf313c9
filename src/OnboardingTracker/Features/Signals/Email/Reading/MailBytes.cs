using System.Text;
using MimeKit;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>What can be said of a mail before it is parsed.</summary>
internal static class MailBytes
{
    /// <summary>Why these bytes are not even tried, or null.</summary>
    public static string? Problem(ReadOnlySpan<byte> raw)
    {
        if (raw.Length > MailLimits.Size)
            return $"It is larger than {MailLimits.Size / (1024 * 1024)} MiB.";
        if (raw[Start(raw)..].IsEmpty)
            return "It is empty.";
        return HeadersEnd(raw) > MailLimits.HeaderBlock ? "Its headers are larger than 1 MiB." : null;
    }

    /// <summary>Where the mail begins: after a byte order mark, blank lines, and the mbox line that some stores put before it.</summary>
    public static int Start(ReadOnlySpan<byte> raw)
    {
        var start = raw.StartsWith("\uFEFF"u8) ? 3 : 0;
        // Blank lines, also those that hold spaces: the first header follows them, it does not continue anything.
        while (start < raw.Length && raw[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0)
            start++;
        if (raw[start..].StartsWith("From "u8) || raw[start..].StartsWith(">From "u8))
        {
            var line = raw[start..].IndexOf((byte)'\n');
            start = line < 0 ? raw.Length : start + line + 1;
        }
        return start;
    }

    /// <summary>The mail without the lines among its headers that are none, which the parser stumbled over.</summary>
    public static byte[] Repaired(ReadOnlySpan<byte> raw)
    {
        var end = Math.Min(HeadersEnd(raw), MailLimits.HeaderBlock);
        using var mail = new MemoryStream(raw.Length + 2);
        var rest = raw[..end];
        var kept = false;
        while (!rest.IsEmpty)
        {
            var newline = rest.IndexOf((byte)'\n');
            var line = newline < 0 ? rest : rest[..(newline + 1)];
            rest = rest[line.Length..];
            kept = line[0] is (byte)' ' or (byte)'\t' ? kept && !line.Trim(" \t\r\n"u8).IsEmpty : IsHeader(line);
            if (kept)
                mail.Write(line);
        }
        mail.Write("\r\n"u8);
        mail.Write(raw[Math.Min(raw.Length, end)..].TrimStart("\r\n"u8));
        return mail.ToArray();
    }

    private static bool IsHeader(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        return colon > 0 && colon < 100 && line[..colon].TrimEnd((byte)' ').IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
    }

    private static int HeadersEnd(ReadOnlySpan<byte> raw)
    {
        var (lf, crlf) = (raw.IndexOf("\n\n"u8), raw.IndexOf("\n\r\n"u8));
        return Math.Min(lf < 0 ? raw.Length : lf + 1, crlf < 0 ? raw.Length : crlf + 1);
    }
}

/// <summary>Counts parts and headers without keeping any, so that a mail made of nothing else fills no memory.</summary>
internal sealed class PartCounter(Stream stream) : MimeReader(MailDecoding.Options, stream, MimeFormat.Entity)
{
    private int _headers;
    private int _parts;

    /// <exception cref="FormatException">There are more than any mail has.</exception>
    public void Count() => ReadMessage();

    protected override void OnHeaderRead(Header header, int beginLineNumber, CancellationToken cancellationToken)
    {
        if (++_headers > MailLimits.Headers)
            throw new FormatException($"It has more than {MailLimits.Headers} headers.");
    }

    protected override void OnMimePartBegin(
        ContentType contentType,
        long beginOffset,
        int beginLineNumber,
        CancellationToken cancellationToken
    ) => CountPart();

    protected override void OnMultipartBegin(
        ContentType contentType,
        long beginOffset,
        int beginLineNumber,
        CancellationToken cancellationToken
    ) => CountPart();

    private void CountPart()
    {
        if (++_parts > MailLimits.Parts)
            throw new FormatException($"It has more than {MailLimits.Parts} parts.");
    }
}
