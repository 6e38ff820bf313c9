using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Accounts;

/// <content>Details that signals bring, written together with all else that follows from them.</content>
public sealed partial class AccountWrites
{
    /// <summary>
    /// Changes details of a known account in the caller's transaction, which ends with it; the caller lets the playbooks look afterwards.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    /// <exception cref="DbUpdateConcurrencyException">Somebody else changed the account meanwhile; the transaction is to be done again.</exception>
    public async Task<bool> TakeAsync(
        long accountId,
        AccountUpdate update,
        string source,
        Actor actor,
        RunContext context,
        CancellationToken cancel = default
    )
    {
        var transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        var policy = await db.PolicyToStoreByAsync(transaction, cancel);
        var account = await db.Accounts.FirstAsync(a => a.Id == accountId, cancel);
        var owners = await OwnerEmailsAsync(account, update, cancel);
        if (account.Take(update, source, actor, policy, context.Now, id => owners[id]) is not { } change)
        {
            await db.SaveChangesAsync(cancel);
            return false;
        }
        db.AccountChanges.Add(change);
        await SaveAsync(accountId, cancel);
        return true;
    }
}
