using OnboardingTracker.Domain.HandOffs;

namespace OnboardingTracker.Features.Api.HandOffs;

/// <summary>An account handed to Sales.</summary>
/// <param name="Account">The account's externalId.</param>
/// <param name="State">pending, accepted, declined, disqualified or withdrawn.</param>
/// <param name="FromStage">The code of the stage that the account left; null: it was in none.</param>
/// <param name="Reason">Why: also the move's reason.</param>
/// <param name="Wants">What the customer wants.</param>
/// <param name="Volume">What they are expected to use or to pay, in words.</param>
/// <param name="Urgency">normal, soon or now.</param>
/// <param name="SpokenWith">Whom of theirs was spoken with.</param>
/// <param name="SalesPerson">Whom at Sales it is meant for, by e-mail.</param>
/// <param name="Although">What spoke against it when it was handed off all the same, a line each.</param>
/// <param name="By">user:… or api:….</param>
/// <param name="MailedTo">Who was told by mail; empty: nobody.</param>
/// <param name="Decision">Why it was declined or disqualified.</param>
public sealed record HandOffAnswer(
    long Id,
    string Account,
    HandOffState State,
    string? FromStage,
    string Reason,
    string? Wants,
    string? Volume,
    HandOffUrgency Urgency,
    string? SpokenWith,
    string? SalesPerson,
    string? Although,
    string By,
    DateTimeOffset At,
    IReadOnlyList<string> MailedTo,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? Decision
);

/// <summary>What <c>POST /accounts/{externalId}/hand-off</c> takes.</summary>
public sealed record HandOffBody
{
    /// <summary>Why it goes to Sales.</summary>
    public required string Reason { get; init; }

    public string? Wants { get; init; }

    public string? Volume { get; init; }

    /// <summary>normal where it is left out.</summary>
    public HandOffUrgency Urgency { get; init; }

    public string? SpokenWith { get; init; }

    /// <summary>An e-mail address; they get the mail as well.</summary>
    public string? SalesPerson { get; init; }

    /// <summary>Hand it off whatever speaks against it; left out or false: 422 with what does.</summary>
    public bool AllTheSame { get; init; }

    /// <summary>Of the caller's own: sent again with the same key, it is the same hand-off.</summary>
    public string? Key { get; init; }
}

/// <summary>What <c>PATCH /hand-offs/{id}</c> takes: what Sales said.</summary>
public sealed record HandOffDecisionBody
{
    /// <summary>accepted, declined or disqualified.</summary>
    public required HandOffState State { get; init; }

    /// <summary>Needed when it is declined or disqualified.</summary>
    public string? Decision { get; init; }
}
