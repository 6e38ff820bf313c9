namespace OnboardingTracker.Domain.Signals;

/// <summary>What a signal says, in our words, once its source's own shape has been read. Stored beside the raw payload.</summary>
public sealed record SignalFact
{
    /// <summary>One of <see cref="SignalKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>When it happened, by the sender's clock.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Whom it is about.</summary>
    public SignalAbout About { get; init; } = new();

    public MailFact? Mail { get; init; }

    public CallFact? Call { get; init; }

    public InvoiceFact? Invoice { get; init; }

    public SubscriptionFact? Subscription { get; init; }

    public CustomerFact? Customer { get; init; }

    public PurchaseFact? Purchase { get; init; }
}

/// <summary>
/// By what a signal finds its account, in this order: external id, conversation, billing customer id, contact e-mail, company domain.
/// </summary>
public sealed record SignalAbout
{
    public string? ExternalId { get; init; }

    /// <summary>Message-IDs of the conversation that the mail belongs to, the nearest first, without angle brackets.</summary>
    public IReadOnlyList<string> Conversation { get; init; } = [];

    public string? BillingCustomerId { get; init; }

    /// <summary>Lower case. The customer's side alone: the team's own addresses are left out.</summary>
    public IReadOnlyList<string> Emails { get; init; } = [];

    /// <summary>What the sender calls the customer, for the person who has to assign an unmatched signal.</summary>
    public string? Name { get; init; }
}

/// <summary>One mail.</summary>
public sealed record MailFact
{
    public string? From { get; init; }

    public IReadOnlyList<string> To { get; init; } = [];

    public string? Subject { get; init; }

    /// <summary>Without angle brackets.</summary>
    public string? MessageId { get; init; }

    public string? InReplyTo { get; init; }

    /// <summary>Ours: whether it opens a conversation rather than going on with one.</summary>
    public bool StartsConversation { get; init; }

    /// <summary>Ours: what it was written for; null: nobody said.</summary>
    public MailPurpose? Purpose { get; init; }

    /// <summary>Theirs: written by a person, and no automatic mail.</summary>
    public bool Genuine { get; init; } = true;

    /// <summary>Theirs: what the sender is known by.</summary>
    public SenderProof Proof { get; init; }

    /// <summary>Not genuine: what it is, in words for people: "out-of-office".</summary>
    public string? Automatic { get; init; }

    /// <summary>The mail as it came has been taken in before the mailbox was connected: it is shown and moves nothing.</summary>
    public bool History { get; init; }

    /// <summary>Bounces: the addresses that could not be reached.</summary>
    public IReadOnlyList<string> FailedAddresses { get; init; } = [];

    /// <summary>What its author wrote, without quotes and signature.</summary>
    public string? Text { get; init; }
}

public enum MailPurpose
{
    InitialOutreach,
    FinalOutreach,
    CheckIn,
    PostCall,
}

/// <summary>Why we believe that a mail is from whom it says. Source: pipeline.md, <c>customer-replied</c>.</summary>
public enum SenderProof
{
    /// <summary>Nothing but the address, which anybody can write: a suggestion to the owner, no move.</summary>
    None,

    /// <summary>It goes on with a conversation that we started, by its headers or the reply token.</summary>
    Conversation,

    /// <summary>A known contact, and a mail server that we trust says that DMARC passed.</summary>
    Dmarc,

    /// <summary>The caller of the API vouches for it.</summary>
    Vouched,
}

/// <summary>One call in a calendar.</summary>
public sealed record CallFact
{
    /// <summary>Identifies the booking at its source.</summary>
    public required string Call { get; init; }

    /// <summary>The booking that this one replaces: the same call at another time.</summary>
    public string? RescheduledFrom { get; init; }

    /// <summary>Cancelled only to be booked at another time: the call stands.</summary>
    public bool Rescheduled { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The calendar's name for this kind of meeting; policy says which count.</summary>
    public string? EventType { get; init; }

    /// <summary>By what else policy may name this kind of meeting: the last part of its address, its number.</summary>
    public IReadOnlyList<string> EventTypeAlso { get; init; } = [];

    /// <summary>Where it is held; only https is shown as a link.</summary>
    public string? Link { get; init; }

    /// <summary>Who of us holds it.</summary>
    public string? Host { get; init; }

    public string? With { get; init; }

    /// <summary>Why it was cancelled, in the words of who did.</summary>
    public string? Reason { get; init; }
}

/// <summary>One invoice, or one that is about to be made.</summary>
public sealed record InvoiceFact
{
    /// <summary>The id at the source; an upcoming invoice has none.</summary>
    public string? Invoice { get; init; }

    public string? Subscription { get; init; }

    /// <summary>Its number as the customer sees it.</summary>
    public string? Number { get; init; }

    /// <summary>draft, open, paid, uncollectible, void; null: not said.</summary>
    public string? Status { get; init; }

    /// <summary>What the customer is asked to pay, after credits.</summary>
    public decimal? AmountDue { get; init; }

    public decimal? AmountPaid { get; init; }

    /// <summary>ISO 4217, capital letters.</summary>
    public string? Currency { get; init; }

    public DateTimeOffset? PeriodStart { get; init; }

    public DateTimeOffset? PeriodEnd { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often payment was tried.</summary>
    public int? Attempt { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>A bill of the regular kind for a period, not for a change of plan or by hand.</summary>
    public bool Regular { get; init; } = true;

    /// <summary>Where to see it at the source.</summary>
    public string? Link { get; init; }

    public decimal? AmountRefunded { get; init; }
}

/// <summary>One subscription and what it is now.</summary>
public sealed record SubscriptionFact
{
    /// <summary>The id at the source; null: the sender speaks of the customer's only one.</summary>
    public string? Subscription { get; init; }

    /// <summary>Whether the customer can use the product by it: trials, late payment and pauses included.</summary>
    public bool Live { get; init; }

    public string? Status { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The earliest end of a current billing period of its parts.</summary>
    public DateTimeOffset? PeriodEnd { get; init; }

    public DateTimeOffset? TrialEnd { get; init; }

    /// <summary>It will not be renewed: no bill comes at the period's end.</summary>
    public bool EndsAtPeriodEnd { get; init; }
}

/// <summary>A customer's details at the billing system.</summary>
public sealed record CustomerFact
{
    public string? Email { get; init; }

    public string? Name { get; init; }

    public bool Deleted { get; init; }
}

/// <summary>An order of the consultation in the store.</summary>
public sealed record PurchaseFact
{
    public required string Order { get; init; }

    public string? Number { get; init; }

    /// <summary>Of a refund: whether nothing of the consultation is left to be held.</summary>
    public bool Full { get; init; }

    /// <summary>How many consultations were bought, or are given back by this refund; null: not said.</summary>
    public int? Quantity { get; init; }

    /// <summary>What was paid for the whole order, or is paid back by this refund.</summary>
    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public string? Link { get; init; }
}
