using System.Globalization;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>
/// A bill that is about to be made is large, or much larger than the last: an alert, once per subscription and billing period. Source:
/// handbook, "Alerts"; pipeline.md, "The playbooks".
/// </summary>
public static class LargeInvoice
{
    public static Playbook Playbook { get; } =
        new()
        {
            Name = PlaybookNames.LargeInvoice,
            Purpose = "Raises an alert for every coming bill that is large, or much larger than the last one that was paid.",
            Trigger = "daily, and when a forecast or an upcoming invoice changes",
            RunsOnChange = true,
            WaitsForFirstRun = true,
            DailyAt = context => context.Policy.PolicyHour.AddMinutes(10),
            Alert = new AlertRule
            {
                Kind = TaskKinds.LargeInvoice,
                Wanted = Wanted,
                WhyClosed = WhyClosed,
            },
            Conditions =
            [
                .. AlertRule.Concerned,
                new(
                    context =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"a coming bill of {Team(context.Policy.LargeInvoiceFrom, context)} or more, or above {Team(context.Policy.LeadForecastAbove, context)} and at least {context.Policy.LargeInvoiceTimesLast:0.##} times the last paid regular invoice"
                        ),
                    (subject, context) =>
                        // The forecast of the account, where it is not what an earlier bill was forecast to be.
                        (
                            subject.NextRenewalOn >= context.Today
                            && !subject.Subscriptions.Any(s =>
                                s.Live && s.UpcomingAmount == subject.ForecastAmount && s.UpcomingPeriodEnd < context.StartOfToday
                            )
                            && (
                                context.InTeamCurrency(subject.ForecastAmount, subject.ForecastCurrency) >= context.Policy.LargeInvoiceFrom
                                || (
                                    context.InTeamCurrency(subject.ForecastAmount, subject.ForecastCurrency)
                                        > context.Policy.LeadForecastAbove
                                    && subject.Subscriptions.Count(s =>
                                        s.Live && s.UpcomingAmount != null && s.UpcomingPeriodEnd >= context.StartOfToday
                                    ) <= 1
                                    && context.InTeamCurrency(subject.ForecastAmount, subject.ForecastCurrency)
                                        >= context.Policy.LargeInvoiceTimesLast
                                            * subject
                                                .Invoices.Where(i =>
                                                    i.State == InvoiceState.Paid && i.Regular && (i.AmountPaid ?? i.AmountDue) > 0
                                                )
                                                .OrderByDescending(i => i.PaidAt)
                                                .Select(i => context.InTeamCurrency(i.AmountPaid ?? i.AmountDue, i.Currency))
                                                .FirstOrDefault()
                                )
                            )
                        )
                        // The upcoming invoice of one subscription, beside what was paid for that one.
                        || subject.Subscriptions.Any(s =>
                            s.Live
                            && s.UpcomingPeriodEnd >= context.StartOfToday
                            && (
                                context.InTeamCurrency(s.UpcomingAmount, s.UpcomingCurrency) >= context.Policy.LargeInvoiceFrom
                                || (
                                    context.InTeamCurrency(s.UpcomingAmount, s.UpcomingCurrency) > context.Policy.LeadForecastAbove
                                    && context.InTeamCurrency(s.UpcomingAmount, s.UpcomingCurrency)
                                        >= context.Policy.LargeInvoiceTimesLast
                                            * subject
                                                .Invoices.Where(i =>
                                                    i.Subscription == s.ExternalId
                                                    && i.State == InvoiceState.Paid
                                                    && i.Regular
                                                    && (i.AmountPaid ?? i.AmountDue) > 0
                                                )
                                                .OrderByDescending(i => i.PaidAt)
                                                .Select(i => context.InTeamCurrency(i.AmountPaid ?? i.AmountDue, i.Currency))
                                                .FirstOrDefault()
                                )
                            )
                        ),
                    (subject, context) =>
                        ComingBill.Of(subject, context) is { Count: > 0 } bills
                            ? string.Join("; ", bills.Select(bill => bill.InWords(context)))
                            : "no coming bill is known"
                ),
            ],
            Because = (subject, context) =>
                string.Join(
                    "; ",
                    ComingBill.Of(subject, context).Where(bill => bill.IsLarge(context)).Select(bill => bill.InWords(context))
                ),
        };

    private static List<WantedAlert> Wanted(PlaybookSubject subject, RunContext context)
    {
        var large = ComingBill.Of(subject, context).Where(bill => bill.IsLarge(context) && !bill.IsSettled(subject, context)).ToList();
        // An invoice was made of a bill that has its alert: it stays until that is paid or voided.
        large.AddRange(
            ComingBill
                .Made(subject, context)
                .Where(made => made.IsLarge(context) && !large.Exists(bill => bill.Occasion.DaysFrom(made.Occasion) is not null))
        );
        return large.ConvertAll(bill => new WantedAlert(
            bill.Occasion,
            $"Large invoice: {bill.Amount} on {bill.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
            new AlertFigures
            {
                Amount = bill.Amount.Amount,
                Currency = bill.Amount.Currency,
                Subscription = bill.Subscription,
                RenewalOn = bill.Day,
                LastPaid = bill.LastPaid?.Amount,
                LastPaidCurrency = bill.LastPaid?.Currency,
                Threshold = bill.Threshold(context),
            },
            Later(context.Today, bill.Day.AddDays(-context.Policy.LargeInvoiceDueDaysBefore))
        ));
    }

    private static AlertClosing WhyClosed(AccountTask task, PlaybookSubject subject, RunContext context)
    {
        var occasion = AlertOccasion.Parse(task.Occasion!);
        return ComingBill.InvoiceOf(occasion, subject, context) switch
        {
            { State: InvoiceState.Paid } => new(TaskState.Done, "the invoice was paid"),
            { State: InvoiceState.Void } => new(TaskState.Canceled, "the invoice was voided"),
            _ => ComingBill.Of(subject, context).FirstOrDefault(bill => bill.Occasion.DaysFrom(occasion) is not null) is { } bill
                ? new(TaskState.Canceled, $"no longer large: {bill.InWords(context)}")
                : new(TaskState.Canceled, "no such bill is coming any more"),
        };
    }

    private static string Team(decimal amount, RunContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"{amount:0.##} {context.Policy.TeamCurrency}");

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
