using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Domain.HandOffs;

/// <summary>An account handed to Sales: what was known of it at that moment, why, and what Sales made of it.</summary>
public sealed class HandOff
{
    /// <summary>The longest of its texts but the reason, in UTF-16 units.</summary>
    public const int LongestText = 4000;

    /// <summary>The longest expected volume, in UTF-16 units.</summary>
    public const int LongestVolume = 300;

    public long Id { get; init; }

    public long AccountId { get; init; }

    /// <summary>Of the form that it was written in, unique: sent twice, it is one hand-off.</summary>
    public required string Key { get; init; }

    public HandOffState State { get; set; }

    /// <summary>The stage that the account left; null: it was in none.</summary>
    public string? FromStage { get; init; }

    /// <summary>The transition that took it to 6c. Null: it was there, and not by a move of its own history.</summary>
    public long? TransitionId { get; init; }

    /// <summary>Why it is handed off: also the move's reason.</summary>
    public required string Reason { get; init; }

    /// <summary>What the customer wants.</summary>
    public string? Wants { get; init; }

    /// <summary>What they are expected to use or to pay, in words.</summary>
    public string? Volume { get; init; }

    public HandOffUrgency Urgency { get; init; }

    /// <summary>Whom of theirs was spoken with.</summary>
    public string? SpokenWith { get; init; }

    /// <summary>The person at Sales whom it is meant for, by e-mail, lower case; null: whoever takes it.</summary>
    public string? SalesPerson { get; init; }

    /// <summary>What spoke against it when it was handed off all the same; null: nothing did.</summary>
    public string? Although { get; init; }

    /// <summary>What was known then. Later changes do not change it.</summary>
    public required HandOffPacket Packet { get; init; }

    public required Actor By { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Who was told by mail; empty: nobody.</summary>
    public IReadOnlyList<string> MailedTo { get; set; } = [];

    public long? MailId { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public Actor? DecidedBy { get; set; }

    /// <summary>Why, where it was declined or disqualified.</summary>
    public string? Decision { get; set; }

    /// <summary>The transition that took the account back; null: it stayed where it was.</summary>
    public long? ReturnTransitionId { get; set; }

    /// <summary>Who may say what Sales made of it: the account's owner, a lead, an admin.</summary>
    public static bool MayDecide(Role? role, int? memberId, int? ownerId) =>
        role is Role.Lead or Role.Admin || (role is Role.Specialist && memberId is not null && memberId == ownerId);
}

/// <summary>What became of a hand-off.</summary>
public enum HandOffState
{
    /// <summary>Sales has yet to answer.</summary>
    Pending,

    /// <summary>Sales took it.</summary>
    Accepted,

    /// <summary>Sales did not take it: the account comes back to the stage that it left.</summary>
    Declined,

    /// <summary>It is nothing for Sales, and stays in 6c.</summary>
    Disqualified,

    /// <summary>The move was undone, or the account was handed off anew.</summary>
    Withdrawn,
}

public enum HandOffUrgency
{
    Normal,

    /// <summary>This week.</summary>
    Soon,

    /// <summary>The customer waits for a call.</summary>
    Now,
}
