using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Features.Signals.Integrations;

/// <summary>How each source that the product knows is connected. Source: contract.md, "Incoming webhooks".</summary>
public static class SourceGuides
{
    public static IReadOnlyList<SourceGuide> All { get; } =
    [
        new(
            SignalSources.Stripe,
            "/webhooks/stripe",
            "customer.*, customer.subscription.*, invoice.* (upcoming, created, finalized, updated, paid, payment_failed, "
                + "payment_action_required, marked_uncollectible, voided), charge.refunded",
            ["Webhooks:Stripe:SigningSecret"]
        ),
        new(
            SignalSources.Calendly,
            "/webhooks/calendly",
            "invitee.created, invitee.canceled, invitee_no_show.created, " + "invitee_no_show.deleted",
            ["Webhooks:Calendly:SigningKey"]
        ),
        new(
            SignalSources.CalCom,
            "/webhooks/cal-com",
            "BOOKING_CREATED, BOOKING_RESCHEDULED, BOOKING_CANCELLED, BOOKING_NO_SHOW_UPDATED",
            ["Webhooks:CalCom:Secret"]
        ),
        new(SignalSources.Shopify, "/webhooks/shopify", "orders/paid, refunds/create", ["Webhooks:Shopify:Secret"]),
        new(
            SignalSources.Mail,
            "/webhooks/email/postmark",
            "inbound mail; or the team's mailboxes by IMAP",
            ["Webhooks:Postmark:Username", "Webhooks:Postmark:Password"]
        ),
        new(SignalSources.Outbox, null, "mail that is written and sent here", []),
        new(SignalSources.Person, null, "what people log by hand", []),
    ];
}
