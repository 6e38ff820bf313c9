using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Accounts;

/// <summary>A value that accounts are ordered by, and how a place in that order is found again by an index.</summary>
internal abstract class SortKey(string name, bool nullable)
{
    public string Name { get; } = name;

    /// <summary>Whether an account can be without the value.</summary>
    public bool Nullable { get; } = nullable;

    public abstract bool CanRead(string value);

    public abstract IQueryable<Account> Having(IQueryable<Account> accounts);

    public abstract IQueryable<Account> Lacking(IQueryable<Account> accounts);

    public abstract IOrderedQueryable<Account> Order(IQueryable<Account> accounts, bool descending);

    /// <summary>The whole list with accounts without the value last.</summary>
    public abstract IOrderedQueryable<Account> OrderAll(IQueryable<Account> accounts, bool descending);

    /// <summary>The accounts with a value that lie beyond a place: above it, or below it.</summary>
    public abstract IQueryable<Account> Beyond(IQueryable<Account> accounts, AccountCursor place, bool above);

    public abstract Task<List<Placed<T>>> ReadAsync<T>(
        IQueryable<Account> accounts,
        Expression<Func<Account, T>> select,
        CancellationToken cancel
    );
}

/// <param name="Value">The sort value as text; null: there is none.</param>
internal sealed record Placed<T>(T Item, string? Value, long Id);

internal sealed class SortKey<TKey>(
    string name,
    Expression<Func<Account, TKey>> value,
    bool nullable,
    Func<TKey, string> write,
    Func<string, TKey?> read
) : SortKey(name, nullable)
{
    private static readonly Expression<Func<Account, long>> s_id = account => account.Id;

    public override bool CanRead(string value) => read(value) is not null;

    public override IQueryable<Account> Having(IQueryable<Account> accounts) =>
        Nullable ? accounts.Where(IsNull(Expression.NotEqual)) : accounts;

    public override IQueryable<Account> Lacking(IQueryable<Account> accounts) => accounts.Where(IsNull(Expression.Equal));

    public override IOrderedQueryable<Account> Order(IQueryable<Account> accounts, bool descending) =>
        descending
            ? accounts.OrderByDescending(value).ThenByDescending(account => account.Id)
            : accounts.OrderBy(value).ThenBy(account => account.Id);

    public override IOrderedQueryable<Account> OrderAll(IQueryable<Account> accounts, bool descending) =>
        // PostgreSQL puts nulls last when it ascends, and first when it descends.
        descending && Nullable
            ? accounts.OrderBy(IsNull(Expression.Equal)).ThenByDescending(value).ThenByDescending(account => account.Id)
            : Order(accounts, descending);

    public override IQueryable<Account> Beyond(IQueryable<Account> accounts, AccountCursor place, bool above)
    {
        // A closure's fields, so that the values are parameters and the query is compiled once.
        var at = new StrongBox<(TKey? Value, long Id)>((read(place.Value!), place.Id));
        Expression<Func<Account, bool>> pattern = above
            ? account =>
                EF.Functions.GreaterThan(ValueTuple.Create(Of(account), account.Id), ValueTuple.Create(at.Value.Value, at.Value.Id))
            : account => EF.Functions.LessThan(ValueTuple.Create(Of(account), account.Id), ValueTuple.Create(at.Value.Value, at.Value.Id));
        return accounts.Where((Expression<Func<Account, bool>>)new Inline(value).Visit(pattern));
    }

    public override async Task<List<Placed<T>>> ReadAsync<T>(
        IQueryable<Account> accounts,
        Expression<Func<Account, T>> select,
        CancellationToken cancel
    )
    {
        var account = select.Parameters[0];
        var keyed = Expression.Lambda<Func<Account, Keyed<T>>>(
            Expression.MemberInit(
                Expression.New(typeof(Keyed<T>)),
                Expression.Bind(typeof(Keyed<T>).GetProperty(nameof(Keyed<T>.Item))!, select.Body),
                Expression.Bind(typeof(Keyed<T>).GetProperty(nameof(Keyed<T>.Value))!, Swap.Body(value, account)),
                Expression.Bind(typeof(Keyed<T>).GetProperty(nameof(Keyed<T>.Id))!, Swap.Body(s_id, account))
            ),
            account
        );
        var rows = await accounts.Select(keyed).ToListAsync(cancel);
        return rows.ConvertAll(row => new Placed<T>(row.Item, row.Value is null ? null : write(row.Value), row.Id));
    }

    private Expression<Func<Account, bool>> IsNull(Func<Expression, Expression, Expression> compare) =>
        Expression.Lambda<Func<Account, bool>>(compare(value.Body, Expression.Constant(null, typeof(TKey))), value.Parameters);

    /// <summary>Stands for the sort value in a pattern.</summary>
    private static TKey? Of(Account account) => throw new InvalidOperationException($"Only for expressions: {account}");

    private sealed class Keyed<T>
    {
        public T Item { get; init; } = default!;
        public TKey? Value { get; init; }
        public long Id { get; init; }
    }

    private sealed class Inline(Expression<Func<Account, TKey>> value) : ExpressionVisitor
    {
        protected override Expression VisitMethodCall(MethodCallExpression call) =>
            call.Method.Name == nameof(Of) && call.Method.DeclaringType == typeof(SortKey<TKey>)
                ? Swap.Body(value, (ParameterExpression)call.Arguments[0])
                : base.VisitMethodCall(call);
    }

    private sealed class Swap(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        public static Expression Body(LambdaExpression lambda, ParameterExpression parameter) =>
            new Swap(lambda.Parameters[0], parameter).Visit(lambda.Body);

        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
