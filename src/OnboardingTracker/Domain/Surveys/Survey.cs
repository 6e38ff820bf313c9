namespace OnboardingTracker.Domain.Surveys;

/// <summary>The question to one contact of an account how the onboarding was, asked once per account, and the answer.</summary>
public sealed class Survey
{
    /// <summary>The longest comment, in UTF-16 units.</summary>
    public const int LongestComment = 4000;

    /// <summary>How long the personal link works.</summary>
    public static readonly TimeSpan LinkLasts = TimeSpan.FromDays(60);

    public long Id { get; init; }

    /// <summary>Unique: an account is asked once, whatever its passages.</summary>
    public long AccountId { get; init; }

    /// <summary>Who is asked, lower case.</summary>
    public required string Email { get; init; }

    /// <summary>Of the personal link, which itself stands in the mail alone.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>When it was written down to be sent.</summary>
    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public long? MailId { get; set; }

    /// <summary>The run of the playbook that asked.</summary>
    public long? PlaybookRunId { get; init; }

    /// <summary>1 (bad) to 5 (very good); null: no answer yet.</summary>
    public int? Score { get; set; }

    /// <summary>Plain text.</summary>
    public string? Comment { get; set; }

    /// <summary>When it was first answered.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>When the answer was last changed; null: never.</summary>
    public DateTimeOffset? ChangedAt { get; set; }

    public static bool IsScore(int score) => score is >= 1 and <= 5;
}

/// <summary>An address that wants no surveys, for good and for every account.</summary>
public sealed class SurveyOptOut
{
    /// <summary>Lower case.</summary>
    public required string Email { get; init; }

    public DateTimeOffset At { get; init; }
}
