using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Webhooks;

namespace OnboardingTracker.Features.Signals.Stripe;

/// <summary>Reads an invoice, upcoming ones included, which have no id.</summary>
internal static class StripeInvoice
{
    public static SignalFact Read(SignalFact fact, Loose invoice, bool test)
    {
        var currency = invoice["currency"].Text;
        var subscription = SubscriptionOf(invoice);
        var isUpcoming = fact.Kind == SignalKinds.InvoiceUpcoming;
        // Newer previews carry an id that no invoice ever has.
        var id = isUpcoming ? null : invoice["id"].Text;
        if (!isUpcoming && id is null)
            throw new UnreadableSignalException("It is no invoice of Stripe: it has no id.");
        var status = StatusOf(invoice);
        return fact with
        {
            // A payment that covers a part only: the invoice is still open.
            Kind = fact.Kind == SignalKinds.InvoicePaid && status == "open" ? SignalKinds.InvoiceChanged : fact.Kind,
            Invoice = new InvoiceFact
            {
                Invoice = id,
                Subscription = subscription,
                Number = invoice["number"].Text,
                Status = isUpcoming ? null : status,
                AmountDue = AmountDue(invoice, currency),
                AmountPaid = StripeAmount.Of(invoice["amount_paid"].Whole, currency),
                Currency = StripeAmount.Currency(currency),
                PeriodStart = invoice["period_start"].Unix,
                PeriodEnd = invoice["period_end"].Unix,
                DueAt = invoice["due_date"].Unix,
                Attempt = Attempts(invoice),
                NextAttemptAt = invoice["next_payment_attempt"].Unix,
                Regular = invoice["billing_reason"].Text is null or "subscription_cycle" or "subscription" or "upcoming",
                Link = isUpcoming ? StripeSource.Link("subscriptions", subscription, test) : StripeSource.Link("invoices", id, test),
            },
        };
    }

    /// <summary>A charge of which money went back. Newer charges do not name their invoice.</summary>
    public static InvoiceFact Refund(Loose charge, bool test)
    {
        var currency = charge["currency"].Text;
        return new InvoiceFact
        {
            Invoice = charge["invoice"].Reference,
            Currency = StripeAmount.Currency(currency),
            AmountRefunded = StripeAmount.Of(charge["amount_refunded"].Whole, currency),
            AmountPaid = StripeAmount.Of(charge["amount_captured"].Whole ?? charge["amount"].Whole, currency),
            Link = StripeSource.Link("payments", charge["payment_intent"].Reference ?? charge["id"].Text, test),
        };
    }

    /// <summary>
    /// What the customer is asked to pay. <c>amount_due</c> is after the credit balance, and with what was owed before; where it is
    /// missing, the total and the balance say as much.
    /// </summary>
    private static decimal? AmountDue(Loose invoice, string? currency)
    {
        var due =
            invoice["amount_due"].Whole
            ?? invoice["amount_remaining"].Whole
            ?? (invoice["total"].Whole is { } total ? total + (invoice["starting_balance"].Whole ?? 0) : null);
        return StripeAmount.Of(due is < 0 ? 0 : due, currency);
    }

    private static string? SubscriptionOf(Loose invoice)
    {
        var lines = invoice["lines"]["data"];
        return invoice["subscription"].Reference
            ?? invoice["parent"]["subscription_details"]["subscription"].Reference
            ?? invoice["subscription_details"]["subscription"].Reference
            ?? lines.Items.Select(line => line["subscription"].Reference).FirstOrDefault(id => id is not null)
            ?? lines
                .Items.Select(line => line["parent"]["subscription_item_details"]["subscription"].Reference)
                .FirstOrDefault(id => id is not null);
    }

    private static int? Attempts(Loose invoice) => invoice["attempt_count"].Whole is { } count and >= 0 and < 1000 ? (int)count : null;

    /// <summary>Before 2018 an invoice had no status, but three switches.</summary>
    private static string? StatusOf(Loose invoice) =>
        invoice["status"].Text
        ?? (
            invoice["paid"].Flag == true ? "paid"
            : invoice["forgiven"].Flag == true ? "uncollectible"
            : invoice["closed"].Flag == true ? "void"
            : invoice["attempted"].Flag == true ? "open"
            : null
        );
}
