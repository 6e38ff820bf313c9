using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.Accounts;

/// <param name="Line">Its id and stage, to tell it from others of the same name.</param>
public sealed record FoundAccount(long Id, string Name, string Line);

/// <summary>Finds an account to choose, as the palette does: those in work first. What was merged away is not offered.</summary>
public static class AccountPick
{
    public const int Most = 8;

    public static async Task<IReadOnlyList<FoundAccount>> FindAsync(this TrackerDb db, string? typed, CancellationToken cancel = default)
    {
        var q = typed?.Trim().Replace("\0", "", StringComparison.Ordinal);
        if (string.IsNullOrEmpty(q))
            return [];
        var filter = new AccountFilter { Q = q[..Math.Min(q.Length, 200)] };
        var found = await PageAsync(db, filter with { InWorkOnly = true }, cancel);
        if (found.Count < Most)
            found.AddRange(
                (await PageAsync(db, filter, cancel)).Where(more => found.TrueForAll(f => f.Id != more.Id)).Take(Most - found.Count)
            );
        return found;
    }

    /// <summary>The account that was chosen, or the only one that what was typed finds; null: a choice is still to be made.</summary>
    public static async Task<long?> ChosenAsync(this TrackerDb db, long? chosen, string? typed, CancellationToken cancel = default)
    {
        if (chosen is { } id)
            return await db.Accounts.Where(a => a.Id == id).Select(a => a.MergedIntoId ?? (long?)a.Id).FirstOrDefaultAsync(cancel);
        return await db.FindAsync(typed, cancel) is [var only] ? only.Id : null;
    }

    private static async Task<List<FoundAccount>> PageAsync(TrackerDb db, AccountFilter filter, CancellationToken cancel)
    {
        var page = await new AccountList(db, filter, AccountSort.Parse("name")!).PageAsync(
            null,
            Most,
            a => new FoundAccount(a.Id, a.Name, a.ExternalId + (a.Stage == null ? "" : ", in " + a.Stage)),
            cancel
        );
        return [.. page.Items];
    }
}
