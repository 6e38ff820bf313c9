using System.Linq.Expressions;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Accounts;

/// <summary>One page of a list.</summary>
/// <param name="Next">Where the next page begins; null: this is the last one.</param>
/// <param name="Previous">Where the previous page ends; null: this is the first one.</param>
public sealed record AccountPage<T>(IReadOnlyList<T> Items, AccountCursor? Next, AccountCursor? Previous);

/// <summary>
/// A filtered, ordered list of accounts, read page by page by place and not by number: a row that appears or goes meanwhile neither
/// hides another nor shows one twice, and the thousandth page costs what the first does.
/// </summary>
public sealed class AccountList(TrackerDb db, AccountFilter filter, AccountSort sort)
{
    /// <summary>All of it, in no order: to count and sum.</summary>
    public IQueryable<Account> Accounts { get; } = filter.Apply(db);

    /// <summary>All of it in order: to export.</summary>
    public IQueryable<Account> InOrder() => sort.Key.OrderAll(Accounts, sort.Descending);

    /// <summary>From the beginning up to a place and with it, in no order.</summary>
    public IQueryable<Account> UpTo(AccountCursor place)
    {
        // The next id beyond it, since places are compared without the place itself.
        var (key, next) = (sort.Key, place.Id + (sort.Descending ? -1 : 1));
        return place.Value is null
            ? key.Having(Accounts).Concat(WithoutValue(Accounts, next, above: sort.Descending))
            : key.Beyond(Accounts, place with { Id = next }, above: sort.Descending);
    }

    /// <summary>The page at a place; null: the first one.</summary>
    public async Task<AccountPage<T>> PageAsync<T>(
        AccountCursor? at,
        int limit,
        Expression<Func<Account, T>> select,
        CancellationToken cancel = default
    )
    {
        var accounts =
            filter.Q is { } q && !filter.IsNarrow ? await AccountSearch.ApplyAsync(filter.WithoutSearch(db), db, q, cancel) : Accounts;
        if (at is { Backward: true })
        {
            var before = await BeforeAsync(accounts, at, limit + 1, select, cancel);
            // Fewer than a page lie before: the first page is shown whole.
            if (before.Count >= limit)
                return Page(before.Count > limit ? before[1..] : before, hasNext: true, hasPrevious: before.Count > limit);
            at = null;
        }
        var after = await AfterAsync(accounts, at, limit + 1, select, cancel);
        return Page(after.Count > limit ? after[..^1] : after, hasNext: after.Count > limit, hasPrevious: at is not null);
    }

    private async Task<List<Placed<T>>> AfterAsync<T>(
        IQueryable<Account> accounts,
        AccountCursor? at,
        int count,
        Expression<Func<Account, T>> select,
        CancellationToken cancel
    )
    {
        var key = sort.Key;
        // Ascending, the database itself puts the accounts without a value last.
        if (at is null && (!sort.Descending || !key.Nullable))
            return await key.ReadAsync(key.Order(accounts, sort.Descending).Take(count), select, cancel);

        var rows = new List<Placed<T>>();
        if (at is not { Value: null })
        {
            var valued = at is null ? key.Having(accounts) : key.Beyond(accounts, at, above: !sort.Descending);
            rows = await key.ReadAsync(key.Order(valued, sort.Descending).Take(count), select, cancel);
        }
        if (key.Nullable && rows.Count < count)
        {
            var rest = WithoutValue(accounts, at is { Value: null } ? at.Id : null, above: !sort.Descending);
            rows.AddRange(await key.ReadAsync(key.Order(rest, sort.Descending).Take(count - rows.Count), select, cancel));
        }
        return rows;
    }

    private async Task<List<Placed<T>>> BeforeAsync<T>(
        IQueryable<Account> accounts,
        AccountCursor at,
        int count,
        Expression<Func<Account, T>> select,
        CancellationToken cancel
    )
    {
        var key = sort.Key;
        var rows = new List<Placed<T>>();
        if (at.Value is null)
        {
            var before = WithoutValue(accounts, at.Id, above: sort.Descending);
            rows = await key.ReadAsync(key.Order(before, !sort.Descending).Take(count), select, cancel);
        }
        if (rows.Count < count)
        {
            var valued = at.Value is null ? key.Having(accounts) : key.Beyond(accounts, at, above: sort.Descending);
            rows.AddRange(await key.ReadAsync(key.Order(valued, !sort.Descending).Take(count - rows.Count), select, cancel));
        }
        rows.Reverse();
        return rows;
    }

    private IQueryable<Account> WithoutValue(IQueryable<Account> accounts, long? id, bool above)
    {
        var without = sort.Key.Lacking(accounts);
        if (id is not { } place)
            return without;
        return above ? without.Where(a => a.Id > place) : without.Where(a => a.Id < place);
    }

    private AccountPage<T> Page<T>(List<Placed<T>> rows, bool hasNext, bool hasPrevious) =>
        rows.Count == 0
            ? new([], null, null)
            : new(
                rows.ConvertAll(row => row.Item),
                hasNext ? new AccountCursor(sort, rows[^1].Value, rows[^1].Id) : null,
                hasPrevious ? new AccountCursor(sort, rows[0].Value, rows[0].Id, Backward: true) : null
            );
}
