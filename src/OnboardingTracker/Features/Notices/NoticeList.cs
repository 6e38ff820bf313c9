using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Notices;

namespace OnboardingTracker.Features.Notices;

/// <summary>A person's notices, as the app shows them. Every question is a range of an index, and nothing is counted beyond a bound.</summary>
public sealed class NoticeList(TrackerDb db, NoticeBoard board, TimeProvider time)
{
    /// <summary>More unread ones than these are not counted.</summary>
    public const int MostCounted = 99;

    /// <returns>At most one more than <see cref="MostCounted"/>.</returns>
    public Task<int> UnreadAsync(int memberId, CancellationToken cancel) =>
        Of(memberId).Where(n => n.ReadAt == null).Take(MostCounted + 1).CountAsync(cancel);

    public Task<List<Notice>> LastAsync(int memberId, int most, CancellationToken cancel) =>
        Of(memberId).AsNoTracking().OrderByDescending(n => n.Id).Take(most).ToListAsync(cancel);

    /// <summary>By key in either direction, so that what comes meanwhile shifts nothing; newest first.</summary>
    /// <param name="most">One more tells whether there is more.</param>
    public async Task<List<Notice>> PageAsync(int memberId, bool unread, long? before, long? after, int most, CancellationToken cancel)
    {
        var notices = Of(memberId).AsNoTracking();
        if (unread)
            notices = notices.Where(n => n.ReadAt == null);
        if (after is not null)
            return await notices.Where(n => n.Id > after).OrderBy(n => n.Id).Take(most).ToListAsync(cancel);
        if (before is not null)
            notices = notices.Where(n => n.Id < before);
        return await notices.OrderByDescending(n => n.Id).Take(most).ToListAsync(cancel);
    }

    /// <summary>One that is opened is read; a digest that is still to come leaves it out.</summary>
    /// <returns>Where it leads; null: this person has no such notice.</returns>
    public async Task<string?> OpenAsync(int memberId, long id, bool read, CancellationToken cancel)
    {
        var link = await db.Notices.Where(n => n.Id == id && n.MemberId == memberId).Select(n => n.Link).FirstOrDefaultAsync(cancel);
        if (link is not null && read)
            await ReadAsync(memberId, n => n.Id == id, cancel);
        return link;
    }

    /// <param name="upTo">The newest that the person saw: what has come since stays unread.</param>
    public Task<int> ReadAllAsync(int memberId, long upTo, CancellationToken cancel) => ReadAsync(memberId, n => n.Id <= upTo, cancel);

    private async Task<int> ReadAsync(int memberId, Expression<Func<Notice, bool>> which, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var read = await db
            .Notices.Where(n => n.MemberId == memberId && n.ReadAt == null)
            .Where(which)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, now), cancel);
        if (read > 0)
            await board.SayAsync(memberId, cancel);
        await transaction.CommitAsync(cancel);
        return read;
    }

    private IQueryable<Notice> Of(int memberId) => db.Notices.Where(n => n.MemberId == memberId && n.InApp);
}
