using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OnboardingTracker.Data.PaymentRisks;

/// <summary>A place in the list: the values of one row. The next page lies beyond it, or the previous one before it.</summary>
public sealed record RiskCursor(RiskSort Sort, decimal Number, string Text, long Id, bool Backward = false)
{
    private const char Separator = '\n';

    /// <returns>False: the text is no cursor, or one of another order. Nothing given is the beginning.</returns>
    public static bool TryParse(string? text, RiskSort sort, out RiskCursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (!Base64Url.IsValid(text))
            return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(Separator, 5);
        if (
            parts is not [var order, "n" or "p", var id, var number, var name]
            || order != sort.ToString()
            || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var accountId)
            || !decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || name.Contains('\0', StringComparison.Ordinal)
        )
            return false;
        cursor = new(sort, value, name, accountId, parts[1] == "p");
        return true;
    }

    public override string ToString() =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(
                string.Join(
                    Separator,
                    Sort.ToString(),
                    Backward ? "p" : "n",
                    Id.ToString(CultureInfo.InvariantCulture),
                    Number.ToString(CultureInfo.InvariantCulture),
                    Text
                )
            )
        );
}
