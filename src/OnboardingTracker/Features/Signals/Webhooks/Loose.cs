using System.Globalization;
using System.Text.Json;
using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Features.Signals.Webhooks;

/// <summary>
/// Somebody else's JSON, read without trusting it: a field that is missing, null or of another kind than expected is simply not there.
/// Senders change their shapes; a field that we can do without must not lose us the signal.
/// </summary>
internal readonly struct Loose(JsonElement value)
{
    private const int LongestText = 1000;
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 128 };
    private static readonly string[] s_times = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];
    private static readonly byte[] s_byteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <exception cref="UnreadableSignalException">It is no JSON, or nested beyond all reason.</exception>
    public static Loose Parse(ReadOnlyMemory<byte> raw)
    {
        try
        {
            using var document = JsonDocument.Parse(raw.Span.StartsWith(s_byteOrderMark) ? raw[s_byteOrderMark.Length..] : raw, s_json);
            return new(document.RootElement.Clone());
        }
        catch (JsonException failure)
        {
            throw new UnreadableSignalException($"It is not JSON: {failure.Message}", failure);
        }
    }

    /// <summary>The same, for whoever only wants to know its id: nothing is there where it cannot be read.</summary>
    public static Loose TryParse(byte[] raw)
    {
        try
        {
            return Parse(raw);
        }
        catch (UnreadableSignalException)
        {
            return default;
        }
    }

    public Loose this[string name] =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var field) ? new(field) : default;

    public bool IsObject => value.ValueKind == JsonValueKind.Object;

    /// <summary>It is there, and not null.</summary>
    public bool Exists => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>A text that says something, without characters that no page or database takes.</summary>
    public string? Text => value.ValueKind == JsonValueKind.String ? Clean() : null;

    /// <summary>An id, whether it is written as a text or a number: every digit counts, beyond 2^53 too.</summary>
    public string? Id => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _) ? value.GetRawText() : Text;

    /// <summary>The id of something that is given by its id, or whole.</summary>
    public string? Reference => IsObject ? this["id"].Id : Id;

    /// <summary>An e-mail address in the form in which contacts are kept.</summary>
    public string? Email => Text is { } text ? EmailAddress.Normalise(text, out _) : null;

    public long? Whole => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    public bool? Flag =>
        value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    /// <summary>An amount, as a number or a text; exact.</summary>
    public decimal? Amount =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number
        : decimal.TryParse(Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            ? number
        : null;

    /// <summary>Seconds since 1970.</summary>
    public DateTimeOffset? Unix => Whole is { } seconds and > 0 and < LastSecond ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>ISO 8601; without an offset it is UTC.</summary>
    public DateTimeOffset? Time =>
        DateTimeOffset.TryParseExact(
            Text,
            s_times,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;

    public IEnumerable<Loose> Items => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => new Loose(item)) : [];

    /// <summary>Only an address of the web is a link.</summary>
    public string? Link => Text is { } text && text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? text : null;

    /// <summary>The end of the year 9999.</summary>
    private const long LastSecond = 253_402_300_800;

    private string? Clean()
    {
        try
        {
            var text = value.GetString()!;
            text = text.AsSpan().ContainsAnyInRange('\0', '\x1F') ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
            text = text.Trim();
            return text.Length == 0 ? null
                : text.Length > LongestText ? text[..LongestText]
                : text;
        }
        catch (InvalidOperationException)
        {
            // Half of a character.
            return null;
        }
    }
}
