namespace OnboardingTracker.Domain.HandOffs;

/// <summary>
/// What was known of an account when it was handed off, frozen. Kept as JSON: a field may be added, none changes its meaning; what does
/// gets another version.
/// </summary>
public sealed record HandOffPacket
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The team's time zone then, by its IANA name: days and times are shown in it.</summary>
    public required string TimeZone { get; init; }

    public required PacketAccount Account { get; init; }

    public TimeZoneInfo Zone() => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    public IReadOnlyList<PacketContact> Contacts { get; init; } = [];

    /// <summary>The stages of its present passage, in the order of first entry.</summary>
    public IReadOnlyList<PacketStage> Stages { get; init; } = [];

    /// <summary>When and by what the customer first engaged in this passage; null: it has not.</summary>
    public PacketEngagement? Engagement { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<PacketInvoice> Invoices { get; init; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<PacketCall> Calls { get; init; } = [];

    /// <summary>The conversation with the newest mail first.</summary>
    public IReadOnlyList<PacketThread> Threads { get; init; } = [];

    /// <summary>Older mails that are not in the packet.</summary>
    public int MailsLeftOut { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<PacketNote> Notes { get; init; } = [];

    /// <summary>Newest first; the present assessment is the first.</summary>
    public IReadOnlyList<PacketRisk> PaymentRisk { get; init; } = [];

    /// <summary>What was looked at in stage 1.</summary>
    public IReadOnlyList<PacketCheck> Checklist { get; init; } = [];
}

/// <param name="Plan">As the API writes it: "payAsYouGo".</param>
/// <param name="Stage">With its name: "3a Engaged — Email"; null: not in the pipeline.</param>
/// <param name="PaymentRisk">As the API writes it: "atRisk".</param>
public sealed record PacketAccount(
    string ExternalId,
    string Name,
    string? Domain,
    string Plan,
    string? Program,
    Money? Forecast,
    DateOnly? NextRenewalOn,
    string? StripeCustomerId,
    string? Owner,
    string? SalesOwner,
    IReadOnlyList<string> Segments,
    string? Stage,
    DateTimeOffset? StageEnteredAt,
    int Passage,
    DateTimeOffset? InitialOutreachAt,
    string PaymentRisk,
    DateOnly? ChurnedOn
);

public sealed record PacketContact(string Email, string? Name, string? Role, bool Bounced);

/// <param name="Stage">With its name.</param>
public sealed record PacketStage(
    string Stage,
    DateTimeOffset FirstEnteredAt,
    DateTimeOffset LastEnteredAt,
    double DaysSpent,
    bool Migrated
);

public sealed record PacketEngagement(DateTimeOffset At, string Evidence);

/// <param name="State">draft, open, uncollectible, void or paid.</param>
public sealed record PacketInvoice(
    string Number,
    string State,
    Money? Due,
    Money? Paid,
    DateTimeOffset? DueAt,
    DateTimeOffset? FailedAt,
    DateTimeOffset? NextAttemptAt,
    int Attempts,
    string? Link
)
{
    /// <summary>Whether money is still expected of a bill that was sent.</summary>
    public bool IsOpen() => State is "open" or "uncollectible";
}

/// <param name="State">booked, completed, canceled or noShow.</param>
/// <param name="Summary">What was written about it; null: nothing.</param>
public sealed record PacketCall(
    string State,
    DateTimeOffset? StartsAt,
    string? With,
    string? Host,
    string? EventType,
    bool Assumed,
    string? Summary
);

/// <summary>One conversation by mail, its oldest mail first.</summary>
public sealed record PacketThread(string Subject, IReadOnlyList<PacketMail> Mails);

/// <param name="Ours">Sent by us.</param>
/// <param name="Text">What its author wrote, without quotes and signature.</param>
/// <param name="Cut">The text was longer.</param>
/// <param name="Automatic">What kind of automatic mail it is; null: a person wrote it.</param>
public sealed record PacketMail(
    DateTimeOffset At,
    bool Ours,
    string? From,
    IReadOnlyList<string> To,
    string? Subject,
    string Text,
    bool Cut,
    string? Automatic
);

/// <param name="Text">Markdown, as it was written.</param>
public sealed record PacketNote(DateTimeOffset At, string By, string Text);

/// <param name="Assessment">As the API writes it.</param>
public sealed record PacketRisk(DateTimeOffset At, string By, string Assessment, string? Note);

/// <param name="State">open, done or notNeeded.</param>
public sealed record PacketCheck(string Title, string State, string? Finding, string? By);
