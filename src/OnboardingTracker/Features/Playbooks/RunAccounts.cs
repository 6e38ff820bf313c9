using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>Reads the accounts of one run by pages or all of them: of a dry run what it wrote down, of a real one its transitions.</summary>
public sealed class RunAccounts(TrackerDb db)
{
    public async Task<RunAccountPage> PageAsync(PlaybookRun run, RunPart part, string? q, long? after, CancellationToken cancel)
    {
        var rows = await Rows(run, part, q, after).Take(RunAccountPage.Size + 1).ToListAsync(cancel);
        return rows.Count <= RunAccountPage.Size
            ? new RunAccountPage(rows, null)
            : new RunAccountPage(rows[..RunAccountPage.Size], rows[RunAccountPage.Size - 1].Place);
    }

    /// <summary>All of them, to export.</summary>
    public IAsyncEnumerable<RunAccount> All(PlaybookRun run, RunPart part) => Rows(run, part, null, null).AsAsyncEnumerable();

    private IQueryable<RunAccount> Rows(PlaybookRun run, RunPart part, string? q, long? after) =>
        part switch
        {
            RunPart.Left when !run.MovesAccounts => Items(run, RunItemKind.Touched, q, after, leftOnly: true),
            RunPart.Left => Moves(run.Id, q, after, leftOnly: true),
            RunPart.Touched when !run.DryRun && run.MovesAccounts => Moves(run.Id, q, after, leftOnly: false),
            _ => Items(run, KindOf(part), q, after),
        };

    private IQueryable<RunAccount> Items(PlaybookRun run, RunItemKind kind, string? q, long? after, bool leftOnly = false)
    {
        var runId = run.Id;
        var items = db.PlaybookRunItems.AsNoTracking().Where(item => item.RunId == runId && item.Kind == kind);
        var calledOff = RunQuery.CalledOff(db, run);
        if (leftOnly)
            items = items.Where(item => !calledOff.Contains(item.AccountId));
        if (after is { } place)
            items = items.Where(item => item.AccountId > place);
        return items
            .Join(Found(q), item => item.AccountId, account => account.Id, (item, account) => new { item, account })
            .OrderBy(row => row.item.AccountId)
            .Select(row => new RunAccount(
                row.item.AccountId,
                row.account.Id,
                row.account.ExternalId,
                row.account.Name,
                row.item.From,
                row.item.To,
                row.item.Reason,
                row.item.Evidence,
                calledOff.Contains(row.item.AccountId),
                null
            ));
    }

    private IQueryable<RunAccount> Moves(long runId, string? q, long? after, bool leftOnly)
    {
        var moves = db.Transitions.AsNoTracking().Where(move => move.PlaybookRunId == runId);
        if (after is { } place)
            moves = moves.Where(move => move.Id > place);
        if (leftOnly)
            moves = moves.Where(move => !db.Transitions.Any(undo => undo.UndoesId == move.Id));
        return moves
            .Join(Found(q), move => move.AccountId, account => account.Id, (move, account) => new { move, account })
            .OrderBy(row => row.move.Id)
            .Select(row => new RunAccount(
                row.move.Id,
                row.account.Id,
                row.account.ExternalId,
                row.account.Name,
                row.move.From,
                row.move.To,
                row.move.Reason,
                row.move.Evidence,
                db.Transitions.Any(undo => undo.UndoesId == row.move.Id),
                db.Transitions.FirstOrDefault(last => last.Id == row.account.LastTransitionId && last.Id != row.move.Id)
            ));
    }

    private IQueryable<Account> Found(string? q) =>
        string.IsNullOrWhiteSpace(q)
            ? db.Accounts.AsNoTracking()
            : AccountSearch.Apply(db.Accounts.AsNoTracking(), db, q.Trim(), lookThrough: true);

    private static RunItemKind KindOf(RunPart part) =>
        part switch
        {
            RunPart.Held => RunItemKind.Held,
            RunPart.Dropped => RunItemKind.Dropped,
            _ => RunItemKind.Touched,
        };
}
