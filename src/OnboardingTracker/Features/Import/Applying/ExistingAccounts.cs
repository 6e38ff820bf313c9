using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Features.Import.Applying;

/// <summary>What the database knows already about the accounts of a batch, and the team they can belong to.</summary>
internal sealed class ExistingAccounts
{
    private readonly Dictionary<string, Account> _accounts;
    private readonly ILookup<long, ContactDraft> _contacts;
    private readonly HashSet<(long AccountId, string? Stage, DateTimeOffset At)> _migrated;
    private readonly Dictionary<string, Member> _membersByEmail;
    private readonly Dictionary<int, string> _emails;

    private ExistingAccounts(
        Dictionary<string, Account> accounts,
        ILookup<long, ContactDraft> contacts,
        HashSet<(long, string?, DateTimeOffset)> migrated,
        List<Member> members
    )
    {
        _accounts = accounts;
        _contacts = contacts;
        _migrated = migrated;
        _membersByEmail = members.ToDictionary(m => m.Email, StringComparer.Ordinal);
        _emails = members.ToDictionary(m => m.Id, m => m.Email);
    }

    /// <summary>In the order of their ids, as everybody does who locks more than one.</summary>
    public static Task LockAsync(TrackerDb db, ImportBatch batch, CancellationToken cancellation)
    {
        var ids = ExternalIds(batch);
        return db.Database.ExecuteSqlAsync($"select id from accounts where external_id = any({ids}) order by id for update", cancellation);
    }

    public static async Task<ExistingAccounts> ReadAsync(TrackerDb db, ImportBatch batch, CancellationToken cancellation)
    {
        var rows = batch.Rows.Where(r => r.Row is not null).Select(r => r.Row!).ToList();
        var ids = ExternalIds(batch);
        var accounts = await db
            .Accounts.AsNoTracking()
            .Where(a => ids.Contains(a.ExternalId))
            .ToDictionaryAsync(a => a.ExternalId, StringComparer.Ordinal, cancellation);
        var members = await db.Members.AsNoTracking().ToListAsync(cancellation);
        return new(
            accounts,
            await ContactsAsync(db, rows, accounts, cancellation),
            await MigratedAsync(db, rows, accounts, cancellation),
            members
        );
    }

    public Account? Find(string externalId) => _accounts.GetValueOrDefault(externalId);

    public IEnumerable<ContactDraft> ContactsOf(Account account) => _contacts[account.Id];

    /// <summary>Whether this very stage of this account was taken over before: the same file again changes nothing.</summary>
    public bool WasMigrated(Account account, string stage, DateTimeOffset at) => _migrated.Contains((account.Id, stage, at));

    /// <summary>The member whom accounts can be assigned to under this address, or null.</summary>
    public Member? FindOwner(string email) => _membersByEmail.GetValueOrDefault(email) is { Active: true } member ? member : null;

    public string EmailOf(int memberId) => _emails[memberId];

    private static string[] ExternalIds(ImportBatch batch) =>
        [.. batch.Rows.Where(r => r.Row is not null).Select(r => r.Row!.ExternalId).Distinct(StringComparer.Ordinal)];

    private static async Task<ILookup<long, ContactDraft>> ContactsAsync(
        TrackerDb db,
        List<ImportRow> rows,
        Dictionary<string, Account> accounts,
        CancellationToken cancellation
    )
    {
        var ids = rows.Where(r => r.ContactEmail is not null && accounts.ContainsKey(r.ExternalId))
            .Select(r => accounts[r.ExternalId].Id)
            .Distinct()
            .ToArray();
        if (ids.Length == 0)
            return Array.Empty<ContactDraft>().ToLookup(_ => 0L);
        var contacts = await db
            .Contacts.Where(c => ids.Contains(c.AccountId))
            .Select(c => new
            {
                c.Id,
                c.AccountId,
                c.Email,
                c.Name,
            })
            .ToListAsync(cancellation);
        return contacts.ToLookup(c => c.AccountId, c => ContactDraft.Known(c.Id, c.Email, c.Name));
    }

    private static async Task<HashSet<(long, string?, DateTimeOffset)>> MigratedAsync(
        TrackerDb db,
        List<ImportRow> rows,
        Dictionary<string, Account> accounts,
        CancellationToken cancellation
    )
    {
        var ids = rows.Where(r => r.Stage is not null && accounts.ContainsKey(r.ExternalId))
            .Select(r => accounts[r.ExternalId].Id)
            .Distinct()
            .ToArray();
        if (ids.Length == 0)
            return [];
        var migrated = await db
            .Transitions.Where(t => ids.Contains(t.AccountId) && t.Migrated)
            .Select(t => new
            {
                t.AccountId,
                t.To,
                t.At,
            })
            .ToListAsync(cancellation);
        return [.. migrated.Select(t => (t.AccountId, t.To, t.At))];
    }
}
