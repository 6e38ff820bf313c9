using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Accounts;

/// <summary>Who looks at a list: what <c>owner=me</c> means, and whether it opens on one's own work.</summary>
/// <param name="OwnFirst">A specialist sees theirs, unless they ask for more.</param>
/// <param name="NewSince">What entered after this is new to them.</param>
public sealed record ListViewer(int? MemberId, bool OwnFirst, DateTimeOffset? NewSince = null);

/// <summary>
/// The list's query string: Today, the board, saved views and the export read the same words. Without any it is the viewer's work:
/// their accounts in stages 1 to 5 and 7, by next renewal. A search looks through all accounts, unless something else is said.
/// </summary>
public sealed record ListQuery
{
    public const string Me = "me";
    public const string Nobody = "none";
    public const string Anybody = "any";
    private const string AllAccounts = "all";

    public static readonly IReadOnlyList<string> RenewalWindows = ["overdue", "7", "14", "30", "later", "none"];

    public string? Q { get; init; }

    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>An e-mail address, <see cref="Me"/>, <see cref="Nobody"/> or <see cref="Anybody"/>; null: as the viewer opens it.</summary>
    public string? Owner { get; init; }

    /// <summary>Every account, not only those in work.</summary>
    public bool All { get; init; }

    public Plan? Plan { get; init; }

    public PaymentRisk? PaymentRisk { get; init; }

    public string? Segment { get; init; }

    /// <summary>One of <see cref="RenewalWindows"/>: within so many days, passed, later than 30 days, or no renewal known.</summary>
    public string? Renews { get; init; }

    public DateOnly? RenewalBefore { get; init; }

    public DateOnly? RenewalAfter { get; init; }

    public decimal? ForecastFrom { get; init; }

    public decimal? ForecastTo { get; init; }

    public bool? Engaged { get; init; }

    public bool? WithSales { get; init; }

    /// <summary>Only what is new since the viewer last looked.</summary>
    public bool New { get; init; }

    public AccountSort Sort { get; init; } = AccountSort.Default;

    /// <summary>The columns that somebody chose; empty: those that fit.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The saved view that it was opened from.</summary>
    public int? View { get; init; }

    /// <summary>A place in the list; it belongs to the address, not to the view.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether it shows only what somebody has work with.</summary>
    public bool InWorkOnly => !All && Q is null && Stages.Count == 0;

