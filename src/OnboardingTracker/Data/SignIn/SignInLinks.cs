using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.SignIn;

/// <summary>Links by which members choose a password: an invitation for who has none, a new start for who forgot it.</summary>
public sealed class SignInLinks(TrackerDb db, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Makes a link in place of an earlier one; its token is told here and never again.</summary>
    /// <param name="by">The role of who asks.</param>
    /// <returns>Null: there is no such active member, or who asks may not make a link for them.</returns>
    public async Task<NewLink?> MakeAsync(int memberId, Actor actor, Role by, CancellationToken cancel = default)
    {
        var member = await db.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Id == memberId && m.Active, cancel);
        if (member is null)
            return null;
        var hasPassword = await db.Users.AnyAsync(u => u.MemberId == memberId && u.PasswordHash != null, cancel);
        if (!MemberRules.MayMakeLink(by, member.Role, hasPassword))
            return null;
        var (now, token) = (time.GetUtcNow(), OneTimeToken.Create());
        var expires = now + Lifetime;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into sign_in_links (member_id, hash, created_by, created_at, expires_at)
            values ({memberId}, {OneTimeToken.HashOf(token)}, {actor.ToString()}, {now}, {expires})
            on conflict (member_id) do update set
                hash = excluded.hash, created_by = excluded.created_by, created_at = excluded.created_at, expires_at = excluded.expires_at
            """,
            cancel
        );
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = now,
                Actor = actor,
                Action = hasPassword ? "password link made" : "invitation made",
                Subject = member.Email,
            }
        );
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new NewLink(member, token, expires, hasPassword);
    }

    /// <summary>Whose link this is; null where it was used, replaced, has run out, or never was one.</summary>
    public Task<Member?> FindAsync(string token, CancellationToken cancel = default)
    {
        var (hash, now) = (OneTimeToken.HashOf(token), time.GetUtcNow());
        return db
            .SignInLinks.AsNoTracking()
            .Where(link => link.Hash == hash && link.ExpiresAt > now && link.Member!.Active)
            .Select(link => link.Member)
            .FirstOrDefaultAsync(cancel);
    }

    /// <summary>Takes the link away within the caller's transaction; of two who use it at once, one finds it gone.</summary>
    public async Task<bool> UseAsync(string token, CancellationToken cancel = default)
    {
        var (hash, now) = (OneTimeToken.HashOf(token), time.GetUtcNow());
        return await db.SignInLinks.Where(link => link.Hash == hash && link.ExpiresAt > now).ExecuteDeleteAsync(cancel) == 1;
    }
}

/// <param name="IsReset">The member has a password, which the link replaces.</param>
public sealed record NewLink(Member Member, string Token, DateTimeOffset ExpiresAt, bool IsReset);
