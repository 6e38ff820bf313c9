using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;

namespace OnboardingTracker.Features.Accounts;

/// <summary>Reads one account whole: a handful of rows by their keys.</summary>
public sealed class AccountViews(TrackerDb db, AccountMoves moves, TimeProvider time)
{
    /// <returns>Null: there is no such account.</returns>
    public async Task<AccountView?> ReadAsync(long id, CancellationToken cancel)
    {
        var account = await db
            .Accounts.AsNoTracking()
            .Include(a => a.Owner)
            .Include(a => a.Contacts.OrderBy(contact => contact.Id))
            .Include(a => a.Holds.OrderBy(hold => hold.Id))
            .AsSplitQuery()
            .FirstOrDefaultAsync(a => a.Id == id, cancel);
        if (account is null)
            return null;
        return new AccountView
        {
            Account = account,
            Transitions = await moves.HistoryAsync(id, cancel),
            Stages = await db.StagesAsync(cancel),
            Context = await db.RunContextAsync(time.GetUtcNow(), cancel),
            Names = await db.ActorNamesAsync(cancel),
            SwitchedOff = await db.PlaybookSwitches.Where(s => !s.Enabled).Select(s => s.Playbook).ToHashSetAsync(cancel),
        };
    }

    /// <summary>The account that other systems call so.</summary>
    public Task<long?> FindAsync(string externalId, CancellationToken cancel) =>
        db.Accounts.Where(a => a.ExternalId == externalId).Select(a => a.MergedIntoId ?? (long?)a.Id).FirstOrDefaultAsync(cancel);
}
