using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Retention;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Tests.Data.Dashboard.Retention;

/// <summary>One account as somebody would judge it who reads its history from the first page.</summary>
internal sealed record Judged(LivedAccount Account, DateOnly MadeOn, bool Apart, bool Over, bool Lost)
{
    public DateOnly Month => new(MadeOn.Year, MadeOn.Month, 1);
}

/// <summary>Retention, slowly: account by account, fact by fact, by what had been recorded.</summary>
internal static class RetentionByHand
{
    public static List<Judged> Judge(IEnumerable<LivedAccount> lives, AsOf asOf) =>
        [.. lives.Select(life => JudgeOne(life, asOf)).OfType<Judged>()];

    public static List<RetentionCohort> Cohorts(IReadOnlyCollection<Judged> judged)
    {
        var cohorts = new List<RetentionCohort>();
        for (var month = judged.Min(j => j.Month); month <= judged.Max(j => j.Month); month = month.AddMonths(1))
        {
            var of = judged.Where(j => j.Month == month).ToList();
            var counted = of.Where(j => !j.Apart).ToList();
            cohorts.Add(
                new(
                    month,
                    counted.Count(j => j is { Over: true, Lost: false }),
                    counted.Count(j => j is { Over: true, Lost: true }),
                    counted.Count(j => j is { Over: false, Lost: false }),
                    counted.Count(j => j is { Over: false, Lost: true }),
                    of.Count(j => j.Apart)
                )
            );
        }
        return cohorts;
    }

    /// <summary>The first reason for which it may be about to leave; null: none.</summary>
    public static int? Reason(Judged judged)
    {
        if (judged is not { Apart: false, Over: false, Lost: false })
            return null;
        var life = judged.Account;
        var live = life.Subscriptions.FindAll(s => s.Live);
        if (live.Count > 0 && live.TrueForAll(s => s.EndsAtPeriodEnd))
            return 0;
        if (life.Subscriptions.Count > 0 && live.Count == 0)
            return 1;
        var last = Invoices(life, DateTimeOffset.MaxValue)
            .Where(i => i.State is not (InvoiceState.Draft or InvoiceState.Void))
            .MaxBy(i => i.MadeAt ?? i.PeriodEnd ?? i.DueAt);
        if (last is { FailedAt: not null, State: InvoiceState.Open or InvoiceState.Uncollectible })
            return 2;
        return life.Risk switch
        {
            PaymentRisk.UnlikelyToPay => 3,
            PaymentRisk.AtRisk => 4,
            _ => null,
        };
    }

    private static Judged? JudgeOne(LivedAccount life, AsOf asOf)
    {
        var (until, policy) = (asOf.Until, asOf.Policy);
        if (life.MergedAt < until)
            return null;
        var moves = PipelineHistory.Effective(life.Moves.Where(move => move.RecordedAt < until));
        if (!moves.Any(move => move.From is null && move.To is not null))
            return null;
        var bills = Invoices(life, until)
            .Where(i => i.Regular && i.State is InvoiceState.Open or InvoiceState.Uncollectible or InvoiceState.Paid)
            .Where(i => i.Regular && i.AmountDue > 0)
            .Select(i => (At: (i.MadeAt ?? i.PeriodEnd ?? i.DueAt)!.Value, Worth: Worth(i, policy)))
            .Where(bill => bill.At < until)
            .OrderBy(bill => bill.At)
            .ToList();
        var first = bills.FirstOrDefault(bill => bill.Worth > policy.LeadForecastAbove);
        var apart = first == default;
        if (apart)
            first = bills.FirstOrDefault(bill => bill.Worth is null);
        if (first == default)
            return null;
        var madeOn = TeamCalendar.DayOf(first.At, policy);
        var closesOn = madeOn.AddMonths(3);
        var churns = (life.Learned.Where(l => l.Churns is not null && l.At < until).MaxBy(l => l.At)?.Churns ?? [])
            .Where(c => c.At < until)
            .Concat(ByHand(moves, policy).Where(c => c.At < until))
            .ToList();
        var lost = churns.Exists(c => TeamCalendar.DayOf(c.At, policy) <= closesOn && (c.BackAt is null || c.BackAt > first.At));
        return new(life, madeOn, apart, closesOn < TeamCalendar.DayOf(until, policy), lost);
    }

    private static IEnumerable<(DateTimeOffset At, DateTimeOffset? BackAt)> ByHand(IReadOnlyList<Transition> moves, Policy policy)
    {
        for (var i = 0; i < moves.Count; i++)
        {
            if (moves[i] is not { To: "6d", Actor.IsPerson: true })
                continue;
            var backAt = i + 1 < moves.Count ? moves[i + 1].At : (DateTimeOffset?)null;
            if (backAt is null || backAt > moves[i].At.AddDays(policy.ChurnTakenBackDays))
                yield return (moves[i].At, backAt);
        }
    }

    private static IEnumerable<Invoice> Invoices(LivedAccount life, DateTimeOffset until) =>
        life
            .Learned.Where(l => l.Invoice is not null && l.At < until)
            .GroupBy(l => l.Invoice!.ExternalId)
            .Select(versions => versions.MaxBy(l => l.At)!.Invoice!);

    private static decimal? Worth(Invoice invoice, Policy policy) =>
        invoice.Currency == policy.TeamCurrency ? invoice.AmountDue
        : policy.CurrencyRates.TryGetValue(invoice.Currency!, out var rate) ? invoice.AmountDue * rate
        : null;
}
