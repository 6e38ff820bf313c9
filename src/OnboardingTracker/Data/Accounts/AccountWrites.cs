using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Accounts;

/// <summary>A contact as somebody gives it; what is null stays as it is, what is empty is cleared.</summary>
public sealed record ContactUpdate(string Email, string? Name, string? Role);

/// <param name="Created">The account was not known before.</param>
/// <param name="Changed">Something about it changed.</param>
public sealed record AccountWritten(long AccountId, bool Created, bool Changed);

/// <summary>
/// Writes the details of single accounts, with their history, and lets the playbooks look at what changed. Two writers at once:
/// the second sees the first one's values and applies its own on top.
/// </summary>
public sealed partial class AccountWrites(TrackerDb db, PlaybookReactions reactions, OwnerNotices notices, TimeProvider time)
{
    private const int Attempts = 5;

    /// <summary>Makes the account where it is not known, and changes only what is given.</summary>
    public Task<AccountWritten> UpsertAsync(
        string externalId,
        AccountUpdate update,
        IReadOnlyList<ContactUpdate> contacts,
        string source,
        Actor actor,
        CancellationToken cancel = default
    ) => UpsertAsync(externalId, update, contacts, source, actor, null, tellOwner: true, cancel);

    private async Task<AccountWritten> UpsertAsync(
        string externalId,
        AccountUpdate update,
        IReadOnlyList<ContactUpdate> contacts,
        string source,
        Actor actor,
        IReadOnlyDictionary<string, string?>? seen,
        bool tellOwner,
        CancellationToken cancel
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var written = await TryUpsertAsync(externalId, update, contacts, source, actor, seen, mustBeNew: false, tellOwner, cancel);
                if (written.Changed)
                    await reactions.AfterChangeAsync([written.AccountId], cancel);
                return written;
            }
            catch (DbUpdateException clash) when (attempt < Attempts && IsClash(clash))
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Makes an account, and leaves one that is known already as it is.</summary>
    /// <returns>Null: it is known already.</returns>
    public async Task<AccountWritten?> CreateAsync(
        string externalId,
        AccountUpdate update,
        IReadOnlyList<ContactUpdate> contacts,
        string source,
        Actor actor,
        CancellationToken cancel = default
    )
    {
        if (await db.Accounts.AnyAsync(a => a.ExternalId == externalId, cancel))
            return null;
        try
        {
            var written = await TryUpsertAsync(
                externalId,
                update,
                contacts,
                source,
                actor,
                seen: null,
                mustBeNew: true,
                tellOwner: true,
                cancel
            );
            await reactions.AfterChangeAsync([written.AccountId], cancel);
            return written;
        }
        catch (DbUpdateException clash) when (IsClash(clash))
        {
            // Somebody else made it a moment before.
            db.ChangeTracker.Clear();
            return null;
        }
    }

    /// <summary>Changes details of a known account.</summary>
    /// <returns>Null: there is no such account.</returns>
    public async Task<AccountWritten?> UpdateAsync(
        long accountId,
        AccountUpdate update,
        string source,
        Actor actor,
        CancellationToken cancel = default
    )
    {
        var externalId = await db.Accounts.Where(a => a.Id == accountId).Select(a => a.ExternalId).FirstOrDefaultAsync(cancel);
        return externalId is null ? null : await UpsertAsync(externalId, update, [], source, actor, cancel);
    }

    /// <inheritdoc cref="EditAsync(long, AccountUpdate, IReadOnlyDictionary{string, string?}, Actor, bool, CancellationToken)"/>
    public Task<EditResult> EditAsync(
        long accountId,
        AccountUpdate update,
        IReadOnlyDictionary<string, string?> seen,
        Actor actor,
        CancellationToken cancel = default
    ) => EditAsync(accountId, update, seen, actor, tellOwner: true, cancel);

    /// <summary>A person's edit of what they saw: it is not made where somebody else has changed the same detail meanwhile.</summary>
    /// <param name="seen">The details' values that the person saw, as history writes them (<see cref="AccountDetails.TextOf"/>).</param>
    /// <param name="tellOwner">False: the caller tells of many accounts at once.</param>
    public async Task<EditResult> EditAsync(
        long accountId,
        AccountUpdate update,
        IReadOnlyDictionary<string, string?> seen,
        Actor actor,
        bool tellOwner,
        CancellationToken cancel = default
    )
    {
        var externalId = await db.Accounts.Where(a => a.Id == accountId).Select(a => a.ExternalId).FirstOrDefaultAsync(cancel);
        if (externalId is null)
            return new EditResult.NotFound();
        try
        {
            var written = await UpsertAsync(externalId, update, [], DetailSources.Person, actor, seen, tellOwner, cancel);
            return new EditResult.Saved(written.Changed);
        }
        catch (EditConflictException conflict)
        {
            return await ConflictAsync(accountId, conflict.Detail, conflict.Now, cancel);
        }
    }

