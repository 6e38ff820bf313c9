using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OnboardingTracker.Data.Accounts;

/// <summary>A place in an ordered list of accounts: the sort value and id of one row. The next page lies beyond it, or the previous one before it.</summary>
/// <param name="Value">The row's sort value as text; null: it has none, and stands among those at the end.</param>
public sealed record AccountCursor(AccountSort Sort, string? Value, long Id, bool Backward = false)
{
    private const char Separator = '\n';

    /// <returns>False: the text is no cursor, or one of another order. Nothing given is the beginning.</returns>
    public static bool TryParse(string? text, AccountSort sort, out AccountCursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (!Base64Url.IsValid(text))
            return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(Separator, 4);
        if (
            parts is not [var order, "n" or "p", var id, var value]
            || order != sort.ToString()
            || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var accountId)
        )
            return false;
        // A value is written behind a mark, so that none and an empty one differ.
        if (value.Length == 0 ? !sort.Key.Nullable : value[0] != '=' || !sort.Key.CanRead(value[1..]))
            return false;
        cursor = new(sort, value.Length == 0 ? null : value[1..], accountId, parts[1] == "p");
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
                    Value is null ? "" : "=" + Value
                )
            )
        );
}
