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

    /// <param name="narrow">The accounts are few by another index: they are looked through, and the search indexes are left alone.</param>
    public static IQueryable<Account> Apply(IQueryable<Account> accounts, TrackerDb db, string typed, bool narrow)
    {
        var q = typed.Trim();
        var beginning = Literal(q) + "%";
        if (q.Length < LongEnoughForParts)
            return accounts.Where(a => EF.Functions.ILike(a.Name, beginning, Escape));

        var part = "%" + beginning;
        // Addresses are stored in lower case.
        var address = Literal(q.ToLowerInvariant()) + "%";
        var byContact = db.Contacts.Where(c => EF.Functions.Like(c.Email, address, Escape)).Select(c => c.AccountId);
        if (narrow)
            return accounts.Where(a =>
                EF.Functions.ILike(a.Name, part, Escape)
                || EF.Functions.ILike(a.ExternalId, part, Escape)
                || EF.Functions.ILike(a.Domain!, part, Escape)
                || byContact.Contains(a.Id)
            );
        // One OR over two tables would read every account; each side alone has its index.
        var found = db
            .Accounts.Where(a =>
                EF.Functions.ILike(a.Name, part, Escape)
                || EF.Functions.ILike(a.ExternalId, part, Escape)
                || EF.Functions.ILike(a.Domain!, part, Escape)
            )
            .Select(a => a.Id)
            .Union(byContact);
        return accounts.Where(a => found.Contains(a.Id));
    }

    private static string Literal(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
