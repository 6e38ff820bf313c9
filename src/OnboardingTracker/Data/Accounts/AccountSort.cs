using System.Globalization;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Accounts;

/// <summary>
/// The order of a list of accounts: a value, then the id, so that every account has one place. Written <c>name</c>, or <c>-name</c>
/// for the reverse. Accounts without the value come last in either direction.
/// </summary>
public sealed record AccountSort
{
    private static readonly SortKey[] s_keys =
    [
        new SortKey<DateOnly?>(
            "nextRenewalOn",
            a => a.NextRenewalOn,
            nullable: true,
            value => value!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null
        ),
        new SortKey<decimal?>(
            "forecast",
            a => a.ForecastInTeamCurrency,
            nullable: true,
            value => value!.Value.ToString(CultureInfo.InvariantCulture),
            text => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount : null
        ),
        // The database knows no NUL, which only a made-up place can hold.
        new SortKey<string>(
            "name",
            a => a.Name,
            nullable: false,
            value => value,
            text => text.Contains('\0', StringComparison.Ordinal) ? null : text
        ),
        new SortKey<DateTimeOffset?>(
            "stageEnteredAt",
            a => a.StageEnteredAt,
            nullable: true,
            value => value!.Value.ToString("O", CultureInfo.InvariantCulture),
            text =>
                DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
                    ? at.ToUniversalTime()
                    : null
        ),
    ];

    private AccountSort(SortKey key, bool descending) => (Key, Descending) = (key, descending);

    /// <summary>Next renewal, soonest first.</summary>
    public static AccountSort Default { get; } = new(s_keys[0], descending: false);

    /// <summary>Who entered the present stage last comes first.</summary>
    public static AccountSort LatestFirst { get; } = new(s_keys[^1], descending: true);

    public static IReadOnlyList<string> Names { get; } = [.. s_keys.Select(key => key.Name)];

    /// <summary>The value's name, without the direction.</summary>
    public string Name => Key.Name;

    public bool Descending { get; }

    public AccountSort Reversed => new(Key, !Descending);

    internal SortKey Key { get; }

    /// <returns>Null: there is no such order. Nothing given: the default.</returns>
    public static AccountSort? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Default;
        var descending = text[0] == '-';
        var name = descending ? text[1..] : text;
        return Array.Find(s_keys, key => key.Name == name) is { } key ? new(key, descending) : null;
    }

    public override string ToString() => Descending ? "-" + Name : Name;
}
