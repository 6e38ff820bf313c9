using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Checklists;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Timing;

/// <summary>
/// The slow and obvious way to how quiet an account is: everything that ever happened to it is read and looked at in turn, and its calls
/// are those that the pipeline itself knows of.
/// </summary>
internal sealed record ClockReference(
    TimingReference Histories,
    ILookup<long, Signal> Signals,
    ILookup<long, Note> Notes,
    ILookup<long, NoteVersion> Versions,
    ILookup<long, TaskChange> Tasks,
    ILookup<long, AccountChange> Changes,
    ILookup<long, ChecklistMark> Marks
)
{
    private static readonly string[] s_calls =
    [
        SignalKinds.CallBooked,
        SignalKinds.CallCanceled,
        SignalKinds.CallNoShow,
        SignalKinds.CallNoShowUnset,
        SignalKinds.CallCompleted,
    ];

    public static async Task<ClockReference> ReadAsync(TrackerApp app)
    {
        var histories = await TimingReference.ReadAsync(app);
        return await app.DbAsync(async db => new ClockReference(
            histories,
            (await db.Signals.AsNoTracking().Where(s => s.AccountId != null).ToListAsync()).ToLookup(s => s.AccountId!.Value),
            (await db.Notes.AsNoTracking().ToListAsync()).ToLookup(n => n.AccountId),
            (await db.NoteVersions.AsNoTracking().ToListAsync()).ToLookup(v => v.NoteId),
            (await db.TaskChanges.AsNoTracking().OrderBy(c => c.Id).ToListAsync()).ToLookup(c => c.AccountId),
            (await db.AccountChanges.AsNoTracking().ToListAsync()).ToLookup(c => c.AccountId),
            (await db.ChecklistMarks.AsNoTracking().ToListAsync()).ToLookup(m => m.AccountId)
        ));
    }

    /// <summary>By account: its stage, since when it is quiet, and until when that is paused.</summary>
    public Dictionary<long, (string Stage, DateTimeOffset Since, DateTimeOffset? PausedUntil)> At(AsOf asOf) =>
        Histories
            .Standing(asOf)
            .ToDictionary(
                account => account.AccountId,
                account =>
                {
                    var last = Events(account, asOf).Max();
                    var pauses = Pauses(account.AccountId, asOf).ToList();
                    var paused = pauses.Exists(end => end > asOf.Run.Now);
                    var since = paused ? last : pauses.Append(last).Max();
                    return (account.Stage, since, paused ? pauses.Max() : (DateTimeOffset?)null);
                }
            );

    private IEnumerable<DateTimeOffset> Events(ReferenceStanding account, AsOf asOf)
    {
        var events = new List<DateTimeOffset>();
        events.AddRange(
            Histories
                .Effective(account.AccountId, asOf)
                .Where(t => t.Passage == account.PassageNumber && t.Actor.IsPerson)
                .Select(t => t.At)
        );
        foreach (var note in Notes[account.AccountId])
            if (note.WithdrawnAt is not { } withdrawn || !Known(withdrawn, asOf))
            {
                events.Add(note.At);
                events.AddRange(Versions[note.Id].Select(version => version.At));
                if (note.EditedAt is { } edited)
                    events.Add(edited);
            }
        events.AddRange(Tasks[account.AccountId].Where(change => change.By.IsPerson).Select(change => change.At));
        events.AddRange(
            Changes[account.AccountId]
                .Where(change => change.Source == DetailSources.Person && change.Actor.IsPerson)
                .Select(change => change.At)
        );
        events.AddRange(Marks[account.AccountId].Select(mark => mark.At));
        // Of signals the last by the sender's clock counts; it did not happen later than it was heard of.
        if (
            Signals[account.AccountId]
                .Where(signal => Heard(signal, asOf) && IsHuman(signal) && signal.OccurredAt > account.Passage.BeganAt)
                .MaxBy(signal => signal.OccurredAt) is
            { } heard
        )
            events.Add(heard.OccurredAt < heard.ReceivedAt ? heard.OccurredAt : heard.ReceivedAt);
        return events.Where(at => at > account.Passage.BeganAt && Known(at, asOf)).Append(account.Passage.BeganAt);
    }

    private static bool IsHuman(Signal signal) =>
        signal.Kind switch
        {
            SignalKinds.EmailSent => true,
            SignalKinds.EmailReceived => signal.IsEngagement ?? signal.Fact!.Mail!.Genuine,
            SignalKinds.ConsultationPurchased => signal.IsEngagement != false,
            { } kind => s_calls.Contains(kind) && signal.IsEngagement != false,
            null => false,
        };

    private IEnumerable<DateTimeOffset> Pauses(long account, AsOf asOf)
    {
        var calls = CallBook.Read(
            Signals[account]
                .Where(signal => Heard(signal, asOf))
                .Select(signal => new ReceivedSignal(signal.Id, signal.ReceivedAt, signal.Fact!) { IsEngagement = signal.IsEngagement }),
            new Policy(),
            asOf.Until
        );
        foreach (var call in calls)
            if (call is { State: not CallState.Canceled, Booking: not null, StartsAt: { } startsAt })
                yield return startsAt;
        foreach (var task in Tasks[account].Where(change => Known(change.At, asOf)).GroupBy(change => change.TaskId))
        {
            var last = task.Last();
            DateOnly?[] days = [last.DueOn, last.SnoozedUntil];
            if (!task.Any(change => change.By.IsPerson) || days.Max() is not { } day)
                continue;
            var due = TeamCalendar.StartOf(day, asOf.Policy);
            yield return last.State is TaskState.Done or TaskState.Canceled && last.At < due ? last.At : due;
        }
    }

    private static bool Heard(Signal signal, AsOf asOf) => signal.State == SignalState.Worked && Known(signal.ReceivedAt, asOf);

    private static bool Known(DateTimeOffset at, AsOf asOf) => asOf.IsNow || at < asOf.Until;
}
