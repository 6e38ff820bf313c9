using System.Text;

namespace OnboardingTracker.Features.Import.Reading;

/// <summary>Tells from the first bytes what a file is written in, or that it is not a text file at all.</summary>
internal static class Encodings
{
    /// <summary>
    /// Stands for bytes that are no text in a file's encoding. A noncharacter: no text holds it, and rows that do are refused.
    /// </summary>
    private const string NotText = "\uFFFF";

    /// <summary>
    /// The length of the byte order mark, and the encoding to translate from; null for UTF-8, which needs no translation.
    /// </summary>
    /// <exception cref="ImportRefusedException">It is no text that we read.</exception>
    public static (int Mark, Encoding? From) Detect(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
            throw new ImportRefusedException("The file is empty.");
        if (start.StartsWith("PK\u0003\u0004"u8))
            throw new ImportRefusedException("This is a workbook or a zip archive, not text: save the sheet as “CSV UTF-8” first.");
        if (start is [0x1F, 0x8B, ..])
            throw new ImportRefusedException("This file is compressed (gzip): unpack it first.");
        return start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (3, null),
            [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => throw new ImportRefusedException(
                "The file is written in UTF-32, which is not read here: save it as UTF-8."
            ),
            [0xFF, 0xFE, ..] => (2, Utf16(bigEndian: false)),
            [0xFE, 0xFF, ..] => (2, Utf16(bigEndian: true)),
            _ when start.Contains((byte)0) => throw new ImportRefusedException(
                "The file looks like UTF-16 without a byte order mark: save it as UTF-8."
            ),
            _ => (0, null),
        };
    }

    private static Encoding Utf16(bool bigEndian) =>
        Encoding.GetEncoding(
            bigEndian ? "utf-16BE" : "utf-16",
            EncoderFallback.ReplacementFallback,
            new DecoderReplacementFallback(NotText)
        );
}
