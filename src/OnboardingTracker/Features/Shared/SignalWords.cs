using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Features.Shared;

/// <summary>How pages write what signals say.</summary>
public static class SignalWords
{
    /// <summary>"Mail from them", "Call booked": what a kind of signal is, one of <see cref="SignalKinds"/>.</summary>
    public static string OfKind(string? kind) =>
        kind switch
        {
            null => "Not read",
            SignalKinds.EmailSent => "Mail from us",
            SignalKinds.EmailReceived => "Mail from them",
            SignalKinds.EmailBounced => "Mail came back",
            SignalKinds.EmailRefused => "Mail refused",
            SignalKinds.CallBooked => "Call booked",
            SignalKinds.CallCanceled => "Call cancelled",
            SignalKinds.CallNoShow => "Nobody came to the call",
            SignalKinds.CallNoShowUnset => "They did come to the call",
            SignalKinds.CallCompleted => "Call held",
            SignalKinds.InvoiceUpcoming => "Invoice coming up",
            SignalKinds.InvoiceChanged => "Invoice changed",
            SignalKinds.InvoicePaid => "Invoice paid",
            SignalKinds.PaymentFailed => "Payment failed",
            SignalKinds.PaymentActionRequired => "Payment to be confirmed",
            SignalKinds.InvoiceUncollectible => "Invoice written off",
            SignalKinds.InvoiceVoided => "Invoice voided",
            SignalKinds.PaymentRefunded => "Payment refunded",
            SignalKinds.SubscriptionChanged => "Subscription changed",
            SignalKinds.SubscriptionEnded => "Subscription ended",
            SignalKinds.CustomerChanged => "Customer's details at billing",
            SignalKinds.ConsultationPurchased => "Consultation bought",
            SignalKinds.ConsultationRefunded => "Consultation refunded",
            _ => kind,
        };

    /// <summary>What one signal is; automatic mail by what it is rather than as mail.</summary>
    public static string Of(SignalFact fact) =>
        fact switch
        {
            { Kind: SignalKinds.EmailReceived, Mail.Genuine: false } => Capital(fact.Mail.Automatic ?? "automatic mail"),
            { Kind: SignalKinds.CallBooked, Call.RescheduledFrom: not null } => "Call moved to another time",
            { Kind: SignalKinds.CallCanceled, Call.Rescheduled: true } => "Call given up for another time",
            _ => OfKind(fact.Kind),
        };

    public static string IconOf(string? kind) =>
        kind switch
        {
            null => "question",
            SignalKinds.EmailBounced or SignalKinds.EmailRefused or SignalKinds.PaymentFailed => "alert",
            _ when kind.StartsWith("email", StringComparison.Ordinal) => "mail",
            _ when kind.StartsWith("call", StringComparison.Ordinal) => "call",
            SignalKinds.CustomerChanged => "user",
            _ => "money",
        };

    /// <summary>"Stripe": a source by its name among people.</summary>
    public static string OfSource(string source) =>
        source switch
        {
            SignalSources.Stripe => "Stripe",
            SignalSources.Calendly => "Calendly",
            SignalSources.CalCom => "Cal.com",
            SignalSources.Shopify => "Shopify",
            SignalSources.Mail => "Mailboxes",
            SignalSources.Outbox => "Sent from here",
            SignalSources.Person => "A person",
            _ => source,
        };

    public static string Of(CallState state) =>
        state switch
        {
            CallState.Completed => "Held",
            CallState.Canceled => "Cancelled",
            CallState.NoShow => "Nobody came",
            _ => "Booked",
        };

    public static string BadgeOf(CallState state) =>
        state switch
        {
            CallState.Completed => "badge badge--ok",
            CallState.Booked => "badge badge--accent",
            CallState.NoShow => "badge badge--warn",
            _ => "badge",
        };

    /// <summary>A link that may be shown as one: https alone.</summary>
    public static string? Link(string? link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps ? uri.AbsoluteUri : null;

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
