using System.Globalization;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>
/// "Failed payments are currently assigned to Magda": an alert, once per invoice, until it is paid or voided. Source: handbook,
/// "Alerts"; pipeline.md, "The playbooks".
/// </summary>
public static class FailedPayment
{
    public static Playbook Playbook { get; } =
        new()
        {
            Name = PlaybookNames.FailedPayment,
            Purpose = "Raises an alert for every invoice whose payment failed, and closes it when the invoice is paid or voided.",
            Trigger = "when an invoice payment failed, and daily",
            RunsOnChange = true,
            DailyAt = _ => new TimeOnly(5, 30),
            Alert = new AlertRule
            {
                Kind = TaskKinds.FailedPayment,
                Wanted = Wanted,
                WhyClosed = WhyClosed,
            },
            Conditions =
            [
                .. AlertRule.Concerned,
                new(
                    _ => "a payment failed on an invoice that is still open",
                    (subject, _) =>
                        subject.Invoices.Any(invoice =>
                            invoice.FailedAt != null && (invoice.State == InvoiceState.Open || invoice.State == InvoiceState.Uncollectible)
                        ),
                    (subject, context) => Failed(subject) is { Count: > 0 } failed ? Listed(failed, context) : "no failed payment is open"
                ),
            ],
            Because = (subject, context) => Listed(Failed(subject), context),
        };

    private static List<WantedAlert> Wanted(PlaybookSubject subject, RunContext context) =>
        Failed(subject)
            .ConvertAll(invoice => new WantedAlert(
                OccasionOf(invoice),
                $"Payment failed: {AmountOf(invoice)}",
                new AlertFigures
                {
                    Invoice = invoice.ExternalId,
                    Number = invoice.Number,
                    Link = invoice.Link,
                    Amount = invoice.AmountDue,
                    Currency = invoice.Currency,
                    Attempts = invoice.Attempts,
                    NextAttemptAt = invoice.NextAttemptAt,
                    FailedAt = invoice.FailedAt,
                    Subscription = invoice.Subscription,
                },
                context.Today
            ));

    private static AlertClosing WhyClosed(AccountTask task, PlaybookSubject subject, RunContext context) =>
        subject.Invoices.Find(invoice => OccasionOf(invoice).ToString() == task.Occasion)?.State switch
        {
            InvoiceState.Paid => new(TaskState.Done, "the invoice was paid"),
            InvoiceState.Void => new(TaskState.Canceled, "the invoice was voided"),
            _ => new(TaskState.Canceled, "no failed payment is known of the invoice any more"),
        };

    private static AlertOccasion OccasionOf(Invoice invoice) => new($"{invoice.Source}:{invoice.ExternalId}");

    private static List<Invoice> Failed(PlaybookSubject subject) =>
        [
            .. subject
                .Invoices.Where(invoice => invoice is { FailedAt: not null, State: InvoiceState.Open or InvoiceState.Uncollectible })
                .OrderBy(invoice => invoice.FailedAt)
                .ThenBy(invoice => invoice.Id),
        ];

    private static string Listed(List<Invoice> failed, RunContext context) =>
        string.Join("; ", failed.Select(invoice => $"{AmountOf(invoice)}, {Tries(invoice)}{Next(invoice, context)}"));

    private static string AmountOf(Invoice invoice)
    {
        var name = invoice.Number ?? invoice.ExternalId;
        return invoice is { AmountDue: { } amount, Currency: { } currency }
            ? $"invoice {name}, {new Money(amount, currency)}"
            : $"invoice {name}";
    }

    private static string Tries(Invoice invoice) => invoice.Attempts == 1 ? "failed once" : $"failed {invoice.Attempts} times";

    private static string Next(Invoice invoice, RunContext context) =>
        invoice.NextAttemptAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $", next attempt on {context.DayOf(at):yyyy-MM-dd}")
            : ", no further attempt is planned";
}