    private async Task<EditResult> ConflictAsync(long accountId, string detail, string? now, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var last = await db
            .AccountChanges.AsNoTracking()
            .Where(change => change.AccountId == accountId)
            .OrderByDescending(change => change.Id)
            .AsAsyncEnumerable()
            .FirstOrDefaultAsync(change => change.Values.ContainsKey(detail), cancel);
        return new EditResult.Conflict(detail, now, last);
    }

    private async Task<AccountWritten> TryUpsertAsync(
        string externalId,
        AccountUpdate update,
        IReadOnlyList<ContactUpdate> contacts,
        string source,
        Actor actor,
        IReadOnlyDictionary<string, string?>? seen,
        bool mustBeNew,
        bool tellOwner,
        CancellationToken cancel
    )
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var policy = await db.PolicyToStoreByAsync((NpgsqlTransaction)transaction.GetDbTransaction(), cancel);
        // One that must be new is not looked for: where it is there after all, its unique id says so.
        var account = mustBeNew
            ? null
            : await db.Accounts.Include(a => a.Contacts).AsSplitQuery().FirstOrDefaultAsync(a => a.ExternalId == externalId, cancel);
        // What is said of an account that was merged is said of the one that it was merged into.
        if (account?.MergedIntoId is { } survivor)
            account = await db.Accounts.Include(a => a.Contacts).AsSplitQuery().FirstAsync(a => a.Id == survivor, cancel);
        var created = account is null;
        if (account is null)
        {
            account = new Account
            {
                ExternalId = externalId,
                CreatedAt = now,
                ChangedAt = now,
                Name = update.Name.IsGiven ? "" : externalId,
            };
            db.Accounts.Add(account);
            await db.SaveChangesAsync(cancel);
        }
        var owners = await OwnerEmailsAsync(account, update, cancel);
        var change = account.Take(update, source, actor, policy, now, id => owners[id]);
        RefuseUnseen(change, seen);
        if (change is not null)
            db.AccountChanges.Add(change);
        var contactsChanged = Merge(account, contacts, now, source, actor);
        if (created || change is not null || contactsChanged)
            await SaveAsync(account.Id, cancel);
        else
            // A source that says what a person had said changes no detail; that it has spoken is kept.
            await db.SaveChangesAsync(cancel);
        if (tellOwner && change?.Values.ContainsKey(DetailNames.Owner) == true && account.OwnerId is { } owner)
            await notices.TellAsync([new(account.Id, owner)], leads: false, actor, now, cancel);
        await transaction.CommitAsync(cancel);
        return new AccountWritten(account.Id, created, created || change is not null || contactsChanged);
    }

    private static void RefuseUnseen(AccountChange? change, IReadOnlyDictionary<string, string?>? seen)
    {
        foreach (var (detail, values) in change?.Values ?? new Dictionary<string, string?[]>())
        {
            if (seen?.TryGetValue(detail, out var saw) == true && saw != values[0])
                throw new EditConflictException(detail, values[0]);
        }
    }

    private bool Merge(Account account, IReadOnlyList<ContactUpdate> contacts, DateTimeOffset now, string source, Actor actor)
    {
        var changed = new List<string>();
        foreach (var given in contacts)
        {
            var contact = account.Contacts.Find(c => c.Email == given.Email);
            if (contact is null)
                account.Contacts.Add(
                    new Contact
                    {
                        Email = given.Email,
                        Name = Blank(given.Name),
                        Role = Blank(given.Role),
                        CreatedAt = now,
                    }
                );
            else
            {
                var (name, role) = (Blank(given.Name ?? contact.Name), Blank(given.Role ?? contact.Role));
                if (name == contact.Name && role == contact.Role)
                    continue;
                contact.Name = name;
                contact.Role = role;
            }
            changed.Add(given.Email);
        }
        if (changed.Count == 0)
            return false;
        account.ChangedAt = now;
        AddChange(account.Id, now, source, actor, new() { [DetailNames.Contacts] = [null, string.Join(", ", changed)] });
        return true;

        static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private async Task<Dictionary<int, string>> OwnerEmailsAsync(Account account, AccountUpdate update, CancellationToken cancel)
    {
        var ids = new[] { account.OwnerId, update.OwnerId.Value }.OfType<int>().ToList();
        return ids.Count == 0 || !update.OwnerId.IsGiven
            ? []
            : await db.Members.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Email, cancel);
    }

    private void AddChange(long accountId, DateTimeOffset now, string source, Actor actor, Dictionary<string, string?[]> values) =>
        db.AccountChanges.Add(
            new AccountChange
            {
                AccountId = accountId,
                At = now,
                Source = source,
                Actor = actor,
                Values = values,
            }
        );

    /// <summary>Saves, and tells open pages with the commit.</summary>
    private async Task SaveAsync(long accountId, CancellationToken cancel)
    {
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await using var _ = own;
        await db.SaveChangesAsync(cancel);
        var transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        await LiveChannel.NotifyAsync(transaction.Connection!, transaction, LiveChannel.Payload("accounts", accountId), cancel);
        if (own is not null)
            await own.CommitAsync(cancel);
    }

    private static bool IsClash(DbUpdateException failure) =>
        failure is DbUpdateConcurrencyException
        || failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
