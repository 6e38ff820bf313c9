using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Features.Accounts;

/// <summary>
/// Reads an account's history page by page. Moves and holds are a handful and are read with the account; details can have changed
/// hundreds of times, so of those only the page's worth is read.
/// </summary>
public sealed class AccountTimeline(TrackerDb db)
{
    public const int PageSize = 25;

    public async Task<TimelinePage> PageAsync(AccountView view, TimelineKind? kind, TimelineCursor? from, CancellationToken cancel)
    {
        IEnumerable<TimelineEntry> entries = [];
        if (kind is null or TimelineKind.Moves)
            entries = entries.Concat(view.Transitions.Select(move => new TimelineEntry.Moved(move)));
        if (kind is null or TimelineKind.Holds)
            entries = entries
                .Concat(view.Account.Holds.Select(hold => new TimelineEntry.Held(hold)))
                .Concat(view.Account.Holds.Where(hold => hold.LiftedAt is not null).Select(hold => new TimelineEntry.Lifted(hold)));
        entries = entries.Where(entry => from?.IsBefore(entry) ?? true);
        if (kind is null or TimelineKind.Details)
            entries = entries.Concat(await ChangesAsync(view.Id, from, cancel));

        var page = entries
            .OrderByDescending(entry => entry.At)
            .ThenByDescending(entry => entry.Kind)
            .ThenByDescending(entry => entry.Id)
            .Take(PageSize + 1)
            .ToList();
        return page.Count <= PageSize
            ? new TimelinePage(view, page, kind, from, null)
            : new TimelinePage(view, page[..PageSize], kind, from, page[PageSize - 1].Place);
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

    private async Task<IEnumerable<TimelineEntry>> ChangesAsync(long accountId, TimelineCursor? from, CancellationToken cancel)
    {
        var changes = db.AccountChanges.AsNoTracking().Where(change => change.AccountId == accountId);
        // Says for the database what TimelineCursor.IsBefore says in memory.
        if (from is { Kind: TimelineKind.Details })
            changes = changes.Where(change => change.At < from.At || (change.At == from.At && change.Id < from.Id));
        else if (from is not null)
            changes = changes.Where(change => change.At <= from.At);
        var read = await changes
            .OrderByDescending(change => change.At)
            .ThenByDescending(change => change.Id)
            .Take(PageSize + 1)
            .ToListAsync(cancel);
        return read.Select(change => new TimelineEntry.Changed(change));
    }
}
