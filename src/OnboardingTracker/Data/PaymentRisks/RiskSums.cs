using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.PaymentRisks;

/// <summary>What accounts of one assessment are to pay, in the team's currency, as far as it can be converted.</summary>
/// <param name="Accounts">How many accounts.</param>
/// <param name="Stale">How many of them were assessed before their current billing period.</param>
/// <param name="Open">What their open invoices still ask for.</param>
/// <param name="Upcoming">What their next bills will ask for.</param>
/// <param name="Forecast">Their forecasts.</param>
/// <param name="StaleForecast">The part of <paramref name="Forecast"/> whose assessment is stale.</param>
/// <param name="Weight">What part of the forecast the risk-adjusted one counts.</param>
public sealed record RiskSum(
    PaymentRisk Assessment,
    int Accounts,
    int Stale,
    decimal Open,
    decimal Upcoming,
    decimal Forecast,
    decimal StaleForecast,
    decimal Weight
)
{
    public decimal RiskAdjusted => Forecast * Weight;
}

/// <summary>What stands beside a sum, since no rate says what it is worth in the team's currency.</summary>
public sealed record RiskApart(PaymentRisk Assessment, string Currency, decimal Open, decimal Upcoming, decimal Forecast);

/// <param name="ByAssessment">One for each assessment, also those that no account has.</param>
public sealed record RiskTotals(IReadOnlyList<RiskSum> ByAssessment, IReadOnlyList<RiskApart> Apart)
{
    public int Accounts => ByAssessment.Sum(sum => sum.Accounts);
    public decimal Open => ByAssessment.Sum(sum => sum.Open);
    public decimal Upcoming => ByAssessment.Sum(sum => sum.Upcoming);
    public decimal Forecast => ByAssessment.Sum(sum => sum.Forecast);
    public decimal RiskAdjusted => ByAssessment.Sum(sum => sum.RiskAdjusted);

    public RiskSum this[PaymentRisk assessment] => ByAssessment.First(sum => sum.Assessment == assessment);
}

public static class RiskSums
{
    /// <summary>The order in which assessments are shown.</summary>
    public static IReadOnlyList<PaymentRisk> Order { get; } =
    [PaymentRisk.UnlikelyToPay, PaymentRisk.AtRisk, PaymentRisk.NotAssessed, PaymentRisk.LikelyToPay];

    /// <summary>The sums over a filter in one pass; what no rate converts is looked for only where there is some.</summary>
    public static async Task<RiskTotals> SumsAsync(this TrackerDb db, RiskBook book, RiskFilter filter, CancellationToken cancel = default)
    {
        var parameters = RiskBook.Parameters(book.Context);
        var sql = $"""
            {RiskBook.Rows}
            select payment_risk as assessment, count(*)::int as accounts, count(*) filter (where stale)::int as stale,
                coalesce(sum(open_amount), 0) as open, coalesce(sum(upcoming_amount), 0) as upcoming,
                coalesce(sum(forecast_in_team_currency), 0) as forecast,
                coalesce(sum(forecast_in_team_currency) filter (where stale), 0) as stale_forecast,
                (sum(unconverted) + count(*) filter (where forecast_amount is not null and forecast_in_team_currency is null))::int as apart
            from entry where {filter.Where(parameters)}
            group by payment_risk
            """;
        var parts = await db.Database.SqlQueryRaw<Part>(sql, [.. parameters]).ToListAsync(cancel);
        return new(
            Complete(parts, book.Context.Policy),
            parts.Exists(part => part.Apart > 0) ? await ApartAsync(db, book, filter, cancel) : []
        );
    }

    internal static IReadOnlyList<RiskSum> Complete(IReadOnlyList<Part> parts, Policy policy) =>
        [
            .. Order.Select(assessment =>
            {
                var part = parts.FirstOrDefault(p => p.Assessment == AccountDetails.Code(assessment));
                return new RiskSum(
                    assessment,
                    part?.Accounts ?? 0,
                    part?.Stale ?? 0,
                    part?.Open ?? 0,
                    part?.Upcoming ?? 0,
                    part?.Forecast ?? 0,
                    part?.StaleForecast ?? 0,
                    policy.RiskWeight(assessment)
                );
            }),
        ];

    private static async Task<IReadOnlyList<RiskApart>> ApartAsync(TrackerDb db, RiskBook book, RiskFilter filter, CancellationToken cancel)
    {
        var parameters = RiskBook.Parameters(book.Context);
        var sql = $"""
            {RiskBook.Rows},
            chosen as (select * from entry where {filter.Where(parameters)}),
            part as (
                select c.payment_risk, b.currency, case when b.open then b.amount end as open, case when not b.open then b.amount end as upcoming,
                    null::numeric as forecast
                from bill b join chosen c on c.id = b.account_id
                where b.amount is not null and not exists (select from rate r where r.currency = b.currency)
                union all
                select c.payment_risk, c.forecast_currency, null, null, c.forecast_amount
                from chosen c where c.forecast_amount is not null and c.forecast_in_team_currency is null
            )
            select payment_risk as assessment, coalesce(currency, '') as currency, coalesce(sum(open), 0) as open,
                coalesce(sum(upcoming), 0) as upcoming, coalesce(sum(forecast), 0) as forecast
            from part group by payment_risk, currency
            """;
        var parts = await db.Database.SqlQueryRaw<ApartPart>(sql, [.. parameters]).ToListAsync(cancel);
        return
        [
            .. parts
                .Select(part => new RiskApart(
                    Enum.Parse<PaymentRisk>(part.Assessment, ignoreCase: true),
                    part.Currency,
                    part.Open,
                    part.Upcoming,
                    part.Forecast
                ))
                .OrderBy(part => Order.IndexOf(part.Assessment))
                .ThenBy(part => part.Currency, StringComparer.Ordinal),
        ];
    }

    private static int IndexOf(this IReadOnlyList<PaymentRisk> order, PaymentRisk assessment) => order.ToList().IndexOf(assessment);

    internal sealed class Part
    {
        public required string Assessment { get; init; }
        public int Accounts { get; init; }
        public int Stale { get; init; }
        public decimal Open { get; init; }
        public decimal Upcoming { get; init; }
        public decimal Forecast { get; init; }
        public decimal StaleForecast { get; init; }
        public int Apart { get; init; }
    }

    internal sealed class ApartPart
    {
        public required string Assessment { get; init; }
        public required string Currency { get; init; }
        public decimal Open { get; init; }
        public decimal Upcoming { get; init; }
        public decimal Forecast { get; init; }
    }
}
