using System.Globalization;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>One bill that an account is about to get: by the upcoming invoice of a subscription, or by the account's forecast.</summary>
/// <param name="Subscription">Its id at the source; null: the account as a whole.</param>
/// <param name="Day">The renewal, on which it is made.</param>
/// <param name="LastPaid">The last regular invoice that was paid, of the same subscription where that is known.</param>
public sealed record ComingBill(string? Subscription, Money Amount, DateOnly Day, Money? LastPaid)
{
    /// <summary>The bills to come; where one subscription is known, forecast and upcoming invoice are the same bill, the larger counts.</summary>
    public static IReadOnlyList<ComingBill> Of(PlaybookSubject subject, RunContext context)
    {
        var coming = subject
            .Subscriptions.Where(s =>
                s is { Live: true, UpcomingAmount: not null, UpcomingCurrency: not null, UpcomingPeriodEnd: not null }
            )
            .Where(s => s.UpcomingPeriodEnd >= context.StartOfToday)
            .OrderBy(s => s.Id)
            .Select(s => new ComingBill(
                s.ExternalId,
                new Money(s.UpcomingAmount!.Value, s.UpcomingCurrency!),
                context.DayOf(s.UpcomingPeriodEnd!.Value),
                PaidLast(subject.Invoices.Where(i => i.Subscription == s.ExternalId))
            ))
            .ToList();
        if (Forecast(subject, context) is not { } forecast)
            return coming;
        switch (coming)
        {
            case []:
                return [forecast with { LastPaid = PaidLast(subject.Invoices) }];
            case [var only]:
                var same = forecast with { Subscription = only.Subscription, Day = only.Day, LastPaid = PaidLast(subject.Invoices) };
                var larger = Worth(same.Amount, context) > Worth(only.Amount, context) || Worth(only.Amount, context) is null;
                return [larger || (same.IsLarge(context) && !only.IsLarge(context)) ? same : only];
            default:
                // Each subscription speaks for itself; only where none is large by itself may their sum be.
                return coming.Exists(bill => bill.IsLarge(context)) ? coming : [.. coming, forecast];
        }
    }

    /// <summary>Invoices that were made of a bill whose alert there is, and that are still to be paid.</summary>
    public static IEnumerable<ComingBill> Made(PlaybookSubject subject, RunContext context) =>
        from task in subject.Alerts
        where task is { Kind: TaskKinds.LargeInvoice, Occasion: not null }
        let occasion = AlertOccasion.Parse(task.Occasion!)
        let invoice = InvoiceOf(occasion, subject, context)
        where invoice is { IsOpen: true, AmountDue: not null, Currency: not null }
        select new ComingBill(
            occasion.Subject == AlertOccasion.AnySubscription ? null : occasion.Subject,
            new Money(invoice.AmountDue!.Value, invoice.Currency!),
            occasion.Day!.Value,
            PaidLast(subject.Invoices.Where(i => invoice.Subscription == null || i.Subscription == invoice.Subscription))
        );

    /// <summary>The invoice of a bill's period, once it was made.</summary>
    public static Invoice? InvoiceOf(AlertOccasion occasion, PlaybookSubject subject, RunContext context) =>
        subject
            .Invoices.Where(i => i.Regular)
            .Select(i => (Invoice: i, Day: DayOf(i, occasion, subject, context)))
            .Where(i => i.Day is not null)
            .Select(i => (i.Invoice, Days: new AlertOccasion(Subject(i.Invoice.Subscription), i.Day).DaysFrom(occasion)))
            .Where(i => i.Days is not null)
            .OrderBy(i => i.Days)
            .Select(i => i.Invoice)
            .FirstOrDefault();

    public AlertOccasion Occasion => new(Subject(Subscription), Day);

    /// <summary>It has become an invoice that was paid or voided.</summary>
    public bool IsSettled(PlaybookSubject subject, RunContext context) =>
        InvoiceOf(Occasion, subject, context) is { State: InvoiceState.Paid or InvoiceState.Void };

    public bool IsLarge(RunContext context) => Threshold(context) is not null;

    /// <summary>Which threshold it reaches, in words; null: none, or it cannot be compared for want of a rate.</summary>
    public string? Threshold(RunContext context)
    {
        var policy = context.Policy;
        if (Worth(Amount, context) is not { } worth)
            return null;
        if (worth >= policy.LargeInvoiceFrom)
            return $"at or above {new Money(policy.LargeInvoiceFrom, policy.TeamCurrency)}";
        return worth > policy.LeadForecastAbove && LastPaid is { } last && worth >= policy.LargeInvoiceTimesLast * Worth(last, context)
            ? string.Create(CultureInfo.InvariantCulture, $"at least {policy.LargeInvoiceTimesLast:0.##} times the last paid invoice")
            : null;
    }

    /// <summary>"1200.00 USD on 2026-03-31, last paid 400.00 USD"; says so where there is no rate to compare by.</summary>
    public string InWords(RunContext context)
    {
        var last = LastPaid is { } paid ? $"last paid {Compared(paid, context)}" : "none paid before";
        return string.Create(CultureInfo.InvariantCulture, $"{Compared(Amount, context)} on {Day:yyyy-MM-dd}, {last}");
    }

    /// <summary>The renewal that an invoice was made at. One that says no day is of this occasion where it was paid after its alert.</summary>
    private static DateOnly? DayOf(Invoice invoice, AlertOccasion occasion, PlaybookSubject subject, RunContext context) =>
        (invoice.PeriodEnd ?? invoice.DueAt) is { } at ? context.DayOf(at)
        : subject.Alerts.Exists(task => task.Occasion == occasion.ToString() && task.CreatedAt <= invoice.PaidAt) ? occasion.Day
        : null;

    private static string Compared(Money money, RunContext context) =>
        Worth(money, context) switch
        {
            null => $"{money}, not compared: no rate for {money.Currency}",
            { } worth when money.Currency != context.Policy.TeamCurrency =>
                $"{money} = {new Money(decimal.Round(worth, 2), context.Policy.TeamCurrency)}",
            _ => money.ToString(),
        };

    /// <summary>The account's forecast; not where it only repeats what a bill that is past was forecast to be.</summary>
    private static ComingBill? Forecast(PlaybookSubject subject, RunContext context) =>
        subject is { ForecastAmount: { } amount, ForecastCurrency: { } currency, NextRenewalOn: { } renewalOn }
        && renewalOn >= context.Today
        && !subject.Subscriptions.Exists(s => s.Live && s.UpcomingAmount == amount && s.UpcomingPeriodEnd < context.StartOfToday)
            ? new ComingBill(null, new Money(amount, currency), renewalOn, null)
            : null;

    /// <summary>A bill of nothing, such as a trial's, is no measure.</summary>
    private static Money? PaidLast(IEnumerable<Invoice> invoices) =>
        invoices
            .Where(i => i is { State: InvoiceState.Paid, Regular: true, Currency: not null } && (i.AmountPaid ?? i.AmountDue) > 0)
            .OrderByDescending(i => i.PaidAt)
            .FirstOrDefault()
            is { } last
            ? new Money((last.AmountPaid ?? last.AmountDue)!.Value, last.Currency!)
            : null;

    private static decimal? Worth(Money money, RunContext context) => context.InTeamCurrency(money.Amount, money.Currency);

    private static string Subject(string? subscription) =>
        string.IsNullOrEmpty(subscription) ? AlertOccasion.AnySubscription : subscription;
}
