namespace OnboardingTracker.Data.PaymentRisks;

/// <summary>
/// The order of the list of accounts with bills: a number or a name, then the id, so that every account has one place. A minus before
/// it turns it round; accounts without the value come last in either direction.
/// </summary>
public sealed record RiskSort
{
    private static readonly Dictionary<string, string?> s_numbers = new()
    {
        // Failed payments, then open invoices, then upcoming ones; in each the one that is due first.
        ["urgency"] =
            "(case when failed_at is not null then 0 when open_count > 0 then 1 else 2 end) * 1000000 + least(greatest(coalesce(due_on - date '2000-01-01', 999999), 0), 999999)",
        ["dueOn"] = "due_on - date '2000-01-01'",
        ["amount"] = "coalesce(open_amount + upcoming_amount, open_amount, upcoming_amount)",
        ["forecast"] = "forecast_in_team_currency",
        ["assessedAt"] = "extract(epoch from payment_risk_at)",
        ["name"] = null,
    };

    private RiskSort(string name, bool descending) => (Name, Descending) = (name, descending);

    public static RiskSort Default { get; } = new("urgency", descending: false);

    public static IReadOnlyList<string> Names { get; } = [.. s_numbers.Keys];

    /// <summary>The value's name, without the direction.</summary>
    public string Name { get; }

    public bool Descending { get; }

    public RiskSort Reversed => new(Name, !Descending);

    /// <returns>Null: there is no such order. Nothing given: the default.</returns>
    public static RiskSort? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Default;
        var descending = text[0] == '-';
        var name = descending ? text[1..] : text;
        return s_numbers.ContainsKey(name) ? new(name, descending) : null;
    }

    public override string ToString() => Descending ? "-" + Name : Name;

    /// <summary>What the list is ordered by, never null: the number, and the name where that is asked for.</summary>
    internal string Number =>
        s_numbers[Name] is { } number ? $"coalesce(({number})::numeric, {(Descending ? "-1e18" : "1e18")})" : "0::numeric";

    internal string Text => s_numbers[Name] is null ? "name" : "''::text";
}
