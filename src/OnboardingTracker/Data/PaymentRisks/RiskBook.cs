using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.PaymentRisks;

/// <summary>One page of the list.</summary>
public sealed record RiskPage(IReadOnlyList<RiskRow> Rows, RiskCursor? Next, RiskCursor? Previous);

/// <summary>
/// The accounts from which money is expected, as of one moment: those with an open invoice, and those whose next bill is known. That is
/// told by a source (an upcoming invoice), or is the forecast on the renewal of an account that somebody works on or has assessed.
/// </summary>
public sealed class RiskBook(TrackerDb db, RunContext context)
{
    /// <summary>Every bill, and what its amount is multiplied with for the team's currency.</summary>
    internal const string Bills = """
        with rate(currency, rate) as (select * from unnest(@currencies, @rates)),
        bill as (
            select i.account_id, true as open, i.state, i.external_id as invoice, i.number, i.link,
                i.amount_due - coalesce(i.amount_paid, 0) as amount, i.currency,
                (coalesce(i.due_at, i.period_end) at time zone @zone)::date as due_on,
                i.attempts, i.failed_at, i.next_attempt_at, false as forecast
            from invoices i
            where i.state in ('draft', 'open', 'uncollectible')
                and (i.amount_due is null or i.amount_due > coalesce(i.amount_paid, 0))
            union all
            select s.account_id, false, null, null, null, null, s.upcoming_amount, s.upcoming_currency,
                (s.upcoming_period_end at time zone @zone)::date, 0, null, null, false
            from subscriptions s
            where s.live and s.upcoming_amount > 0 and s.upcoming_period_end >= @today_began
                and not exists (select from invoices i where i.account_id = s.account_id and i.source = s.source
                    and i.subscription = s.external_id and i.period_end >= s.upcoming_period_end)
            union all
            select a.id, false, null, null, null, null, a.forecast_amount, a.forecast_currency, a.next_renewal_on, 0, null, null, true
            from accounts a
            where a.next_renewal_on >= @today and a.forecast_amount > 0 and (a.in_work or a.payment_risk <> 'notAssessed')
                and a.merged_into_id is null
                and not exists (select from subscriptions s where s.account_id = a.id
                    and s.live and s.upcoming_amount > 0 and s.upcoming_period_end >= @today_began)
        )
        """;

    /// <summary>A row an account. When the current period began is <see cref="Domain.Billing.BillingPeriod"/>, told to the database.</summary>
    internal const string Rows =
        Bills
        + """
            ,
            listed as (
                select b.account_id, count(*) filter (where b.open)::int as open_count, count(*) filter (where not b.open)::int as upcoming_count,
                    min(b.due_on) as due_on, max(b.attempts) as attempts, max(b.failed_at) as failed_at, min(b.next_attempt_at) as next_attempt_at,
                    sum(round(b.amount * r.rate, 4)) filter (where b.open) as open_amount,
                    sum(round(b.amount * r.rate, 4)) filter (where not b.open) as upcoming_amount,
                    count(*) filter (where b.amount is not null and r.rate is null)::int as unconverted
                from bill b left join rate r on r.currency = b.currency
                group by b.account_id
            ),
            dated as (
                select a.id, a.external_id, a.name, a.domain, a.stage, a.owner_id, a.next_renewal_on, a.forecast_amount, a.forecast_currency,
                    a.forecast_in_team_currency, a.payment_risk, a.payment_risk_note, a.payment_risk_by, a.payment_risk_at,
                    l.open_count, l.upcoming_count, l.due_on, l.attempts, l.failed_at, l.next_attempt_at, l.open_amount, l.upcoming_amount, l.unconverted,
                    case
                        when a.payment_risk = 'notAssessed' or a.next_renewal_on is null then null
                        when a.next_renewal_on < @today then a.next_renewal_on
                        else coalesce(
                            (select case when told.start_on < a.next_renewal_on and told.start_on <= @today then told.start_on end
                             from (select (s.upcoming_period_start at time zone @zone)::date as start_on from subscriptions s
                                   where s.account_id = a.id and s.live and s.upcoming_period_end >= @today_began
                                   order by s.upcoming_period_end, s.id limit 1) told),
                            case when a.plan <> 'annual' and a.next_renewal_on - interval '1 month' <= @today
                                then (a.next_renewal_on - interval '1 month')::date end,
                            case when a.next_renewal_on - interval '1 year' <= @today then (a.next_renewal_on - interval '1 year')::date end)
                    end as period_began_on
                from listed l join accounts a on a.id = l.account_id
            ),
            entry as (
                select d.*, coalesce(d.payment_risk <> 'notAssessed'
                    and (d.payment_risk_at at time zone @zone)::date < d.period_began_on, false) as stale
                from dated d
            )
            """;

