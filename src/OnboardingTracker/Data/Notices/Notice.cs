using OnboardingTracker.Domain.Notices;

namespace OnboardingTracker.Data.Notices;

/// <summary>A message to one person.</summary>
public sealed class Notice
{
    public const int LongestKey = 200;
    public const int LongestTitle = 300;
    public const int LongestDetail = 2000;
    public const int LongestLink = 500;

    public long Id { get; init; }

    public int MemberId { get; init; }

    public NoticeKind Kind { get; init; }

    /// <summary>What it tells of: told again to the same person, it is the same notice.</summary>
    public required string Key { get; init; }

    public required string Title { get; init; }

    public string? Detail { get; init; }

    /// <summary>The page that it leads to, from the root: "/accounts/12".</summary>
    public required string Link { get; init; }

    public long? AccountId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>False: the person wants this kind by mail alone.</summary>
    public bool InApp { get; init; }

    public NoticeMailState Mail { get; set; }

    public DateTimeOffset? ReadAt { get; set; }
}

public enum NoticeMailState
{
    /// <summary>It is not mailed: not wanted, read before the digest, or there is no mail server.</summary>
    None,

    /// <summary>It waits for the person's next morning.</summary>
    Waiting,

    /// <summary>It was written down to be sent.</summary>
    Mailed,
}
