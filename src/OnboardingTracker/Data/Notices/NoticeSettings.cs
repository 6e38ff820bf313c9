using OnboardingTracker.Domain.Notices;

namespace OnboardingTracker.Data.Notices;

/// <summary>How a person wants to be told of one kind; without a row, as is usual for it.</summary>
public sealed class NoticeChoice
{
    public int MemberId { get; init; }

    public NoticeKind Kind { get; init; }

    public bool InApp { get; set; }

    public NoticeMail Mail { get; set; }
}

/// <summary>When a person's digest comes; without a row, at the usual hour of the team's time zone.</summary>
public sealed class DigestSettings
{
    public int MemberId { get; init; }

    /// <summary>0 to 23.</summary>
    public int Hour { get; set; } = DigestTime.UsualHour;

    /// <summary>An IANA name; null: the team's.</summary>
    public string? TimeZone { get; set; }
}
