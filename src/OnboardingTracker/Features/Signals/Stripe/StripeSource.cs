using System.Text.RegularExpressions;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Webhooks;

namespace OnboardingTracker.Features.Signals.Stripe;

/// <summary>
/// What Stripe's events mean. Every field is looked for in its older and its newer place, so that events of any API version are read;
/// Stripe's own types would lose what moved.
/// </summary>
internal sealed partial class StripeSource(StripeSettings settings) : PureSource
{
    /// <summary>The metadata key by which a team can write our account's id on its Stripe objects.</summary>
    public const string AccountKey = "onboarding_tracker_account";

    public override string Name => SignalSources.Stripe;

    public override SignalReading Read(Delivery delivery, Policy policy)
    {
        var root = Loose.Parse(delivery.Raw);
        if (root["type"].Text is not { } type)
            throw new UnreadableSignalException("It is no event of Stripe: it has no type.");
        if (KindOf(type) is not { } kind)
            return new SignalReading.Unused($"{type} is of a kind that is not used");
        if (root["livemode"].Flag == false && !settings.AcceptTestMode)
            return new SignalReading.Unused("An event of Stripe's test mode");
        var subject = root["data"]["object"];
        if (!subject.IsObject)
            throw new UnreadableSignalException($"It is no {type} of Stripe: what happened to whom is missing.");
        var fact = new SignalFact
        {
            Kind = kind,
            OccurredAt = root["created"].Unix ?? delivery.ReceivedAt,
            About = About(subject, kind),
        };
        var test = root["livemode"].Flag == false;
        return new SignalReading.Says(
            kind switch
            {
                SignalKinds.CustomerChanged => fact with { Customer = Customer(subject, type) },
                SignalKinds.SubscriptionChanged => StripeSubscription.Read(fact, subject, type),
                SignalKinds.PaymentRefunded => fact with { Invoice = StripeInvoice.Refund(subject, test) },
                _ => StripeInvoice.Read(fact, subject, test),
            }
        );
    }

    private static string? KindOf(string type) =>
        type switch
        {
            "customer.created" or "customer.updated" or "customer.deleted" => SignalKinds.CustomerChanged,
            "customer.subscription.created"
            or "customer.subscription.updated"
            or "customer.subscription.deleted"
            or "customer.subscription.paused"
            or "customer.subscription.resumed"
            or "customer.subscription.trial_will_end" => SignalKinds.SubscriptionChanged,
            "invoice.upcoming" => SignalKinds.InvoiceUpcoming,
            "invoice.created" or "invoice.finalized" or "invoice.updated" => SignalKinds.InvoiceChanged,
            "invoice.paid" or "invoice.payment_succeeded" => SignalKinds.InvoicePaid,
            "invoice.payment_failed" => SignalKinds.PaymentFailed,
            "invoice.payment_action_required" => SignalKinds.PaymentActionRequired,
            "invoice.marked_uncollectible" => SignalKinds.InvoiceUncollectible,
            // Only a draft can be deleted; nothing is asked for any more, as with one that was voided.
            "invoice.voided" or "invoice.deleted" => SignalKinds.InvoiceVoided,
            "charge.refunded" => SignalKinds.PaymentRefunded,
            _ => null,
        };

    private static SignalAbout About(Loose subject, string kind)
    {
        var isCustomer = kind == SignalKinds.CustomerChanged;
        Loose[] emails = [subject["email"], subject["customer_email"], subject["billing_details"]["email"], subject["receipt_email"]];
        return new SignalAbout
        {
            ExternalId =
                subject["metadata"][AccountKey].Id
                ?? subject["parent"]["subscription_details"]["metadata"][AccountKey].Id
                ?? subject["subscription_details"]["metadata"][AccountKey].Id
                ?? subject["customer"]["metadata"][AccountKey].Id,
            BillingCustomerId = isCustomer ? subject["id"].Text : subject["customer"].Reference,
            Emails = [.. emails.Select(email => email.Email).OfType<string>().Distinct()],
            Name = isCustomer ? subject["name"].Text ?? subject["description"].Text : subject["customer_name"].Text,
        };
    }

    private static CustomerFact Customer(Loose subject, string type) =>
        new()
        {
            Email = subject["email"].Email,
            Name = subject["name"].Text,
            Deleted = type == "customer.deleted" || subject["deleted"].Flag == true,
        };

    /// <summary>Where a person sees it at Stripe.</summary>
    internal static string? Link(string page, string? id, bool test) =>
        id is not null && PlainId().IsMatch(id) ? $"https://dashboard.stripe.com/{(test ? "test/" : "")}{page}/{id}" : null;

    [GeneratedRegex("^[A-Za-z0-9_]{1,255}$")]
    private static partial Regex PlainId();
}
