using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Features.Accounts;

/// <summary>
/// Reads an account's timeline page by page: first where its entries are (<see cref="TimelineSql"/>), then those of this page and no
/// others. Moves and holds are a handful and are there with the account.
/// </summary>
public sealed class AccountTimeline(TrackerDb db)
{
    public const int PageSize = 25;

    /// <summary>The newest page, or the one next to a place.</summary>
    public async Task<TimelinePage> PageAsync(
        AccountView view,
        TimelineKinds kinds,
        TimelineCursor? olderThan,
        TimelineCursor? newerThan,
        CancellationToken cancel
    )
    {
        if (olderThan is null && newerThan is not null)
        {
            var newer = await NextToAsync(view, kinds, newerThan, newer: true, cancel);
            newer.Reverse();
            // Fewer than a page are newer: the newest page is shown whole.
            if (newer.Count >= PageSize)
                return await PageAsync(newer[^PageSize..], hasNewer: newer.Count > PageSize, hasOlder: true);
        }
        var places = await NextToAsync(view, kinds, olderThan, newer: false, cancel);
        return await PageAsync([.. places.Take(PageSize)], hasNewer: olderThan is not null, hasOlder: places.Count > PageSize);

        async Task<TimelinePage> PageAsync(List<TimelineCursor> page, bool hasNewer, bool hasOlder) =>
            page.Count == 0
                ? new(view, [], kinds, null, null)
                : new(view, await EntriesAsync(view, page, cancel), kinds, hasNewer ? page[0] : null, hasOlder ? page[^1] : null);
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

    /// <summary>A page's worth of places and one more, beginning next to the place: the newest of the older ones, or the oldest of the newer ones.</summary>
    private async Task<List<TimelineCursor>> NextToAsync(
        AccountView view,
        TimelineKinds kinds,
        TimelineCursor? place,
        bool newer,
        CancellationToken cancel
    )
    {
        var (sql, parameters) = new TimelineSql(view.Id, kinds, place, newer, PageSize + 1).Build();
        var rows = await db.Database.SqlQueryRaw<PlaceRow>(sql, [.. parameters]).ToListAsync(cancel);
        return rows.ConvertAll(row => new TimelineCursor(row.At, (TimelineSource)row.Source, row.Id));
    }

    private async Task<IReadOnlyList<TimelineEntry>> EntriesAsync(AccountView view, List<TimelineCursor> places, CancellationToken cancel)
    {
        var found = new Dictionary<(TimelineSource, long), TimelineEntry>();
        foreach (var hold in view.Account.Holds)
        {
            Add(new TimelineEntry.Held(hold));
            if (hold.LiftedAt is not null)
                Add(new TimelineEntry.Lifted(hold));
        }
        foreach (var move in view.Transitions)
            Add(new TimelineEntry.Moved(move));
        if (Ids(TimelineSource.Changes) is { Count: > 0 } changes)
            foreach (var change in await db.AccountChanges.AsNoTracking().Where(c => changes.Contains(c.Id)).ToListAsync(cancel))
                Add(new TimelineEntry.Changed(change));
        if (Ids(TimelineSource.Checklist) is { Count: > 0 } marks)
            foreach (var mark in await db.ChecklistMarks.AsNoTracking().Where(m => marks.Contains(m.Id)).ToListAsync(cancel))
                Add(new TimelineEntry.Marked(mark));
        if (Ids(TimelineSource.Tasks) is { Count: > 0 } tasks)
            foreach (var task in await db.TaskChanges.AsNoTracking().Where(t => tasks.Contains(t.Id)).ToListAsync(cancel))
                Add(new TimelineEntry.TaskChanged(task));
        if (Ids(TimelineSource.Notes) is { Count: > 0 } notes)
            foreach (var note in await db.Notes.AsNoTracking().Where(n => notes.Contains(n.Id)).ToListAsync(cancel))
                Add(new TimelineEntry.Noted(note));
        if (Ids(TimelineSource.Signals) is { Count: > 0 } signals)
            foreach (var signal in await HeardAsync(signals, cancel))
                Add(new TimelineEntry.Heard(signal));
        // What has gone since its place was read is left out.
        return [.. places.Select(place => found.GetValueOrDefault((place.Source, place.Id))).OfType<TimelineEntry>()];

        void Add(TimelineEntry entry) => found[(entry.Source, entry.Id)] = entry;

        List<long> Ids(TimelineSource source) => [.. places.Where(place => place.Source == source).Select(place => place.Id)];
    }

    private Task<List<HeardSignal>> HeardAsync(List<long> ids, CancellationToken cancel) =>
        db
            .Signals.AsNoTracking()
            .Where(s => ids.Contains(s.Id) && s.Fact != null)
            .Select(s => new HeardSignal(s.Id, s.Source, s.Fact!, s.OccurredAt, s.ReceivedAt, s.IsEngagement, s.CorrectedBy))
            .ToListAsync(cancel);

    private sealed record PlaceRow(DateTimeOffset At, int Source, long Id);
}
