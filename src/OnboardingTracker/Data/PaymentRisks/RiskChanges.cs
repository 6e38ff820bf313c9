using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.PaymentRisks;

/// <summary>An account whose assessment changed since a day.</summary>
/// <param name="From">What it was when that day began.</param>
/// <param name="By">Who made the last change.</param>
public sealed record ChangedRisk(
    long AccountId,
    string ExternalId,
    string Name,
    PaymentRisk From,
    PaymentRisk To,
    Actor By,
    DateTimeOffset At,
    string? Note
);

/// <summary>An invoice that failed or was paid since a day.</summary>
public sealed class ChangedInvoice
{
    public long AccountId { get; init; }
    public required string ExternalId { get; init; }
    public required string Name { get; init; }
    public required string Invoice { get; init; }
    public string? Number { get; init; }
    public string? Link { get; init; }
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>What changed since the beginning of a day of the team.</summary>
/// <param name="Then">The sums when that day began, from the history that was kept; amounts by today's rates.</param>
public sealed record RiskSince(
    DateOnly On,
    IReadOnlyList<RiskSum> Then,
    IReadOnlyList<ChangedRisk> Assessed,
    IReadOnlyList<ChangedInvoice> Failed,
    IReadOnlyList<ChangedInvoice> Paid
);

public static class RiskChanges
{
    /// <summary>Of each list no more are named, the newest first.</summary>
    public const int Most = 200;

    public static async Task<RiskSince> SinceAsync(this TrackerDb db, RiskBook book, DateOnly day, CancellationToken cancel = default)
    {
        var since = TeamCalendar.StartOf(day, book.Context.Policy);
        return new(
            day,
            await ThenAsync(db, book, since, cancel),
            await AssessedAsync(db, since, cancel),
            await InvoicesAsync(db, since, "failed_at", "and i.state in ('draft', 'open', 'uncollectible')", cancel),
            await InvoicesAsync(db, since, "paid_at", "", cancel)
        );
    }

    /// <summary>
    /// Accounts that are listed now, or had an open invoice then: with the assessment and the forecast that the first later change
    /// replaced, else the present ones. An account that was made since was not there.
    /// </summary>
    private static async Task<IReadOnlyList<RiskSum>> ThenAsync(TrackerDb db, RiskBook book, DateTimeOffset since, CancellationToken cancel)
    {
        var sql =
            RiskBook.Rows
            + """
                ,
                risk_then as (
                    select distinct on (account_id) account_id, "values" -> 'paymentRisk' ->> 0 as risk from account_changes
                    where jsonb_exists("values", 'paymentRisk') and at >= @since order by account_id, at, id
                ),
                forecast_then as (
                    select distinct on (account_id) account_id, "values" -> 'forecast' ->> 0 as said from account_changes
                    where jsonb_exists("values", 'forecast') and at >= @since order by account_id, at, id
                ),
                open_then as (
                    select i.account_id, sum(round(i.amount_due * r.rate, 4)) as amount
                    from invoices i left join rate r on r.currency = i.currency
                    where i.made_at < @since and (i.state in ('draft', 'open', 'uncollectible') or i.closed_at >= @since)
                    group by i.account_id
                ),
                there as (select account_id from listed union select account_id from open_then)
                select coalesce(k.risk, a.payment_risk) as assessment, count(*)::int as accounts, 0 as stale,
                    coalesce(sum(o.amount), 0) as open, 0::numeric as upcoming, 0::numeric as stale_forecast, 0 as apart,
                    coalesce(sum(case when f.account_id is null then a.forecast_in_team_currency
                        else round(split_part(f.said, ' ', 1)::numeric * r.rate, 4) end), 0) as forecast
                from there t join accounts a on a.id = t.account_id
                    left join risk_then k on k.account_id = a.id
                    left join forecast_then f on f.account_id = a.id
                    left join rate r on r.currency = split_part(f.said, ' ', 2)
                    left join open_then o on o.account_id = a.id
                where a.created_at < @since
                group by 1
                """;
        List<NpgsqlParameter> parameters = [.. RiskBook.Parameters(book.Context), Since(since)];
        var parts = await db.Database.SqlQueryRaw<RiskSums.Part>(sql, [.. parameters]).ToListAsync(cancel);
        return RiskSums.Complete(parts, book.Context.Policy);
    }

    private static async Task<IReadOnlyList<ChangedRisk>> AssessedAsync(TrackerDb db, DateTimeOffset since, CancellationToken cancel)
    {
        var changed = await db
            .Database.SqlQueryRaw<Change>(
                $"""
                with change as (
                    select c.account_id, (array_agg(c."values" -> 'paymentRisk' ->> 0 order by c.id))[1] as was, max(c.id) as last_id
                    from account_changes c where jsonb_exists(c."values", 'paymentRisk') and c.at >= @since
                    group by c.account_id
                )
                select a.id as account_id, a.external_id, a.name, change.was, last."values" -> 'paymentRisk' ->> 1 as becomes,
                    last."values" -> 'paymentRisk' ->> 2 as note, last.actor, last.at
                from change join account_changes last on last.id = change.last_id join accounts a on a.id = change.account_id
                order by last.at desc, last.id desc limit {Most}
                """,
                Since(since)
            )
            .ToListAsync(cancel);
        return
        [
            .. changed.Select(c => new ChangedRisk(
                c.AccountId,
                c.ExternalId,
                c.Name,
                Enum.Parse<PaymentRisk>(c.Was, ignoreCase: true),
                Enum.Parse<PaymentRisk>(c.Becomes, ignoreCase: true),
                Actor.Parse(c.Actor),
                c.At,
                c.Note
            )),
        ];
    }

    private static async Task<IReadOnlyList<ChangedInvoice>> InvoicesAsync(
        TrackerDb db,
        DateTimeOffset since,
        string when,
        string and,
        CancellationToken cancel
    )
    {
        var sql = $"""
            select a.id as account_id, a.external_id, a.name, i.external_id as invoice, i.number, i.link, i.amount_due as amount, i.currency,
                i.attempts, i.{when} as at
            from invoices i join accounts a on a.id = i.account_id
            where i.{when} >= @since {and}
            order by i.{when} desc, i.id desc limit {Most}
            """;
        return await db.Database.SqlQueryRaw<ChangedInvoice>(sql, Since(since)).ToListAsync(cancel);
    }

    private static NpgsqlParameter Since(DateTimeOffset since) => new("since", NpgsqlDbType.TimestampTz) { Value = since };

    internal sealed class Change
    {
        public long AccountId { get; init; }
        public required string ExternalId { get; init; }
        public required string Name { get; init; }
        public required string Was { get; init; }
        public required string Becomes { get; init; }
        public string? Note { get; init; }
        public required string Actor { get; init; }
        public DateTimeOffset At { get; init; }
    }
}
