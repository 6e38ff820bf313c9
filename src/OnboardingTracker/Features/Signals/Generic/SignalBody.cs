using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace OnboardingTracker.Features.Signals.Generic;

/// <summary>What <c>POST /signals</c> takes.</summary>
public sealed record SignalBody
{
    /// <summary>The sender's name for itself. The same source and id again is the same signal.</summary>
    [MaxLength(SignalFields.LongestSource)]
    public required string Source { get; init; }

    /// <summary>The signal's id there.</summary>
    [MaxLength(SignalFields.LongestId)]
    public required string Id { get; init; }

    /// <summary>
    /// emailSent, emailReceived, callBooked, callCanceled, callNoShow, callCompleted, paymentFailed, invoiceUpcoming, invoicePaid,
    /// subscriptionEnded or consultationPurchased.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>When it happened, by the sender's clock.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The account's externalId; this or email must be given.</summary>
    public string? Account { get; init; }

    /// <summary>The address of a contact, or at the company's own domain.</summary>
    public string? Email { get; init; }

    /// <summary>What there is to say of it, by kind: mail, a call, or money. All of it may be left out but the call of a call.</summary>
    public SignalDataBody? Data { get; init; }
}

/// <summary>What a signal says, by its kind.</summary>
public sealed record SignalDataBody
{
    /// <summary>Mail: who wrote it. Mail that was sent is ours, whoever this is.</summary>
    public string? From { get; init; }

    /// <summary>Mail: an address, or a list of them.</summary>
    public JsonNode? To { get; init; }

    public string? Subject { get; init; }

    public string? MessageId { get; init; }

    public string? InReplyTo { get; init; }

    /// <summary>Mail of ours: left out, it does where it answers nothing.</summary>
    public bool? StartsConversation { get; init; }

    /// <summary>Mail of theirs: false for what no person wrote, such as an out-of-office; left out, it is true, and the caller vouches for it.</summary>
    public bool? Genuine { get; init; }

    /// <summary>Mail: what its author wrote, without quotes.</summary>
    public string? Text { get; init; }

    /// <summary>Calls: identifies the booking; must be given for them.</summary>
    public string? Call { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public string? Link { get; init; }

    /// <summary>Money: the invoice's id, or the order's.</summary>
    public string? Invoice { get; init; }

    public decimal? Amount { get; init; }

    /// <summary>ISO 4217; left out, the team's.</summary>
    public string? Currency { get; init; }

    /// <summary>Money: when it is due; of an upcoming invoice the day on which it is made.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Money: how often payment was tried.</summary>
    public int? Attempt { get; init; }
}

/// <summary>A signal that was taken.</summary>
/// <param name="Source">As sent.</param>
/// <param name="Id">As sent.</param>
/// <param name="Known">It had been taken before: nothing was stored, and nothing follows from it a second time.</param>
public sealed record SignalAnswer(string Source, string Id, bool Known);
