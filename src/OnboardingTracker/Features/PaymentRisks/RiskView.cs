using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.PaymentRisks;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.PaymentRisks;

/// <summary>Everything that the list of bills shows.</summary>
public sealed record RiskView
{
    public const string Path = "/payment-risk";

    public required RiskQuery Query { get; init; }

    public required ListContext Context { get; init; }

    public required RiskPage Page { get; init; }

    public required ILookup<long, RiskBill> Bills { get; init; }

    public required IReadOnlyDictionary<long, RowActivity> Activity { get; init; }

    /// <summary>Over the filter without the choice of an assessment: the others are what one may choose next.</summary>
    public required RiskTotals Totals { get; init; }

    public required ActorNames Names { get; init; }

    public int Count => Query.Assessment is { } assessment ? Totals[assessment].Accounts : Totals.Accounts;

    public int StaleCount => Query.Assessment is { } assessment ? Totals[assessment].Stale : Totals.ByAssessment.Sum(sum => sum.Stale);

    public string Url(RiskQuery query) => query.Url(Path);

    /// <summary>The same list from its beginning, with something else about it.</summary>
    public string With(Func<RiskQuery, RiskQuery> change) => Url(change(Query with { Cursor = null }));

    /// <summary>What stands beside the sums, in words: "€1,200.00 of open invoices (at risk)".</summary>
    public IEnumerable<string> Apart(ReaderFormat format)
    {
        foreach (var part in Totals.Apart.Where(part => Query.Assessment is null || part.Assessment == Query.Assessment))
        {
            var whose = Words.Of(part.Assessment).ToLowerInvariant();
            if (part.Open != 0)
                yield return $"{format.Money(part.Open, part.Currency)} of open invoices ({whose})";
            if (part.Upcoming != 0)
                yield return $"{format.Money(part.Upcoming, part.Currency)} of upcoming invoices ({whose})";
            if (part.Forecast != 0)
                yield return $"{format.Money(part.Forecast, part.Currency)} of forecast ({whose})";
        }
    }

    public static string BillsLabel(RiskBills bills) =>
        bills switch
        {
            RiskBills.Failed => "Payment failed",
            RiskBills.Open => "Open",
            _ => "Upcoming only",
        };

    /// <summary>What a bill is, in a word, and the tint of its badge; the word always stands in it.</summary>
    public static (string Word, string Badge) Of(RiskBill bill) =>
        bill switch
        {
            { State: "uncollectible" } => ("Written off", "badge badge--danger"),
            { FailedAt: not null } => ("Payment failed", "badge badge--danger"),
            { State: "draft" } => ("Draft", "badge"),
            { Open: true } => ("Open", "badge badge--warn"),
            { Forecast: true } => ("Forecast", "badge"),
            _ => ("Upcoming", "badge badge--accent"),
        };

    /// <summary>What the person who assessed said of it: "“Card expired” Rita Vega, 3 Mar".</summary>
    public string? Said(RiskRow row, ReaderFormat format)
    {
        if (row.AssessedBy is not { } by || row.PaymentRiskAt is not { } at)
            return null;
        var note = row.PaymentRiskNote is { } text ? $"“{text.ReplaceLineEndings(" ")}” " : "";
        return $"{note}{Names[by]}, {format.Day(Context.Run.DayOf(at), Context.Run.Today)}";
    }

    public string? OwnerName(RiskRow row) => row.OwnerId is { } id ? Context.Members.FirstOrDefault(member => member.Id == id)?.Name : null;
}
