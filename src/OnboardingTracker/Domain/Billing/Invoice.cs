using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Domain.Billing;

/// <summary>
/// One invoice of an account, as far as its signals have told, in whatever order they came. An invoice that was written off can still
/// be paid or voided; one that was paid or voided stays so.
/// </summary>
public sealed class Invoice
{
    public long Id { get; init; }

    public long AccountId { get; set; }

    public required string Source { get; init; }

    /// <summary>Its id at the source.</summary>
    public required string ExternalId { get; init; }

    public string? Subscription { get; set; }

    public string? Number { get; set; }

    public InvoiceState State { get; set; }

    public decimal? AmountDue { get; set; }

    public decimal? AmountPaid { get; set; }

    public decimal? AmountRefunded { get; set; }

    public string? Currency { get; set; }

    public DateTimeOffset? PeriodStart { get; set; }

    public DateTimeOffset? PeriodEnd { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>How often payment was tried.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>When payment failed last.</summary>
    public DateTimeOffset? FailedAt { get; set; }

    public DateTimeOffset? PaidAt { get; set; }

    /// <summary>When the first was told of it, by the sender's clock; null: not known.</summary>
    public DateTimeOffset? MadeAt { get; set; }

    /// <summary>When it was paid or voided; null: money is still expected.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    public bool Regular { get; set; } = true;

    public string? Link { get; set; }

    /// <summary>The sender's time of what is known of its amounts.</summary>
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>Whether money is still expected.</summary>
    public bool IsOpen => State is InvoiceState.Draft or InvoiceState.Open or InvoiceState.Uncollectible;

    /// <summary>Takes what a signal says. The state that lies further on wins; values are those of the newest.</summary>
    public void Take(string kind, InvoiceFact fact, DateTimeOffset occurredAt)
    {
        var says = StateOf(kind, fact);
        if (says is { } state && Further(state, State))
            State = state;
        MadeAt = Earlier(MadeAt ?? occurredAt, occurredAt);
        if (says is InvoiceState.Paid or InvoiceState.Void)
            ClosedAt = Earlier(ClosedAt ?? occurredAt, occurredAt);
        if (kind == SignalKinds.InvoicePaid)
            PaidAt = Earlier(PaidAt, occurredAt);
        if (kind == SignalKinds.PaymentFailed)
            FailedAt = Later(FailedAt, occurredAt);
        Attempts = Math.Max(Attempts, fact.Attempt ?? (kind == SignalKinds.PaymentFailed ? 1 : 0));
        if (fact.AmountRefunded is { } refunded)
            AmountRefunded = Math.Max(AmountRefunded ?? 0, refunded);
        // A refund tells of the money that went back, not of the invoice.
        var newest = kind != SignalKinds.PaymentRefunded && (AsOf is null || occurredAt >= AsOf);
        Subscription = Chosen(fact.Subscription, Subscription);
        Number = Chosen(fact.Number, Number);
        AmountDue = Chosen(fact.AmountDue, AmountDue);
        AmountPaid = Chosen(fact.AmountPaid, AmountPaid);
        Currency = Chosen(fact.Currency, Currency);
        PeriodStart = Chosen(fact.PeriodStart, PeriodStart);
        PeriodEnd = Chosen(fact.PeriodEnd, PeriodEnd);
        DueAt = Chosen(fact.DueAt, DueAt);
        Link = Chosen(fact.Link, Link);
        if (newest)
        {
            Regular = fact.Regular;
            NextAttemptAt = IsOpen ? fact.NextAttemptAt : null;
            AsOf = occurredAt;
        }
        if (!IsOpen)
            NextAttemptAt = null;

        T? Chosen<T>(T? said, T? known) => newest ? said ?? known : known ?? said;
    }

    private static InvoiceState? StateOf(string kind, InvoiceFact fact) =>
        kind switch
        {
            SignalKinds.InvoicePaid => InvoiceState.Paid,
            SignalKinds.InvoiceVoided => InvoiceState.Void,
            SignalKinds.InvoiceUncollectible => InvoiceState.Uncollectible,
            SignalKinds.PaymentFailed or SignalKinds.PaymentActionRequired => InvoiceState.Open,
            _ => fact.Status switch
            {
                "draft" => InvoiceState.Draft,
                "open" => InvoiceState.Open,
                "paid" => InvoiceState.Paid,
                "uncollectible" => InvoiceState.Uncollectible,
                "void" => InvoiceState.Void,
                _ => null,
            },
        };

    /// <summary>draft → open → uncollectible → void → paid: a bill can be paid last of all.</summary>
    private static bool Further(InvoiceState one, InvoiceState other) => one > other;

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}

/// <summary>In the order in which an invoice can go through them.</summary>
public enum InvoiceState
{
    Draft,
    Open,
    Uncollectible,
    Void,
    Paid,
}
