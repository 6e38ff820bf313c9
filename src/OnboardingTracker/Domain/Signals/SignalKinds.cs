namespace OnboardingTracker.Domain.Signals;

/// <summary>What a signal can mean, in our words: as the API, the database and the pages write it. Source: contract.md, <c>POST /signals</c>.</summary>
public static class SignalKinds
{
    public const string EmailSent = "emailSent";
    public const string EmailReceived = "emailReceived";

    /// <summary>A mail of ours came back from an address.</summary>
    public const string EmailBounced = "emailBounced";

    /// <summary>The server refused a mail of ours for good: it was never sent.</summary>
    public const string EmailRefused = "emailRefused";

    /// <summary>A call was booked; with <see cref="CallFact.RescheduledFrom"/> it is the same call at another time.</summary>
    public const string CallBooked = "callBooked";
    public const string CallCanceled = "callCanceled";
    public const string CallNoShow = "callNoShow";

    /// <summary>The mark that nobody came was taken back.</summary>
    public const string CallNoShowUnset = "callNoShowUnset";
    public const string CallCompleted = "callCompleted";

    /// <summary>A bill that is about to be made; it has no id of its own yet.</summary>
    public const string InvoiceUpcoming = "invoiceUpcoming";

    /// <summary>An invoice was made or changed: created, finalized, updated.</summary>
    public const string InvoiceChanged = "invoiceChanged";
    public const string InvoicePaid = "invoicePaid";
    public const string PaymentFailed = "paymentFailed";

    /// <summary>The customer's bank wants them to confirm the payment; not failed yet.</summary>
    public const string PaymentActionRequired = "paymentActionRequired";
    public const string InvoiceUncollectible = "invoiceUncollectible";
    public const string InvoiceVoided = "invoiceVoided";

    /// <summary>Money went back to the customer, the whole of it or a part.</summary>
    public const string PaymentRefunded = "paymentRefunded";

    /// <summary>A subscription began or changed, and what it is now.</summary>
    public const string SubscriptionChanged = "subscriptionChanged";
    public const string SubscriptionEnded = "subscriptionEnded";

    /// <summary>The customer's own details at the billing system.</summary>
    public const string CustomerChanged = "customerChanged";

    public const string ConsultationPurchased = "consultationPurchased";
    public const string ConsultationRefunded = "consultationRefunded";

    /// <summary>The kinds that anybody with a key may send.</summary>
    public static IReadOnlyList<string> Generic { get; } =
    [
        EmailSent,
        EmailReceived,
        CallBooked,
        CallCanceled,
        CallNoShow,
        CallCompleted,
        PaymentFailed,
        InvoiceUpcoming,
        InvoicePaid,
        SubscriptionEnded,
        ConsultationPurchased,
    ];
}
