namespace OnboardingTracker.Domain.Signals;

/// <summary>The senders that the product knows; others come by API under a name of their own.</summary>
public static class SignalSources
{
    public const string Stripe = "stripe";
    public const string Calendly = "calendly";
    public const string CalCom = "cal-com";
    public const string Shopify = "shopify";

    /// <summary>Mail from the team's mailboxes, by IMAP or an inbound webhook. The id at the source is the Message-ID, so that a mail seen twice is one signal.</summary>
    public const string Mail = "mail";

    /// <summary>Mail that was written and sent here.</summary>
    public const string Outbox = "outbox";

    /// <summary>What a person said in the app: a call held, an outreach made elsewhere.</summary>
    public const string Person = "person";

    /// <summary>Names that no caller of the API may use as its own.</summary>
    public static IReadOnlyList<string> Own { get; } = [Stripe, Calendly, CalCom, Shopify, Mail, Outbox, Person];
}
