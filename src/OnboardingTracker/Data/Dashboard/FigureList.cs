using Npgsql;

namespace OnboardingTracker.Data.Dashboard;

/// <summary>One account behind a number.</summary>
public sealed class FigureAccount
{
    public long AccountId { get; init; }

    /// <summary>What tells two facts of the same moment apart: the transition's, invoice's or account's id.</summary>
    public long Key { get; init; }

    /// <summary>When the fact was that makes it count.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>What makes it count, in words; null: the title says so.</summary>
    public string? Note { get; init; }

    /// <summary>What it adds to an amount, in the team's currency.</summary>
    public decimal? Amount { get; init; }
}

/// <summary>The accounts behind one number.</summary>
/// <param name="Title">What they have in common: "Entered 2 Onboarding Initiated in the week of 2 March 2026".</param>
/// <param name="Sql">Selects <c>account_id</c>, <c>key</c> (bigint), <c>at</c> (timestamptz), <c>note</c> (text), <c>amount</c> (numeric), one row each fact.</param>
/// <param name="Count">How many there are, where that is known: the last page then does not look for more.</param>
/// <param name="Ranked">It also selects <c>rank</c> (bigint): the highest first, and only of equal ones the newest fact.</param>
public sealed record FigureCell(
    string Title,
    string Sql,
    IReadOnlyList<NpgsqlParameter> Parameters,
    long? Count = null,
    bool Ranked = false
);

/// <summary>Finds the accounts behind the numbers of one kind.</summary>
public interface IFigureList
{
    /// <summary>What <c>figure=</c> in an address says.</summary>
    string Name { get; }

    /// <param name="keys">What else the address says of the number.</param>
    /// <returns>Null: there is no such number.</returns>
    Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel);
}

/// <summary>A place in a list, the newest fact first.</summary>
/// <param name="Rank">What comes before that in a list that is ranked; else 0.</param>
public sealed record FigurePlace(DateTimeOffset At, long Key, long Rank = 0);

/// <summary>One page of a list.</summary>
public sealed record FigurePage(IReadOnlyList<FigureLine> Accounts, FigurePlace? Next);
