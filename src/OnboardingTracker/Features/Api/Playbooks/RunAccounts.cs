using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.Playbooks;

/// <summary>
/// Accounts of one run: of a dry run, or of one that raised alerts or sent surveys, what it wrote down, of one that moved its transitions. Read in one order, first those that were
/// touched, then held, then dropped, so that one cursor leads through all of them.
/// </summary>
public sealed class RunAccounts
{
    private static readonly RunItemKind[] s_inOrder = [RunItemKind.Touched, RunItemKind.Held, RunItemKind.Dropped];
    private readonly Dictionary<RunItemKind, List<RunAccountAnswer>> _parts = [];

    private RunAccounts() { }

    public string? NextCursor { get; private set; }

    public IReadOnlyList<RunAccountAnswer> Of(RunItemKind part) => _parts.GetValueOrDefault(part) ?? [];

    /// <summary>The first of each part, at most as many as <paramref name="most"/>; the cursor goes on where the touched ones end.</summary>
    public static async Task<RunAccounts> FirstAsync(TrackerDb db, PlaybookRun run, int most, CancellationToken cancel)
    {
        var accounts = new RunAccounts();
        foreach (var part in s_inOrder)
        {
            var rows = await Rows(db, run, part, 0).Take(most + 1).ToListAsync(cancel);
            if (rows.Count > most)
                accounts.NextCursor ??= CursorOf(run.Id, part, rows[most - 1].Place);
            accounts.Add(part, rows.Take(most));
        }
        return accounts;
    }

    /// <summary>The page at a cursor, or the first one.</summary>
    public static async Task<RunAccounts> PageAsync(TrackerDb db, PlaybookRun run, string? cursor, int limit, CancellationToken cancel)
    {
        var (first, after) = PlaceOf(run.Id, cursor);
        var (accounts, left, last) = (new RunAccounts(), limit, (Part: first, Place: after));
        foreach (var part in s_inOrder.SkipWhile(part => part != first))
        {
            var rows = await Rows(db, run, part, part == first ? after : 0).Take(left + 1).ToListAsync(cancel);
            accounts.Add(part, rows.Take(left));
            if (rows.Count > left)
            {
                // A full page that ends with its part goes on after the last row that it shows.
                accounts.NextCursor = left == 0 ? CursorOf(run.Id, last.Part, last.Place) : CursorOf(run.Id, part, rows[left - 1].Place);
                break;
            }
            left -= rows.Count;
            if (rows.Count > 0)
                last = (part, rows[^1].Place);
        }
        return accounts;
    }

    private void Add(RunItemKind part, IEnumerable<Row> rows) =>
        _parts[part] = [.. rows.Select(row => new RunAccountAnswer(row.ExternalId, row.From, row.To, row.Reason))];

    private static IQueryable<Row> Rows(TrackerDb db, PlaybookRun run, RunItemKind part, long after) =>
        part == RunItemKind.Touched && !run.DryRun && run.MovesAccounts
            ? db
                .Transitions.AsNoTracking()
                .Where(move => move.PlaybookRunId == run.Id && move.Id > after)
                .Join(db.Accounts, move => move.AccountId, account => account.Id, (move, account) => new { move, account.ExternalId })
                .OrderBy(row => row.move.Id)
                .Select(row => new Row(row.move.Id, row.ExternalId, row.move.From, row.move.To, row.move.Reason))
            : db
                .PlaybookRunItems.AsNoTracking()
                .Where(item => item.RunId == run.Id && item.Kind == part && item.AccountId > after)
                .OrderBy(item => item.AccountId)
                .Select(item => new Row(item.AccountId, item.Account!.ExternalId, item.From, item.To, item.Reason));

    private static string CursorOf(long runId, RunItemKind part, long place) => ApiPage.Cursor(ListOf(runId, part), place);

    private static (RunItemKind Part, long After) PlaceOf(long runId, string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return (RunItemKind.Touched, 0);
        foreach (var part in s_inOrder)
            if (ApiPage.TryPlace(ListOf(runId, part), cursor, out var place))
                return (part, place);
        throw ApiPage.BadCursor();
    }

    private static string ListOf(long runId, RunItemKind part) => string.Create(CultureInfo.InvariantCulture, $"run {runId} {part}");

    private sealed record Row(long Place, string ExternalId, string? From, string? To, string? Reason);
}
