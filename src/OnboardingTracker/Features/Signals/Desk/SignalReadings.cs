using System.Globalization;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>What was read of a signal, line by line, for people.</summary>
internal static class SignalReadings
{
    public static IReadOnlyList<(string Name, string Value)> Of(SignalFact fact, TimeZoneInfo zone)
    {
        var lines = new List<(string, string)>();
        Add("Names", string.Join(", ", new[] { fact.About.ExternalId, fact.About.BillingCustomerId, fact.About.Name }.OfType<string>()));
        Add("Addresses", string.Join(", ", fact.About.Emails));
        if (fact.Mail is { } mail)
        {
            Add("From", mail.From);
            Add("To", string.Join(", ", mail.To));
            Add("Subject", mail.Subject);
            Add("Written by a person", mail.Genuine ? "yes" : $"no: {mail.Automatic ?? "automatic mail"}");
            Add("Its sender is known", fact.Kind == SignalKinds.EmailReceived ? ProofOf(mail.Proof) : null);
            Add("Written for", mail.Purpose?.ToString());
            Add("Before the mailbox was connected", mail.History ? "yes: shown, moves nothing" : null);
            Add("Could not reach", string.Join(", ", mail.FailedAddresses));
        }
        if (fact.Call is { } call)
        {
            Add("Call", call.Call);
            Add("Instead of", call.RescheduledFrom);
            Add("Starts", At(call.StartsAt));
            Add("Ends", At(call.EndsAt));
            Add("Kind", call.EventType);
            Add("With", call.With);
            Add("Host", call.Host);
            Add("Reason", call.Reason);
        }
        if (fact.Invoice is { } invoice)
        {
            Add("Invoice", invoice.Number ?? invoice.Invoice);
            Add("Status", invoice.Status);
            Add("Asks for", Amount(invoice.AmountDue, invoice.Currency));
            Add("Paid", Amount(invoice.AmountPaid, invoice.Currency));
            Add("Refunded", Amount(invoice.AmountRefunded, invoice.Currency));
            Add("Due", At(invoice.DueAt));
            Add("Attempt", invoice.Attempt?.ToString(CultureInfo.InvariantCulture));
            Add("Next attempt", At(invoice.NextAttemptAt));
        }
        if (fact.Subscription is { } subscription)
        {
            Add("Subscription", subscription.Subscription);
            Add("Status", subscription.Status);
            Add("Live", subscription.Live ? "yes" : "no");
            Add("Period ends", At(subscription.PeriodEnd));
        }
        if (fact.Customer is { } customer)
            Add("Customer", string.Join(", ", new[] { customer.Name, customer.Email }.OfType<string>()));
        if (fact.Purchase is { } purchase)
        {
            Add("Order", purchase.Number ?? purchase.Order);
            Add("Amount", Amount(purchase.Amount, purchase.Currency));
        }
        return lines;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
                lines.Add((name, value));
        }

        string? At(DateTimeOffset? at) =>
            at is { } moment ? TimeZoneInfo.ConvertTime(moment, zone).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) : null;
    }

    private static string? Amount(decimal? amount, string? currency) =>
        amount is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.00##} {currency}") : null;

    private static string ProofOf(SenderProof proof) =>
        proof switch
        {
            SenderProof.Conversation => "it goes on with our conversation",
            SenderProof.Dmarc => "a known contact, and DMARC passed",
            SenderProof.Vouched => "the caller of the API vouches for it",
            _ => "by its address alone, which anybody can write",
        };
}
