using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Features.Accounts;

/// <summary>
/// Reads an account's history page by page. Moves and holds are a handful and are read with the account; details can have changed
/// hundreds of times and signals come in by the thousand, so of those only the page's worth is read.
/// </summary>
public sealed class AccountTimeline(TrackerDb db)
{
    public const int PageSize = 25;

    /// <summary>The newest page, or the one next to a place.</summary>
    public async Task<TimelinePage> PageAsync(
        AccountView view,
        TimelineKind? kind,
        TimelineCursor? olderThan,
        TimelineCursor? newerThan,
        CancellationToken cancel
    )
    {
        if (olderThan is null && newerThan is not null)
        {
            var newer = await NextToAsync(view, kind, newerThan, newer: true, cancel);
            newer.Reverse();
            // Fewer than a page are newer: the newest page is shown whole.
            if (newer.Count >= PageSize)
                return Page(newer[^PageSize..], hasNewer: newer.Count > PageSize, hasOlder: true);
        }
        var entries = await NextToAsync(view, kind, olderThan, newer: false, cancel);
        return Page([.. entries.Take(PageSize)], hasNewer: olderThan is not null, hasOlder: entries.Count > PageSize);

        TimelinePage Page(List<TimelineEntry> page, bool hasNewer, bool hasOlder) =>
            page.Count == 0
                ? new(view, page, kind, null, null)
                : new(view, page, kind, hasNewer ? page[0].Place : null, hasOlder ? page[^1].Place : null);
    }

    /// <summary>What one detail was, newest first.</summary>
    public Task<List<AccountChange>> OfDetailAsync(long accountId, string detail, int most, CancellationToken cancel) =>
        db
            .AccountChanges.FromSql(
                $"""select * from account_changes where account_id = {accountId} and jsonb_exists("values", {detail})"""
            )
            .AsNoTracking()
            .OrderByDescending(change => change.Id)
            .Take(most)
            .ToListAsync(cancel);

    /// <summary>A page's worth of entries and one more, beginning next to the place: the newest of the older ones, or the oldest of the newer ones.</summary>
    private async Task<List<TimelineEntry>> NextToAsync(
        AccountView view,
        TimelineKind? kind,
        TimelineCursor? place,
        bool newer,
        CancellationToken cancel
    )
    {
        IEnumerable<TimelineEntry> entries = [];
        if (kind is null or TimelineKind.Moves)
            entries = entries.Concat(view.Transitions.Select(move => new TimelineEntry.Moved(move)));
        if (kind is null or TimelineKind.Holds)
            entries = entries
                .Concat(view.Account.Holds.Select(hold => new TimelineEntry.Held(hold)))
                .Concat(view.Account.Holds.Where(hold => hold.LiftedAt is not null).Select(hold => new TimelineEntry.Lifted(hold)));
        if (place is not null)
            entries = entries.Where(entry => newer ? place.Compare(entry) > 0 : place.Compare(entry) < 0);
        if (kind is null or TimelineKind.Details)
            entries = entries.Concat(await ChangesAsync(view.Id, place, newer, cancel));
        if (kind is null or TimelineKind.Signals)
            entries = entries.Concat(await SignalsAsync(view.Id, place, newer, cancel));
        var ordered = newer
            ? entries.OrderBy(entry => entry.At).ThenBy(entry => entry.Kind).ThenBy(entry => entry.Id)
            : entries.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Kind).ThenByDescending(entry => entry.Id);
        return [.. ordered.Take(PageSize + 1)];
    }

    /// <summary>In the order in which it happened, which the account's index of signals has. Of one moment, signals are the newest.</summary>
    private async Task<IEnumerable<TimelineEntry>> SignalsAsync(long accountId, TimelineCursor? place, bool newer, CancellationToken cancel)
    {
        var signals = db.Signals.AsNoTracking().Where(s => s.AccountId == accountId && s.State == SignalState.Worked && s.Kind != null);
        if (place is { Kind: TimelineKind.Signals })
            signals = newer
                ? signals.Where(s => s.OccurredAt > place.At || (s.OccurredAt == place.At && s.Id > place.Id))
                : signals.Where(s => s.OccurredAt < place.At || (s.OccurredAt == place.At && s.Id < place.Id));
        else if (place is not null)
            signals = newer ? signals.Where(s => s.OccurredAt >= place.At) : signals.Where(s => s.OccurredAt < place.At);
        var ordered = newer
            ? signals.OrderBy(s => s.OccurredAt).ThenBy(s => s.Id)
            : signals.OrderByDescending(s => s.OccurredAt).ThenByDescending(s => s.Id);
        var read = await ordered
            .Take(PageSize + 1)
            .Select(s => new HeardSignal(s.Id, s.Source, s.Fact!, s.OccurredAt, s.ReceivedAt, s.IsEngagement, s.CorrectedBy))
            .ToListAsync(cancel);
        return read.Select(signal => new TimelineEntry.Heard(signal));
    }

    private async Task<IEnumerable<TimelineEntry>> ChangesAsync(long accountId, TimelineCursor? place, bool newer, CancellationToken cancel)
    {
        var changes = db.AccountChanges.AsNoTracking().Where(change => change.AccountId == accountId);
        // Says for the database what TimelineCursor.Compare says in memory: of one moment, details are the oldest.
        if (place is { Kind: TimelineKind.Details })
            changes = newer
                ? changes.Where(change => change.At > place.At || (change.At == place.At && change.Id > place.Id))
                : changes.Where(change => change.At < place.At || (change.At == place.At && change.Id < place.Id));
        else if (place is not null)
            changes = newer ? changes.Where(change => change.At > place.At) : changes.Where(change => change.At <= place.At);
        var ordered = newer
            ? changes.OrderBy(change => change.At).ThenBy(change => change.Id)
            : changes.OrderByDescending(change => change.At).ThenByDescending(change => change.Id);
        var read = await ordered.Take(PageSize + 1).ToListAsync(cancel);
        return read.Select(change => new TimelineEntry.Changed(change));
    }
}
