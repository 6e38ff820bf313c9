using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.PaymentRisks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Tests.Data.PaymentRisks;

/// <summary>A random book of accounts, invoices and subscriptions, and the list and its sums as somebody would make them by hand.</summary>
internal static class RandomBills
{
    /// <summary>Nothing at all, or one in all: what is rare in life is common here.</summary>
    public static Task WriteAsync(TrackerDb db, int accounts, int seed) =>
        db.Database.ExecuteSqlAsync(
            $"""
            select setseed({seed / 1000.0});
            insert into accounts (external_id, name, plan, stage, in_work, passage, in_legacy_segment, next_renewal_on, forecast_amount, forecast_currency,
                forecast_in_team_currency, payment_risk, payment_risk_note, payment_risk_by, payment_risk_at, created_at, changed_at)
            select 'x' || i, 'n' || i, case when p < 0.2 then 'annual' else 'payAsYouGo' end, case when w < 0.5 then '2' end, w < 0.5, 1, false,
                case when r < 0.9 then date '2026-03-01' + ((random() * 80)::int - 30) end,
                f.amount, f.currency, case f.currency when 'USD' then f.amount when 'EUR' then round(f.amount * 1.0825, 4) end,
                k.risk, case when k.risk <> 'notAssessed' then 'note ' || i end, case when k.risk <> 'notAssessed' then 'user:rita@example.com' end,
                case when k.risk <> 'notAssessed' then timestamptz '2026-03-01 09:00Z' - random() * interval '60 days' end,
                timestamptz '2026-01-01Z', timestamptz '2026-01-01Z'
            from (select i, random() as p, random() as w, random() as r, random() as a, random() as c, random() as n
                  from generate_series(1, {accounts}) i) d
                cross join lateral (select case when a < 0.8 then round((a * 5000)::numeric, 2) end as amount,
                    case when a >= 0.8 then null when c < 0.5 then 'USD' when c < 0.8 then 'EUR' else 'SEK' end as currency) f
                cross join lateral (select (array['notAssessed', 'likelyToPay', 'atRisk', 'unlikelyToPay'])[1 + floor(n * 4)::int] as risk) k;
            insert into invoices (account_id, source, external_id, state, amount_due, amount_paid, currency, due_at, attempts, failed_at, regular)
            select 1 + floor(random() * {accounts})::int, 'stripe', 'in' || i, (array['draft', 'open', 'uncollectible', 'paid', 'void'])[1 + floor(random() * 5)::int],
                case when random() < 0.9 then round((random() * 900)::numeric, 4) end, case when random() < 0.2 then round((random() * 900)::numeric, 2) end,
                (array['USD', 'EUR', 'SEK'])[1 + floor(random() * 3)::int], timestamptz '2026-03-01Z' + (random() * 40 - 20) * interval '1 day',
                t.attempts, case when t.attempts > 0 then timestamptz '2026-02-20Z' end, true
            from (select i, floor(random() * 3)::int as attempts from generate_series(1, {accounts}) i) t;
            insert into subscriptions (account_id, source, external_id, live, upcoming_amount, upcoming_currency, upcoming_period_start, upcoming_period_end, ends_at_period_end)
            select 1 + floor(random() * {accounts})::int, 'stripe', 'sub' || i, random() < 0.8, case when random() < 0.8 then round((random() * 2000)::numeric, 2) end,
                (array['USD', 'EUR', 'SEK'])[1 + floor(random() * 3)::int], timestamptz '2026-03-01Z' + ((random() * 50)::int - 30) * interval '1 day',
                timestamptz '2026-03-01Z' + ((random() * 50)::int - 5) * interval '1 day', false
            from generate_series(1, {accounts / 2}) i;
            """
        );

    /// <summary>What one account's row is to say.</summary>
    public sealed record Expected(
        Account Account,
        bool Stale,
        IReadOnlyList<(bool Open, Money? Amount, bool Failed)> Bills,
        decimal Open,
        decimal Upcoming
    );

    public static async Task<List<Expected>> ByHandAsync(TrackerDb db, RunContext run)
    {
        var invoices = (await db.Invoices.AsNoTracking().ToListAsync()).ToLookup(i => i.AccountId);
        var subscriptions = (await db.Subscriptions.AsNoTracking().ToListAsync()).ToLookup(s => s.AccountId);
        var expected = new List<Expected>();
        foreach (var account in await db.Accounts.AsNoTracking().OrderBy(a => a.Id).ToListAsync())
        {
            var bills = new List<(bool Open, Money? Amount, bool Failed)>();
            foreach (var invoice in invoices[account.Id].Where(i => i.IsOpen))
            {
                var left = invoice.AmountDue - (invoice.AmountPaid ?? 0);
                if (left is null or > 0)
                    bills.Add((true, left is { } amount ? new Money(amount, invoice.Currency!) : null, invoice.FailedAt is not null));
            }
            var coming = subscriptions[account.Id]
                .Where(s => s.Live && s.UpcomingPeriodEnd is { } end && run.DayOf(end) >= run.Today)
                .OrderBy(s => s.UpcomingPeriodEnd)
                .ThenBy(s => s.Id)
                .ToList();
            var told = coming.FindAll(s => s.UpcomingAmount > 0);
            bills.AddRange(told.Select(s => (false, (Money?)new Money(s.UpcomingAmount!.Value, s.UpcomingCurrency!), false)));
            if (
                told.Count == 0
                && account.NextRenewalOn >= run.Today
                && account.Forecast is { Amount: > 0 } forecast
                && (account.InWork || account.PaymentRisk != PaymentRisk.NotAssessed)
            )
                bills.Add((false, forecast, false));
            if (bills.Count == 0)
                continue;
            var began = BillingPeriod.BeganOn(
                account.NextRenewalOn,
                coming.Count > 0 && coming[0].UpcomingPeriodStart is { } start ? run.DayOf(start) : null,
                account.Plan,
                run.Today
            );
            var assessedOn = account.PaymentRisk == PaymentRisk.NotAssessed ? null : (DateOnly?)run.DayOf(account.PaymentRiskAt!.Value);
            expected.Add(
                new(account, BillingPeriod.IsStale(assessedOn, began), bills, Sum(bills.Where(b => b.Open)), Sum(bills.Where(b => !b.Open)))
            );
        }
        return expected;

        decimal Sum(IEnumerable<(bool Open, Money? Amount, bool Failed)> bills) =>
            bills.Sum(bill =>
                Math.Round(
                    bill.Amount?.InTeamCurrency(run.Policy.TeamCurrency, run.Policy.CurrencyRates) ?? 0,
                    4,
                    MidpointRounding.AwayFromZero
                )
            );
    }

    public static RiskSum SumByHand(IReadOnlyCollection<Expected> book, PaymentRisk assessment, decimal weight)
    {
        var of = book.Where(e => e.Account.PaymentRisk == assessment).ToList();
        return new(
            assessment,
            of.Count,
            of.Count(e => e.Stale),
            of.Sum(e => e.Open),
            of.Sum(e => e.Upcoming),
            of.Sum(e => e.Account.ForecastInTeamCurrency ?? 0),
            of.Where(e => e.Stale).Sum(e => e.Account.ForecastInTeamCurrency ?? 0),
            weight
        );
    }
}
