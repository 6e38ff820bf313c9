using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.PaymentRisks;

/// <summary>The list's query string: the page and its export read the same words. What it does not understand it leaves out.</summary>
public sealed record RiskQuery
{
    public string? Q { get; init; }

    public PaymentRisk? Assessment { get; init; }

    public bool? Stale { get; init; }

    public RiskBills? Bills { get; init; }

    public DateOnly? DueBefore { get; init; }

    /// <summary>An e-mail address, <see cref="ListQuery.Me"/> or <see cref="ListQuery.Nobody"/>; null: anybody.</summary>
    public string? Owner { get; init; }

    public IReadOnlyList<string> Stages { get; init; } = [];

    public RiskSort Sort { get; init; } = RiskSort.Default;

    public string? Cursor { get; init; }

    /// <summary>Something is filtered.</summary>
    public bool IsFiltered => this with { Sort = RiskSort.Default, Cursor = null, Stages = [] } != new RiskQuery() || Stages.Count > 0;

    public static RiskQuery Parse(IEnumerable<KeyValuePair<string, StringValues>> address)
    {
        var values = address.ToLookup(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        return new()
        {
            Q = One("q") is { } q ? q[..Math.Min(q.Length, 200)] : null,
            Assessment = Code<PaymentRisk>("assessment"),
            Stale = One("stale") switch
            {
                "yes" => true,
                "no" => false,
                _ => null,
            },
            Bills = Code<RiskBills>("bills"),
            DueBefore = DateOnly.TryParseExact(
                One("dueBefore"),
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
                ? day
                : null,
            Owner = One("owner"),
            Stages = [.. Many("stage")],
            Sort = RiskSort.Parse(One("sort")) ?? RiskSort.Default,
            Cursor = One("cursor"),
        };

        string? One(string name) => Many(name).FirstOrDefault();

        IEnumerable<string> Many(string name) =>
            values[name]
                .SelectMany(value => value.ToArray())
                .SelectMany(value => name is "stage" ? (value ?? "").Split(',') : [value ?? ""])
                .Select(value => value.Trim().Replace("\0", "", StringComparison.Ordinal))
                .Where(value => value.Length > 0)
                .Distinct();

        T? Code<T>(string name)
            where T : struct, Enum =>
            One(name) is { } text
                ? Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => AccountDetails.Code(value!.Value) == text)
                : null;
    }

    /// <param name="memberByEmail">A member's id; null where nobody has that address, and so owns nothing.</param>
    public RiskFilter ToFilter(int? viewer, Func<string, int?> memberByEmail) =>
        new()
        {
            Q = Q,
            Assessment = Assessment,
            Stale = Stale,
            Bills = Bills,
            DueBefore = DueBefore,
            OwnerId = Owner switch
            {
                null or ListQuery.Nobody or ListQuery.Anybody => null,
                ListQuery.Me => viewer ?? 0,
                _ => memberByEmail(Owner) ?? 0,
            },
            Unowned = Owner == ListQuery.Nobody,
            Stages = Stages,
        };

    /// <summary>The address of this list, without the question mark.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Add("bills", Bills is { } bills ? AccountDetails.Code(bills) : null);
        Add("assessment", Assessment is { } assessment ? AccountDetails.Code(assessment) : null);
        Add("stale", Stale is { } stale ? (stale ? "yes" : "no") : null);
        Add("dueBefore", DueBefore?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("owner", Owner);
        Add("stage", Stages.Count == 0 ? null : string.Join(',', Stages));
        Add("q", Q);
        Add("sort", Sort == RiskSort.Default ? null : Sort.ToString());
        Add("cursor", Cursor);
        return text.ToString();

        void Add(string name, string? value)
        {
            if (value is not null)
                text.Append(text.Length == 0 ? "" : "&").Append(name).Append('=').Append(Escape(value));
        }
    }

    public string Url(string path) => ToString() is { Length: > 0 } query ? $"{path}?{query}" : path;

    // A comma and an at sign may stand in a query as they are, and addresses are read by people too.
    private static string Escape(string value) =>
        Uri.EscapeDataString(value).Replace("%2C", ",", StringComparison.Ordinal).Replace("%40", "@", StringComparison.Ordinal);
}
