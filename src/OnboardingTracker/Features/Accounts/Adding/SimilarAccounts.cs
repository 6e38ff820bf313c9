using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;

namespace OnboardingTracker.Features.Accounts.Adding;

/// <param name="Because">What they have in common.</param>
public sealed record SimilarAccount(long Id, string ExternalId, string Name, string Because);

/// <summary>Finds accounts that might be the one that somebody is about to add a second time.</summary>
public static class SimilarAccounts
{
    private const int Most = 5;

    public static async Task<IReadOnlyList<SimilarAccount>> SimilarAccountsAsync(
        this TrackerDb db,
        string name,
        string? domain,
        string? contactEmail,
        CancellationToken cancel
    )
    {
        var accounts = db.Accounts.AsNoTracking();
        var found = new List<SimilarAccount>();
        if (contactEmail is not null)
            found.AddRange(
                await accounts
                    .Where(a => a.Contacts.Any(contact => contact.Email == contactEmail))
                    .Take(Most)
                    .Select(a => new SimilarAccount(a.Id, a.ExternalId, a.Name, "the same contact"))
                    .ToListAsync(cancel)
            );
        if (domain is not null)
            found.AddRange(
                await accounts
                    // Written so that the search index serves it.
                    .Where(a => EF.Functions.ILike(a.Domain!, Literal(domain), "\\"))
                    .Take(Most)
                    .Select(a => new SimilarAccount(a.Id, a.ExternalId, a.Name, "the same domain"))
                    .ToListAsync(cancel)
            );
        found.AddRange(
            await accounts
                .Where(a => EF.Functions.ILike(a.Name, Literal(name), "\\"))
                .Take(Most)
                .Select(a => new SimilarAccount(a.Id, a.ExternalId, a.Name, "the same name"))
                .ToListAsync(cancel)
        );
        return [.. found.DistinctBy(account => account.Id).Take(Most)];
    }

    private static string Literal(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
