using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Notices;

/// <summary>
/// Gathers what waits for each person's morning into one mail. The mail's key is the person and their day, and it is written with the
/// notices that it takes along: however often, late or doubled this is done, a morning has one digest, and a notice is in one of them.
/// </summary>
public sealed class Digests(TrackerDb db, OwnMails mails, NoticeMails texts, TimeProvider time)
{
    /// <returns>How many mails were written down.</returns>
    public async Task<int> WriteDueAsync(CancellationToken cancel = default)
    {
        if (!mails.CanSend)
            return 0;
        var now = time.GetUtcNow();
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var waiting = db.Notices.Where(n => n.Mail == NoticeMailState.Waiting).Select(n => n.MemberId).Distinct();
        var people = await db
            .Members.Where(m => m.Active && waiting.Contains(m.Id))
            .GroupJoin(
                db.DigestSettings,
                m => m.Id,
                s => s.MemberId,
                (m, s) =>
                    new
                    {
                        m.Id,
                        m.Email,
                        Settings = s,
                    }
            )
            .SelectMany(
                x => x.Settings.DefaultIfEmpty(),
                (x, s) =>
                    new
                    {
                        x.Id,
                        x.Email,
                        s!.TimeZone,
                        Hour = (int?)s.Hour,
                    }
            )
            .OrderBy(m => m.Id)
            .ToListAsync(cancel);
        var written = 0;
        foreach (var person in people)
        {
            var zone = ZoneOf(person.TimeZone, policy);
            var (day, dueAt) = DigestTime.Of(now, zone, person.Hour ?? DigestTime.UsualHour);
            if (now >= dueAt && await WriteAsync(person.Id, person.Email, day, dueAt, cancel))
                written++;
        }
        return written;
    }

    /// <summary>The person's own zone; a name that is no longer known falls back to the team's.</summary>
    public static TimeZoneInfo ZoneOf(string? own, Policy policy) =>
        own is not null && TimeZoneInfo.TryFindSystemTimeZoneById(own, out var zone) ? zone : TeamCalendar.Zone(policy);

    /// <summary>What came after the morning hour waits for the next.</summary>
    private async Task<bool> WriteAsync(int memberId, string email, DateOnly day, DateTimeOffset dueAt, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Of two at once the second waits here, and then finds none.
        var notices = await db
            .Notices.FromSql(
                $"select * from notices where member_id = {memberId} and mail = 'waiting' and created_at <= {dueAt} order by id for update"
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        var unread = notices.Where(n => n.ReadAt is null).OrderBy(n => n.Id).ToList();
        var isWritten = false;
        if (unread.Count > 0)
        {
            isWritten = (await mails.QueueAsync(texts.Digest(memberId, email, day, unread), cancel))!.IsNew;
            // The day has had its digest, by another hour or zone of the person's: these wait for the next.
            if (!isWritten)
                return false;
        }
        var (mailed, ids) = (unread.ConvertAll(n => n.Id), notices.ConvertAll(n => n.Id));
        await db
            .Notices.Where(n => mailed.Contains(n.Id))
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.Mail, NoticeMailState.Mailed), cancel);
        await db
            .Notices.Where(n => ids.Contains(n.Id) && n.Mail == NoticeMailState.Waiting)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.Mail, NoticeMailState.None), cancel);
        await transaction.CommitAsync(cancel);
        return isWritten;
    }
}