    public RunContext Context => context;

    /// <summary>The page at a place; null: the first one. By place and not by number, so that rows that come or go shift nothing.</summary>
    public async Task<RiskPage> PageAsync(RiskFilter filter, RiskSort sort, RiskCursor? at, int limit, CancellationToken cancel = default)
    {
        if (at is { Backward: true })
        {
            var before = await ReadAsync(filter, sort, at, limit + 1, cancel);
            before.Reverse();
            // Fewer than a page lie before: the first page is shown whole.
            if (before.Count >= limit)
                return Page(before.Count > limit ? before[1..] : before, sort, hasNext: true, hasPrevious: before.Count > limit);
            at = null;
        }
        var rows = await ReadAsync(filter, sort, at, limit + 1, cancel);
        return Page(rows.Count > limit ? rows[..^1] : rows, sort, hasNext: rows.Count > limit, hasPrevious: at is not null);
    }

    /// <summary>All of it in order, row by row: to export.</summary>
    public IAsyncEnumerable<RiskRow> All(RiskFilter filter, RiskSort sort) => Query(filter, sort, null, null).AsAsyncEnumerable();

    /// <summary>The bills of these accounts, the ones that matter most first: failed, open, upcoming; in each the one due first.</summary>
    public async Task<ILookup<long, RiskBill>> BillsAsync(IReadOnlyCollection<long> accountIds, CancellationToken cancel = default)
    {
        var sql =
            Bills
            + """

                select b.* from bill b where b.account_id = any(@ids)
                order by b.failed_at is null, not b.open, b.due_on, b.invoice
                """;
        List<NpgsqlParameter> parameters =
        [
            .. Parameters(context),
            new("ids", NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = accountIds.ToArray() },
        ];
        var bills = await db.Database.SqlQueryRaw<RiskBill>(sql, [.. parameters]).ToListAsync(cancel);
        return bills.ToLookup(bill => bill.AccountId);
    }

    internal static List<NpgsqlParameter> Parameters(RunContext context)
    {
        var policy = context.Policy;
        var rates = policy.CurrencyRates.Where(rate => rate.Key != policy.TeamCurrency).Append(new(policy.TeamCurrency, 1m)).ToList();
        return
        [
            new("currencies", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = rates.Select(rate => rate.Key).ToArray() },
            new("rates", NpgsqlDbType.Array | NpgsqlDbType.Numeric) { Value = rates.Select(rate => rate.Value).ToArray() },
            new("zone", policy.TimeZone),
            new NpgsqlParameter<DateOnly>("today", context.Today),
            new NpgsqlParameter<DateTimeOffset>("today_began", TeamCalendar.StartOf(context.Today, policy)),
        ];
    }

    private Task<List<RiskRow>> ReadAsync(RiskFilter filter, RiskSort sort, RiskCursor? at, int limit, CancellationToken cancel) =>
        Query(filter, sort, at, limit).ToListAsync(cancel);

    private IQueryable<RiskRow> Query(RiskFilter filter, RiskSort sort, RiskCursor? at, int? limit)
    {
        var parameters = Parameters(context);
        var where = filter.Where(parameters);
        var descending = sort.Descending != (at?.Backward ?? false);
        var direction = descending ? "desc" : "asc";
        if (at is not null)
        {
            parameters.Add(new NpgsqlParameter<decimal>("at_number", at.Number));
            parameters.Add(new("at_text", at.Text));
            parameters.Add(new NpgsqlParameter<long>("at_id", at.Id));
        }
        var beyond = at is null ? "" : $"where (sort_number, sort_text, id) {(descending ? "<" : ">")} (@at_number, @at_text, @at_id)";
        var sql = $"""
            {Rows},
            placed as (select entry.*, {sort.Number} as sort_number, {sort.Text} as sort_text from entry where {where})
            select * from placed {beyond}
            order by sort_number {direction}, sort_text {direction}, id {direction}
            {(limit is { } most ? $"limit {most.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : "")}
            """;
        return db.Database.SqlQueryRaw<RiskRow>(sql, [.. parameters]);
    }

    private static RiskPage Page(List<RiskRow> rows, RiskSort sort, bool hasNext, bool hasPrevious) =>
        rows.Count == 0
            ? new([], null, null)
            : new(rows, hasNext ? rows[^1].Place(sort) : null, hasPrevious ? rows[0].Place(sort, backward: true) : null);
}
