using System.ComponentModel.DataAnnotations;
using System.Text.Json;

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

    /// <summary>
    /// Mail: from, to (one address or a list), subject, messageId, inReplyTo, startsConversation (default: true without inReplyTo),
    /// genuine (default: true), text. Calls: call (identifies the booking; must be given), startsAt, endsAt, link. Money: invoice,
    /// amount, currency (default: the team's), dueOn, attempt.
    /// </summary>
    public JsonElement? Data { get; init; }
}

/// <summary>A signal that was taken.</summary>
/// <param name="Source">As sent.</param>
/// <param name="Id">As sent.</param>
/// <param name="Known">It had been taken before: nothing was stored, and nothing follows from it a second time.</param>
public sealed record SignalAnswer(string Source, string Id, bool Known);
