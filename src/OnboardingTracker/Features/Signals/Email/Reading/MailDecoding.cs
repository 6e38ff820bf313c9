using System.Runtime.CompilerServices;
using System.Text;
using MimeKit;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>Decodes parts, as far as the limits and the sender's idea of an encoding allow.</summary>
internal static class MailDecoding
{
    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ParserOptions Options { get; } =
        new()
        {
            MaxMimeDepth = MailLimits.Depth,
            MaxAddressGroupDepth = 3,
            CharsetEncoding = Encoding.UTF8,
        };

    /// <summary>MimeKit asks once, when it is first used by anybody, which encodings there are: they must be known before.</summary>
    [ModuleInitializer]
    internal static void RegisterEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The text of a part; unknown and wrong encodings are read as what it most likely is.</summary>
    public static string Text(MimePart part)
    {
        var bytes = Bytes(part, MailLimits.BodyBytes);
        return CleanText.Block(Decode(bytes, part.ContentType.Charset), MailLimits.TextLength);
    }

    /// <summary>The bytes of an attachment: a part's decoded ones, a mail within the mail as it is.</summary>
    public static byte[] Bytes(MimeEntity attached, int most)
    {
        if (attached is MimePart part)
            return Bytes(part, most);
        if (attached is not MessagePart { Message: { } message })
            return [];
        using var bytes = new MemoryStream();
        message.WriteTo(bytes);
        return bytes.Length <= most ? bytes.ToArray() : bytes.ToArray()[..most];
    }

    /// <summary>The decoded bytes of a part, at most <paramref name="most"/>.</summary>
    public static byte[] Bytes(MimePart part, int most)
    {
        if (part.Content is not { } content)
            return [];
        using var decoded = content.Open();
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (bytes.Length < most && decoded.Read(buffer, 0, (int)Math.Min(buffer.Length, most - bytes.Length)) is var read and > 0)
            bytes.Write(buffer, 0, read);
        return bytes.ToArray();
    }

    /// <summary>How many bytes a part has when decoded, without keeping them.</summary>
    public static long Size(MimePart part)
    {
        if (part.Content is not { } content)
            return 0;
        using var decoded = content.Open();
        var buffer = new byte[16 * 1024];
        long size = 0;
        while (decoded.Read(buffer, 0, buffer.Length) is var read and > 0)
            size += read;
        return size;
    }

    public static string Decode(byte[] bytes, string? charset)
    {
        var name = charset?.Trim().Trim('"', '\'').ToLowerInvariant();
        // What calls itself Latin-1 or ASCII is Windows-1252 in practice, where only the unused controls differ; much of it is UTF-8.
        var vague =
            name is null or "" or "us-ascii" or "ascii" or "utf-8" or "utf8" or "iso-8859-1" or "latin1" or "unknown-8bit" or "x-unknown";
        if (vague || Find(name!) is not { } encoding)
            return TryUtf8(bytes) ?? Encoding.GetEncoding(1252).GetString(bytes);
        return encoding.GetString(bytes);
    }

    private static string? TryUtf8(byte[] bytes)
    {
        try
        {
            return _strictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // One cut or wrong character in a text that is otherwise UTF-8.
            var lenient = Encoding.UTF8.GetString(bytes);
            var wrong = lenient.Count(c => c == '\uFFFD');
            var right = lenient.Count(c => c is > '\u007F' and not '\uFFFD');
            return right > 3 * wrong ? lenient : null;
        }
    }

    private static Encoding? Find(string name)
    {
        try
        {
            // As browsers do: the larger set of the same family.
            return name switch
            {
                "gb2312" or "gbk" or "x-gbk" => Encoding.GetEncoding("gb18030"),
                "ks_c_5601-1987" or "euc-kr" => Encoding.GetEncoding(949),
                "cp932" or "windows-31j" or "x-sjis" or "ms_kanji" => Encoding.GetEncoding(932),
                "iso-8859-9" => Encoding.GetEncoding(1254),
                _ => Encoding.GetEncoding(name),
            };
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
