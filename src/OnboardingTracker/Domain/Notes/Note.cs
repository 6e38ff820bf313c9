namespace OnboardingTracker.Domain.Notes;

/// <summary>What somebody of the team wrote about an account, or the summary of a call, as Markdown.</summary>
public sealed class Note
{
    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int LongestText = 10_000;

    public long Id { get; init; }

    public long AccountId { get; init; }

    /// <summary>Markdown, exactly as it was written; what it was before is kept as <see cref="NoteVersion"/>.</summary>
    public required string Text { get; set; }

    public required Actor Author { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>When its text was last changed; null: never.</summary>
    public DateTimeOffset? EditedAt { get; set; }

    public Actor? EditedBy { get; set; }

    /// <summary>Since when it stands at the top of its account; null: it does not.</summary>
    public DateTimeOffset? PinnedAt { get; set; }

    public Actor? PinnedBy { get; set; }

    /// <summary>When it was withdrawn: it is not shown any more, and kept. Null: it stands.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    public Actor? WithdrawnBy { get; set; }

    /// <summary>The signal of the call that it sums up; null: it is about none.</summary>
    public long? SignalId { get; init; }

    /// <summary>Of the form that it was written in, unique: sent twice, it is one note.</summary>
    public string? FormKey { get; init; }

    /// <summary>Changes with every write; of two people at once the second is told.</summary>
    public uint RowVersion { get; private set; }
}

/// <summary>What a note said before it was changed. Never edited.</summary>
public sealed class NoteVersion
{
    public long Id { get; init; }

    public long NoteId { get; init; }

    public required string Text { get; init; }

    public required Actor By { get; init; }

    /// <summary>When that text was written.</summary>
    public DateTimeOffset At { get; init; }
}
