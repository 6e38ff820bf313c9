using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Accounts;

/// <summary>
/// What a search box finds: accounts by a part of their name, external id or domain, or by the beginning of a contact's e-mail
/// address. Fewer than three characters are the beginning of a name. What was typed is text, never a pattern.
/// </summary>
public static class AccountSearch
{
    private const string Escape = "\\";
    private const int LongEnoughForParts = 3;

    /// <summary>Up to here the accounts that match are found first and ordered then; a commoner word is looked for in the list's order.</summary>
    private const int Few = 1000;

    /// <param name="lookThrough">The accounts are few by another index, or the word is common: each is looked at, in the list's order.</param>
    public static IQueryable<Account> Apply(IQueryable<Account> accounts, TrackerDb db, string q, bool lookThrough)
    {
        if (q.Length < LongEnoughForParts)
        {
            var beginning = Literal(q) + "%";
            return accounts.Where(a => EF.Functions.ILike(a.Name, beginning, Escape));
        }
        if (!lookThrough)
        {
            var found = Matching(db, q);
            return accounts.Where(a => found.Contains(a.Id));
        }
        var part = "%" + Literal(q) + "%";
        var byContact = ByContact(db, q);
        return accounts.Where(a =>
            EF.Functions.ILike(a.Name, part, Escape)
            || EF.Functions.ILike(a.ExternalId, part, Escape)
            || EF.Functions.ILike(a.Domain!, part, Escape)
            || byContact.Contains(a.Id)
        );
    }

    /// <summary>The ids of what is found, up to a bound; in no order.</summary>
    public static Task<List<long>> IdsAsync(TrackerDb db, string q, int most, CancellationToken cancel = default) =>
        (q.Length < LongEnoughForParts ? Apply(db.Accounts, db, q, lookThrough: false).Select(a => a.Id) : Matching(db, q))
            .Take(most)
            .ToListAsync(cancel);

    /// <summary>The same accounts, asked for in the way that this word is fast in.</summary>
    internal static async Task<IQueryable<Account>> ApplyAsync(
        IQueryable<Account> accounts,
        TrackerDb db,
        string q,
        CancellationToken cancel
    )
    {
        if (q.Length < LongEnoughForParts)
            return Apply(accounts, db, q, lookThrough: false);
        var found = await Matching(db, q).Take(Few + 1).ToListAsync(cancel);
        return found.Count > Few ? Apply(accounts, db, q, lookThrough: true) : accounts.Where(a => found.Contains(a.Id));
    }

    /// <summary>One OR over two tables would read every account; each side alone has its index.</summary>
    private static IQueryable<long> Matching(TrackerDb db, string q)
    {
        var part = "%" + Literal(q) + "%";
        return db
            .Accounts.Where(a =>
                EF.Functions.ILike(a.Name, part, Escape)
                || EF.Functions.ILike(a.ExternalId, part, Escape)
                || EF.Functions.ILike(a.Domain!, part, Escape)
            )
            .Select(a => a.Id)
            .Concat(ByContact(db, q));
    }

    private static IQueryable<long> ByContact(TrackerDb db, string q)
    {
        // Addresses are stored in lower case.
        var address = Literal(q.ToLowerInvariant()) + "%";
        return db.Contacts.Where(c => EF.Functions.Like(c.Email, address, Escape)).Select(c => c.AccountId);
    }

    internal static string Literal(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