    /// <summary>Reads an address. What it does not understand it leaves out: a link of last year still opens a list.</summary>
    public static ListQuery Parse(IEnumerable<KeyValuePair<string, StringValues>> address)
    {
        var values = address.ToLookup(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        return new()
        {
            Q = One("q") is { } q ? q[..Math.Min(q.Length, 200)] : null,
            Stages = [.. Many("stage")],
            Owner = One("owner"),
            All = One("in") == AllAccounts,
            Plan = Code<Plan>("plan"),
            PaymentRisk = Code<PaymentRisk>("paymentRisk"),
            Segment = One("segment"),
            Renews = One("renews") is { } window && RenewalWindows.Contains(window) ? window : null,
            RenewalBefore = Day("renewalBefore"),
            RenewalAfter = Day("renewalAfter"),
            ForecastFrom = Amount("forecastFrom"),
            ForecastTo = Amount("forecastTo"),
            Engaged = YesNo("engaged"),
            WithSales = YesNo("withSales"),
            New = One("new") == "yes",
            Sort = AccountSort.Parse(One("sort")) ?? AccountSort.Default,
            Columns = [.. Many("columns")],
            View = int.TryParse(One("view"), NumberStyles.None, CultureInfo.InvariantCulture, out var view) ? view : null,
            Cursor = One("cursor"),
        };

        string? One(string name) => Many(name).FirstOrDefault();

        IEnumerable<string> Many(string name) =>
            values[name]
                .SelectMany(value => value.ToArray())
                .SelectMany(value => name is "stage" or "columns" ? (value ?? "").Split(',') : [value ?? ""])
                .Select(value => value.Trim())
                .Where(value => value.Length > 0)
                .Distinct();

        T? Code<T>(string name)
            where T : struct, Enum =>
            One(name) is { } text
                ? Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => AccountDetails.Code(value!.Value) == text)
                : null;

        DateOnly? Day(string name) =>
            DateOnly.TryParseExact(One(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

        decimal? Amount(string name) =>
            decimal.TryParse(One(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null;

        bool? YesNo(string name) =>
            One(name) switch
            {
                "yes" => true,
                "no" => false,
                _ => null,
            };
    }

    /// <summary>The filter behind it, for this viewer on this day.</summary>
    /// <param name="memberByEmail">A member's id; null where nobody has that address, and so owns nothing.</param>
    public AccountFilter ToFilter(ListViewer viewer, Func<string, int?> memberByEmail, DateOnly today)
    {
        var owner = OwnerFor(viewer);
        var (after, before) = Window(today);
        return new()
        {
            Q = Q,
            Stages = Stages,
            InWorkOnly = InWorkOnly,
            OwnerId = owner switch
            {
                Me => viewer.MemberId ?? 0,
                Nobody or Anybody => null,
                _ => memberByEmail(owner) ?? 0,
            },
            Unowned = owner == Nobody,
            Plan = Plan,
            PaymentRisk = PaymentRisk,
            Segment = Segment,
            WithoutRenewal = Renews == "none",
            RenewalAfter = Later(RenewalAfter, after),
            RenewalBefore = Earlier(RenewalBefore, before),
            ForecastFrom = ForecastFrom,
            ForecastTo = ForecastTo,
            Engaged = Engaged,
            WithSales = WithSales,
            EnteredSince = New ? viewer.NewSince ?? DateTimeOffset.MaxValue : null,
        };
    }

    /// <summary>Whose accounts it shows: what was asked for, else the viewer's own where they have work of their own.</summary>
    public string OwnerFor(ListViewer viewer) => Owner ?? (viewer.OwnFirst && !All && Q is null ? Me : Anybody);

    /// <summary>The address of this list, without the question mark: the same list always has the same one.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Add("view", View?.ToString(CultureInfo.InvariantCulture));
        Add("in", All ? AllAccounts : null);
        Add("owner", Owner);
        Add("stage", Stages.Count == 0 ? null : string.Join(',', Stages));
        Add("plan", Plan is { } plan ? AccountDetails.Code(plan) : null);
        Add("paymentRisk", PaymentRisk is { } risk ? AccountDetails.Code(risk) : null);
        Add("segment", Segment);
        Add("renews", Renews);
        Add("renewalBefore", RenewalBefore?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("renewalAfter", RenewalAfter?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("forecastFrom", ForecastFrom?.ToString(CultureInfo.InvariantCulture));
        Add("forecastTo", ForecastTo?.ToString(CultureInfo.InvariantCulture));
        Add("engaged", Word(Engaged));
        Add("withSales", Word(WithSales));
        Add("new", New ? "yes" : null);
        Add("q", Q);
        Add("sort", Sort.ToString() == AccountSort.Default.ToString() ? null : Sort.ToString());
        Add("columns", Columns.Count == 0 ? null : string.Join(',', Columns));
        Add("cursor", Cursor);
        return text.ToString();

        void Add(string name, string? value)
        {
            if (value is not null)
                text.Append(text.Length == 0 ? "" : "&").Append(name).Append('=').Append(Escape(value));
        }
    }

    /// <summary>"/?owner=any", or "/" alone.</summary>
    public string Url(string path) => ToString() is { Length: > 0 } query ? $"{path}?{query}" : path;

    // A comma and an at sign may stand in a query as they are, and addresses are read by people too.
    private static string Escape(string value) =>
        Uri.EscapeDataString(value).Replace("%2C", ",", StringComparison.Ordinal).Replace("%40", "@", StringComparison.Ordinal);

    private (DateOnly? After, DateOnly? Before) Window(DateOnly today) =>
        Renews switch
        {
            "overdue" => (null, today),
            "later" => (today.AddDays(30), null),
            null or "none" => (null, null),
            var days => (today.AddDays(-1), today.AddDays(int.Parse(days, CultureInfo.InvariantCulture) + 1)),
        };

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one is null || other > one ? other : one;

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null || other < one ? other : one;

    private static string? Word(bool? value) => value is { } said ? (said ? "yes" : "no") : null;
}
