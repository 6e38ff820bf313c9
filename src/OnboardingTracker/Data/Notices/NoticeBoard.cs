using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Notices;

namespace OnboardingTracker.Data.Notices;

/// <summary>
/// Tells people. In the caller's transaction, so that a notice is there exactly where what it tells of is; without one, in one of its own.
/// Each person is told as they chose for the kind; who did it is not told, nor is who is no longer active.
/// </summary>
public sealed class NoticeBoard(TrackerDb db, OwnMails mails, NoticeMails texts, TimeProvider time)
{
    /// <summary>What open pages listen to, with the member's id.</summary>
    public const string Topic = "notices";

    public Task TellAsync(int memberId, NoticeToTell notice, CancellationToken cancel = default) =>
        TellManyAsync([(memberId, notice)], cancel);

    public Task TellAsync(IEnumerable<int> memberIds, NoticeToTell notice, CancellationToken cancel = default) =>
        TellManyAsync([.. memberIds.Distinct().Select(member => (member, notice))], cancel);

    /// <summary>Everybody whose role the kind is for, such as the admins for a source that fell silent.</summary>
    public async Task TellRolesAsync(NoticeToTell notice, CancellationToken cancel = default)
    {
        var roles = NoticeRules.Of(notice.Kind).Roles;
        var members = await db.Members.Where(m => m.Active && roles.Contains(m.Role)).Select(m => m.Id).ToListAsync(cancel);
        await TellAsync(members, notice, cancel);
    }

    /// <summary>Many at once, such as the alerts of one run.</summary>
    public async Task TellManyAsync(IReadOnlyCollection<(int MemberId, NoticeToTell Notice)> told, CancellationToken cancel = default)
    {
        var rows = await RowsAsync(told, cancel);
        if (rows.Count == 0)
            return;
        if (db.Database.CurrentTransaction is not null)
        {
            await WriteAsync(rows, cancel);
            return;
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await WriteAsync(rows, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Whom to tell, and how.</summary>
    private async Task<List<Notice>> RowsAsync(IReadOnlyCollection<(int MemberId, NoticeToTell Notice)> told, CancellationToken cancel)
    {
        if (told.Count == 0)
            return [];
        var ids = told.Select(one => one.MemberId).Distinct().ToList();
        var emails = await db
            .Members.Where(m => m.Active && ids.Contains(m.Id))
            .Select(m => new { m.Id, m.Email })
            .ToDictionaryAsync(m => m.Id, m => m.Email, cancel);
        var choices = await db
            .NoticeChoices.AsNoTracking()
            .Where(c => ids.Contains(c.MemberId))
            .ToDictionaryAsync(c => (c.MemberId, c.Kind), c => new NoticeWay(c.InApp, c.Mail), cancel);
        var now = time.GetUtcNow();
        var rows = new List<Notice>();
        foreach (var (memberId, notice) in told)
        {
            if (!emails.TryGetValue(memberId, out var email) || notice.By == Domain.Actor.User(email))
                continue;
            var way = choices.TryGetValue((memberId, notice.Kind), out var chosen) ? chosen : NoticeRules.Of(notice.Kind).Usual;
            if (!mails.CanSend)
                way = way with { Mail = NoticeMail.Never };
            if (!way.IsSilent)
                rows.Add(Row(memberId, notice, way, now));
        }
        // In one order for everybody, so that two who tell the same do not wait for each other in a circle.
        return [.. rows.OrderBy(row => row.MemberId).ThenBy(row => row.Key, StringComparer.Ordinal)];
    }

    private static Notice Row(int memberId, NoticeToTell notice, NoticeWay way, DateTimeOffset now)
    {
        if (notice.Link is not ['/', .. var rest] || rest is ['/' or '\\', ..] || notice.Link.Length > Notice.LongestLink)
            throw new ArgumentException($"'{notice.Link}' is not a page of ours.", nameof(notice));
        return new Notice
        {
            MemberId = memberId,
            Kind = notice.Kind,
            Key = notice.Key,
            Title = Cut(notice.Title, Notice.LongestTitle),
            Detail = notice.Detail is { Length: > 0 } detail ? Cut(detail, Notice.LongestDetail) : null,
            Link = notice.Link,
            AccountId = notice.AccountId,
            CreatedAt = now,
            InApp = way.InApp,
            Mail = way.Mail switch
            {
                NoticeMail.AtOnce => NoticeMailState.Mailed,
                NoticeMail.Digest => NoticeMailState.Waiting,
                _ => NoticeMailState.None,
            },
        };
    }

    private async Task WriteAsync(List<Notice> rows, CancellationToken cancel)
    {
        var created = rows[0].CreatedAt;
        var written = await db
            .Database.SqlQuery<long>(
                $"""
                insert into notices (member_id, kind, key, title, detail, link, account_id, created_at, in_app, mail)
                select member_id, kind, key, title, detail, link, nullif(account_id, 0), {created}, in_app, mail
                from unnest({rows.Select(r => r.MemberId).ToArray()}, {rows.Select(r => AccountDetails.Code(r.Kind)).ToArray()},
                    {rows.Select(r => r.Key).ToArray()}, {rows.Select(r => r.Title).ToArray()},
                    {rows.Select(r => r.Detail).ToArray()}, {rows.Select(r => r.Link).ToArray()},
                    {rows.Select(r => r.AccountId ?? 0).ToArray()}, {rows.Select(r => r.InApp).ToArray()},
                    {rows.Select(r => AccountDetails.Code(r.Mail)).ToArray()})
                    as told (member_id, kind, key, title, detail, link, account_id, in_app, mail)
                on conflict (member_id, key) do nothing
                returning id as "Value"
                """
            )
            .ToListAsync(cancel);
        var fresh = await db.Notices.AsNoTracking().Where(n => written.Contains(n.Id)).OrderBy(n => n.Id).ToListAsync(cancel);
        foreach (var notice in fresh.Where(n => n.Mail == NoticeMailState.Mailed))
            await mails.QueueAsync(await texts.OfAsync(notice, cancel), cancel);
        foreach (var member in fresh.Where(n => n.InApp).Select(n => n.MemberId).Distinct())
            await SayAsync(member, cancel);
    }

    /// <summary>With the commit, the member's open pages look at their bell again.</summary>
    public Task SayAsync(int memberId, CancellationToken cancel = default) =>
        LiveChannel.NotifyAsync(db, LiveChannel.Payload(Topic, memberId), cancel);

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(longest - 1)] + "…";
}
