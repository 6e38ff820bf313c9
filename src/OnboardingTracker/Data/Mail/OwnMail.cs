using OnboardingTracker.Domain;

namespace OnboardingTracker.Data.Mail;

/// <summary>
/// A mail that the app writes by itself: a notice, a digest, a packet for Sales, a survey. It is no conversation of an account: it makes
/// no signal, moves nothing, and neither do its answers.
/// </summary>
public sealed record OwnMail
{
    /// <summary>Any but <see cref="OutgoingMailKind.Conversation"/>.</summary>
    public required OutgoingMailKind Kind { get; init; }

    /// <summary>Written down again with the same key, it is the same mail. At most 100 characters.</summary>
    public required string Key { get; init; }

    /// <summary>Lower case.</summary>
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>Line breaks become spaces, and what is too long is cut.</summary>
    public required string Subject { get; init; }

    public required string Text { get; init; }

    /// <summary>The account whose page shows it; null: none.</summary>
    public long? AccountId { get; init; }

    /// <summary>Where answers go; null: to whom it is from.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>An address that takes a POST and asks nothing more, by which the recipient is spared such mail; null: there is none.</summary>
    public string? Unsubscribe { get; init; }

    public required Actor Actor { get; init; }
}

/// <summary>What the deployment's settings say to mail of the app's own.</summary>
/// <param name="From">Whom it is from; null: no mail server is set, and nothing is written down to be sent.</param>
/// <param name="PublicAddress">Where people reach the app; null: mail has no links.</param>
public sealed record OwnMailSettings(string? From, Uri? PublicAddress)
{
    public static OwnMailSettings None { get; } = new(null, null);

    public bool CanSend => From is not null;

    /// <summary>The address of a page, for a mail.</summary>
    /// <param name="path">From the root: "/notices".</param>
    /// <returns>Null: it is not known where people reach the app.</returns>
    public string? UrlOf(string path) => PublicAddress is { } address ? address.AbsoluteUri.TrimEnd('/') + path : null;
}
