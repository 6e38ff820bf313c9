using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.PaymentRisks;

/// <summary>Which of the accounts' bills are asked for.</summary>
public enum RiskBills
{
    /// <summary>A payment of an open invoice failed.</summary>
    Failed,

    /// <summary>An invoice is open.</summary>
    Open,

    /// <summary>No invoice is open: the next bill is still to come.</summary>
    Upcoming,
}

/// <summary>Which accounts with bills a list shows: the one definition for page, export and API. What is null does not restrict.</summary>
public sealed record RiskFilter
{
    public PaymentRisk? Assessment { get; init; }

    /// <summary>Whether the assessment was made before the current billing period.</summary>
    public bool? Stale { get; init; }

    public RiskBills? Bills { get; init; }

    /// <summary>A bill is due before this day, which is not included.</summary>
    public DateOnly? DueBefore { get; init; }

    public int? OwnerId { get; init; }

    public bool Unowned { get; init; }

    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>Part of the name, the external id or the domain, or the beginning of a contact's address.</summary>
    public string? Q
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }

    /// <summary>The condition on a row, and its parameters.</summary>
    internal string Where(List<NpgsqlParameter> parameters)
    {
        var all = new List<string> { "true" };
        if (Assessment is { } assessment)
            Add("payment_risk = @assessment", "assessment", AccountDetails.Code(assessment));
        if (Stale is { } stale)
            all.Add(stale ? "stale" : "not stale");
        if (Bills is { } bills)
            all.Add(
                bills switch
                {
                    RiskBills.Failed => "failed_at is not null",
                    RiskBills.Open => "open_count > 0",
                    _ => "open_count = 0",
                }
            );
        if (DueBefore is { } before)
            Add("due_on < @due_before", "due_before", before);
        if (OwnerId is { } owner)
            Add("owner_id = @owner", "owner", owner);
        if (Unowned)
            all.Add("owner_id is null");
        if (Stages.Count > 0)
        {
            all.Add("stage = any(@stages)");
            parameters.Add(new("stages", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = Stages.ToArray() });
        }
        if (Q is { } q)
        {
            all.Add(
                """
                (name ilike '%' || @q || '%' or external_id ilike '%' || @q || '%' or domain ilike '%' || @q || '%'
                    or exists (select from contacts c where c.account_id = entry.id and c.email like lower(@q) || '%'))
                """
            );
            parameters.Add(new("q", Literal(q)));
        }
        return string.Join(" and ", all);

        void Add<T>(string condition, string name, T value)
        {
            all.Add(condition);
            parameters.Add(new NpgsqlParameter<T>(name, value));
        }
    }

    /// <summary>What was typed is text, never a pattern.</summary>
    private static string Literal(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
            .Replace("\0", "", StringComparison.Ordinal);
}
