using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Notes;

/// <summary>A note as somebody wishes to write it.</summary>
/// <param name="FormKey">Of the form: sent twice, it is one note. Null: each call writes one.</param>
/// <param name="SignalId">The call that it sums up.</param>
public sealed record NewNote(long AccountId, string Text, string? FormKey = null, long? SignalId = null);

/// <summary>How a change of a note ended.</summary>
public abstract record NoteResult
{
    private NoteResult() { }

    /// <param name="Told">Who was called in it and had not been before.</param>
    public sealed record Saved(Note Note, IReadOnlyList<Member> Told) : NoteResult;

    public sealed record NotFound : NoteResult;

    /// <summary>It is somebody else's.</summary>
    public sealed record NotAllowed : NoteResult;

    /// <summary>Somebody else changed it meanwhile: this is what it is now.</summary>
    public sealed record Conflict(Note Now) : NoteResult;
}
