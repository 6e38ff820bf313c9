using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Checklists;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Checklists;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Features.Signals.Email.Composing;

/// <summary>Reads what is known when a person sits down to write.</summary>
public sealed class MailDrafts(TrackerDb db, TimeProvider time)
{
    /// <returns>Null: there is no such account.</returns>
    public async Task<MailDraft?> ReadAsync(long accountId, int memberId, CancellationToken cancel)
    {
        var account = await db
            .Accounts.AsNoTracking()
            .Include(a => a.Contacts)
            .Include(a => a.Owner)
            .FirstOrDefaultAsync(a => a.Id == accountId, cancel);
        if (account is null)
            return null;
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var sender = await db.Members.AsNoTracking().FirstAsync(m => m.Id == memberId, cancel);
        return new MailDraft(account, sender, context, await WrittenTodayAsync(accountId, context, cancel))
        {
            AuditOpen = account.Stage == StageCodes.NewAccount ? await AuditOpenAsync(account, cancel) : 0,
        };
    }

    private async Task<int> AuditOpenAsync(Domain.Accounts.Account account, CancellationToken cancel)
    {
        var marks = await db.ChecklistAsync(account.Id, account.Passage, cancel);
        return ChecklistItem.All.Count(item => marks.GetValueOrDefault(item.Code) is null or { State: ChecklistState.Open });
    }

    private async Task<List<string>> WrittenTodayAsync(long accountId, Domain.Playbooks.RunContext context, CancellationToken cancel)
    {
        var since = TeamCalendar.StartOf(context.Today, context.Policy).ToUniversalTime();
        var signals = await db
            .Signals.AsNoTracking()
            .Where(s => s.AccountId == accountId && s.OccurredAt >= since)
            .Where(s => s.Kind == SignalKinds.EmailSent || s.Kind == SignalKinds.EmailRefused)
            .OrderBy(s => s.OccurredAt)
            .Select(s => new
            {
                s.Kind,
                s.OccurredAt,
                s.Fact,
            })
            .ToListAsync(cancel);
        var refused = signals.Where(s => s.Kind == SignalKinds.EmailRefused).Select(s => s.Fact?.Mail?.MessageId).ToHashSet();
        var zone = TeamCalendar.Zone(context.Policy);
        return
        [
            .. signals
                .Where(s => s.Kind == SignalKinds.EmailSent && !refused.Contains(s.Fact?.Mail?.MessageId))
                .Select(s =>
                    FormattableString.Invariant($"“{s.Fact?.Mail?.Subject}” at {TimeZoneInfo.ConvertTime(s.OccurredAt, zone):HH:mm}")
                ),
        ];
    }
}
