using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Features.Accounts;

/// <summary>What an entry of the history is about. Of entries of the same moment the higher one came later.</summary>
public enum TimelineKind
{
    Details,
    Moves,
    Holds,

    /// <summary>What the outside world said: mail, calls, bills, orders.</summary>
    Signals,
}

/// <summary>One entry of an account's history: a move, details that changed together, a hold, or a signal from outside.</summary>
public abstract record TimelineEntry(DateTimeOffset At, TimelineKind Kind, long Id, Actor Actor)
{
    public sealed record Moved(Transition Move) : TimelineEntry(Move.At, TimelineKind.Moves, Move.Id, Move.Actor);

    public sealed record Changed(AccountChange Change) : TimelineEntry(Change.At, TimelineKind.Details, Change.Id, Change.Actor);

    // A hold makes two entries, so its ids are spread out.
    public sealed record Held(Hold Hold) : TimelineEntry(Hold.PlacedAt, TimelineKind.Holds, Hold.Id * 2, Hold.PlacedBy);

    public sealed record Lifted(Hold Hold)
        : TimelineEntry(Hold.LiftedAt!.Value, TimelineKind.Holds, (Hold.Id * 2) + 1, Hold.LiftedBy!.Value);

    public sealed record Heard(HeardSignal Signal)
        : TimelineEntry(Signal.OccurredAt, TimelineKind.Signals, Signal.Id, Actor.Api(Signal.Source));

    public TimelineCursor Place => new(At, Kind, Id);
}
