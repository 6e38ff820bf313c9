using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Checklists;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Features.Accounts;

/// <summary>Where an entry of the timeline is kept. Of entries of the same moment the higher one came later.</summary>
public enum TimelineSource
{
    Changes,
    Checklist,
    Moves,
    Holds,
    Tasks,
    Notes,

    /// <summary>What the outside world said: mail, calls, bills, orders.</summary>
    Signals,
}

/// <summary>One entry of an account's timeline, whatever it is about.</summary>
public abstract record TimelineEntry(DateTimeOffset At, TimelineSource Source, long Id, Actor Actor)
{
    public sealed record Moved(Transition Move) : TimelineEntry(Move.At, TimelineSource.Moves, Move.Id, Move.Actor);

    /// <summary>Details, or the payment risk.</summary>
    public sealed record Changed(AccountChange Change) : TimelineEntry(Change.At, TimelineSource.Changes, Change.Id, Change.Actor);

    // A hold makes two entries, so its ids are spread out.
    public sealed record Held(Hold Hold) : TimelineEntry(Hold.PlacedAt, TimelineSource.Holds, Hold.Id * 2, Hold.PlacedBy);

    public sealed record Lifted(Hold Hold)
        : TimelineEntry(Hold.LiftedAt!.Value, TimelineSource.Holds, (Hold.Id * 2) + 1, Hold.LiftedBy!.Value);

    public sealed record Heard(HeardSignal Signal)
        : TimelineEntry(Signal.OccurredAt, TimelineSource.Signals, Signal.Id, Actor.Api(Signal.Source));

    public sealed record Noted(Note Note) : TimelineEntry(Note.At, TimelineSource.Notes, Note.Id, Note.Author);

    public sealed record TaskChanged(TaskChange Change) : TimelineEntry(Change.At, TimelineSource.Tasks, Change.Id, Change.By);

    public sealed record Marked(ChecklistMark Mark) : TimelineEntry(Mark.At, TimelineSource.Checklist, Mark.Id, Mark.By);

    public TimelineCursor Place => new(At, Source, Id);
}
