using System.Globalization;
using Npgsql;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Dashboard.Retention;

/// <summary>The accounts of a cohort, or of a part of it: those that were lost first, then those about to leave.</summary>
internal sealed class RetentionList(TimeProvider time) : IFigureList
{
    public const string Figure = "retention";

    public string Name => Figure;

    public Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel) =>
        Task.FromResult(Find(keys, query.AsOf));

    private FigureCell? Find(IReadOnlyDictionary<string, string> keys, AsOf asOf)
    {
        if (keys.GetValueOrDefault("part") is not { } name || !RetentionParts.All.TryGetValue(name, out var part))
            return null;
        var cohort = keys.GetValueOrDefault("cohort");
        var parameters = RetentionSql.Parameters(asOf);
        if (cohort == RetentionTable.AllClosed)
            return new($"{part.Title}, closed cohorts", Sql(null, part.Where, InClosed, asOf), parameters, Ranked: true);
        if (
            !DateOnly.TryParseExact(cohort, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            || month.Year is < 1900 or > 9000
        )
            return null;
        parameters.AddRange(RetentionSql.Between(month, month.AddMonths(1), asOf.Policy));
        parameters.Add(new NpgsqlParameter<DateOnly>("cohort_from", month));
        parameters.Add(new NpgsqlParameter<DateOnly>("cohort_to", month.AddMonths(1)));
        return new(
            $"{part.Title}, first bill in {month.ToString("MMMM yyyy", CultureInfo.InvariantCulture)}",
            Sql(RetentionSql.MadeBetween, part.Where, "l.made_on >= @cohort_from and l.made_on < @cohort_to", asOf),
            parameters,
            Ranked: true
        );
    }

    private const string InClosed = """
        date_trunc('month', l.made_on) not in (
            select date_trunc('month', o.made_on) from logo o where o.compared and not o.over)
        """;

    /// <summary>What puts an account at risk is known of now only: for a day that has gone by since, nobody says.</summary>
    private string Sql(string? scope, string part, string cohort, AsOf asOf)
    {
        var knowsRisk = asOf.Until >= TeamCalendar.StartOf(TeamCalendar.DayOf(time.GetUtcNow(), asOf.Policy), asOf.Policy);
        return $"""
            {RetentionSql.Logos(scope)}
            select l.account_id, l.account_id as key, l.made_at as at, bill.worth as amount,
                case when not l.compared then 'asked for ' || round(bill.amount, 2) || ' ' || bill.currency || ', which has no rate'
                    when l.lost_at is not null then 'churned on ' || (l.lost_at at time zone @zone)::date
                    {(knowsRisk ? "when risk.reason is not null then risk.note" : "")}
                    when l.over then 'with us on ' || l.closes_on
                    else 'three months old on ' || l.closes_on end as note,
                case when l.lost_at is not null then 10{(
                knowsRisk ? " when risk.reason is not null then 9 - risk.reason" : ""
            )} else 0 end::bigint as rank
            from logo l {RetentionSql.BillOfLogo} {(knowsRisk ? RiskSql.OfLogo : "")}
            where {part} and {cohort}
            """;
    }
}
