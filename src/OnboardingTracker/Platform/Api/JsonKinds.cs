using System.Globalization;
using System.Text.Json;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Platform.Api;

/// <summary>The kinds of values that the API takes, each with what it says when a value is not of that kind.</summary>
public static class JsonKinds
{
    private const int LargestExponent = 40;
    private static readonly string[] s_times =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mmzzz",
    ];

    /// <summary>Says what is wrong with a text, or makes the value of it.</summary>
    public delegate T? Parse<T>(ReadOnlySpan<char> text, out string? reason);

    /// <summary>A text that says something; white space around it is left out.</summary>
    public static JsonRead<string> Text(int longest, bool breaksAllowed = false) =>
        (JsonElement value, out string read) =>
        {
            if (String(value, out read) is { } problem)
                return problem;
            read = read.Trim();
            if (read.Length == 0)
                return "Must not be empty.";
            return DetailText.Problem(read, longest, breaksAllowed) is { } wrong ? $"The text {wrong}." : null;
        };

    /// <summary>A text of a certain form, such as an e-mail address.</summary>
    public static JsonRead<T> Parsed<T>(Parse<T> parse) =>
        (JsonElement value, out T read) =>
        {
            read = default!;
            if (String(value, out var text) is { } problem)
                return problem;
            var parsed = parse(text, out var reason);
            read = parsed!;
            return reason is null ? null : reason + ".";
        };

    /// <summary>A value of an enum, by the API's word for it and nothing else.</summary>
    public static JsonRead<T> Code<T>()
        where T : struct, Enum =>
        (JsonElement value, out T read) =>
        {
            read = default;
            if (String(value, out var text) is { } problem)
                return problem;
            foreach (var candidate in Enum.GetValues<T>())
            {
                if (AccountDetails.Code(candidate) != text)
                    continue;
                read = candidate;
                return null;
            }
            return $"Must be one of {Codes<T>()}.";
        };

    public static string Codes<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(candidate => AccountDetails.Code(candidate)));

    public static string? Bool(JsonElement value, out bool read)
    {
        read = value.ValueKind == JsonValueKind.True;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "Must be true or false.";
    }

    /// <summary>A whole number above 0: an id, a version.</summary>
    public static string? Number(JsonElement value, out long read)
    {
        read = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out read) && read >= 0 ? null : "Must be a whole number.";
    }

    public static string? Day(JsonElement value, out DateOnly read)
    {
        read = default;
        if (String(value, out var text) is { } problem)
            return problem;
        return DayText.TryParse(text, out read, out var reason) ? null : reason + ".";
    }

    /// <summary>A moment, with its offset: without one it could be anybody's.</summary>
    public static string? Time(JsonElement value, out DateTimeOffset read)
    {
        const string must = "Must be a time as ISO 8601 with its offset, like 2026-03-01T09:30:00Z.";
        read = default;
        if (String(value, out var text) is { } problem)
            return problem;
        var isTime = DateTimeOffset.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out read);
        return isTime && read.Year is >= 1990 and <= 2200 ? null : must;
    }

    /// <summary>An exact amount that is not negative: digits count as they are written, never as binary fractions.</summary>
    public static string? Amount(JsonElement value, out decimal read)
    {
        read = 0;
        if (value.ValueKind != JsonValueKind.Number)
            return "Must be a number, without quotes.";
        return AmountText.TryParse(WithoutExponent(value.GetRawText()), out read, out var reason) ? null : reason + ".";
    }

    /// <summary>The kind, or null to clear the value.</summary>
    public static JsonRead<T?> OrNull<T>(JsonRead<T> read)
        where T : class =>
        (JsonElement value, out T? taken) =>
        {
            taken = null;
            if (value.ValueKind == JsonValueKind.Null)
                return null;
            var problem = read(value, out var some);
            taken = some;
            return problem;
        };

    /// <inheritdoc cref="OrNull{T}"/>
    public static JsonRead<T?> OrNone<T>(JsonRead<T> read)
        where T : struct =>
        (JsonElement value, out T? taken) =>
        {
            taken = null;
            if (value.ValueKind == JsonValueKind.Null)
                return null;
            var problem = read(value, out var some);
            taken = some;
            return problem;
        };

    private static string? String(JsonElement value, out string text)
    {
        text = "";
        if (value.ValueKind != JsonValueKind.String)
            return value.ValueKind == JsonValueKind.Null ? "Must not be null." : "Must be a text in quotes.";
        try
        {
            text = value.GetString()!;
            return null;
        }
        catch (InvalidOperationException)
        {
            return "The text contains half of a character (a lone surrogate).";
        }
    }

    /// <summary>1.5e2 is 150, exactly. An exponent beyond all amounts is left, to be refused.</summary>
    private static string WithoutExponent(string number)
    {
        var at = number.AsSpan().IndexOfAny('e', 'E');
        if (
            at < 0
            || !int.TryParse(number[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            || Math.Abs(exponent) > LargestExponent
        )
            return number;
        var sign = number[0] == '-' ? "-" : "";
        var mantissa = number[sign.Length..at];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var whole = (point < 0 ? digits.Length : point) + exponent;
        return whole switch
        {
            <= 0 => $"{sign}0.{new string('0', -whole)}{digits}",
            _ when whole >= digits.Length => $"{sign}{digits}{new string('0', whole - digits.Length)}",
            _ => $"{sign}{digits[..whole]}.{digits[whole..]}",
        };
    }
}
