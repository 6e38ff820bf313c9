using System.Globalization;

namespace OnboardingTracker.Domain.Details;

/// <summary>
/// An amount of money as written in a file: <c>1234.56</c>. Never guessed: <c>1.234,56</c>, <c>1,234.56</c> and <c>$5</c>
/// mean different things to different people and are refused. So is an amount below 0: a forecast is what the customer is expected to be
/// asked to pay after credits, and nobody is asked for less than nothing.
/// </summary>
public static class AmountText
{
    /// <summary>Decimals that are kept; further ones may only be zeros.</summary>
    public const int Decimals = 4;

    private const int IntegerDigits = 14;

    /// <summary>Reads the amount, or says in plain words why not.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal amount, out string? reason)
    {
        amount = 0;
        var digits = text.StartsWith('-') ? text[1..] : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var part = point < 0 ? default : digits[(point + 1)..];
        reason = Problem(text, whole, part, hasPoint: point >= 0);
        if (reason is not null)
            return false;
        // What follows the fourth decimal is zeros (checked above): left out, so that a long tail cannot overflow.
        var end = point < 0 ? text.Length : text.Length - Math.Max(0, part.Length - Decimals);
        amount = decimal.Parse(text[..end], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        if (amount >= 0)
            return true;
        reason = BelowZero(DetailText.Quote(text));
        return false;
    }

    /// <summary>Says in plain words why a number cannot be an amount here, or null where it can.</summary>
    public static string? Problem(decimal number)
    {
        if (number < 0)
            return BelowZero(number.ToString(CultureInfo.InvariantCulture));
        if (number >= 1e14m)
            return string.Create(CultureInfo.InvariantCulture, $"{number} is too large: at most {IntegerDigits} digits before the point");
        return decimal.Round(number, Decimals) != number
            ? string.Create(CultureInfo.InvariantCulture, $"{number} has more than {Decimals} decimals: round it first")
            : null;
    }

    private static string? Problem(ReadOnlySpan<char> text, ReadOnlySpan<char> whole, ReadOnlySpan<char> part, bool hasPoint)
    {
        if (whole.IsEmpty || (hasPoint && part.IsEmpty) || !AllDigits(whole) || !AllDigits(part))
            return $"{DetailText.Quote(text)} is not an amount: write 1234.56, "
                + "with a point before the decimals, no thousands separator and no currency sign";
        if (whole.TrimStart('0').Length > IntegerDigits)
            return $"{DetailText.Quote(text)} is too large: at most {IntegerDigits} digits before the point";
        if (part.Length > Decimals && part[Decimals..].ContainsAnyExcept('0'))
            return $"{DetailText.Quote(text)} has more than {Decimals} decimals: round it first";
        return null;
    }

    private static string BelowZero(string amount) => $"{amount} is below 0: after credits, nobody is asked to pay less than nothing";

    private static bool AllDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
