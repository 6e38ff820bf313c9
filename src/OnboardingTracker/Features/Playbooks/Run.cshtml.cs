using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Platform.Csv;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>
/// One run: what it found or did, account by account, and why. While it goes on the page looks again by itself; it can be left and
/// come back to.
/// </summary>
[Authorize(Policy = Access.Read)]
public sealed class RunModel(PlaybookSheets sheets, RunQuery runs, RunAccounts accounts, TimeProvider time) : PageModel
{
    /// <summary>A run that nobody has taken up for this long waits for a worker that may not be there.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public PlaybookSheet Sheet { get; private set; } = null!;

    public PlaybookRun Run { get; private set; } = null!;

    public RunAccountPage Accounts { get; private set; } = null!;

    public RunPart Part { get; private set; }

    public string? Q { get; private set; }

    /// <summary>The place after which this page of accounts begins; null: it is the first one.</summary>
    public long? After { get; private set; }

    /// <summary>How many of its moves have been undone.</summary>
    public int Undone { get; private set; }

    /// <summary>Of a run on an approved set: the dry run.</summary>
    public PlaybookRun? BasedOn { get; private set; }

    /// <summary>Of a dry run: the runs that were made on it.</summary>
    public IReadOnlyList<PlaybookRun> MadeFromIt { get; private set; } = [];

    public bool MayTune => User.May(Access.TuneRules);

    public bool IsGoingOn => RunWords.IsGoingOn(Run);

    public bool WaitsLong => Run.State is RunState.Queued && time.GetUtcNow() - Run.RequestedAt > s_patience;

    public async Task<IActionResult> OnGetAsync(string name, long id, string? show, string? q, long? after, CancellationToken cancel)
    {
        if (await sheets.FindAsync(name, cancel) is not { } sheet || await runs.FindAsync(sheet.Name, id, cancel) is not { } run)
            return NotFound();
        (Sheet, Run) = (sheet, run);
        (Part, Q, After) = (PartOf(show, run), q?.Trim(), after);
        if (run.UndoRequestedAt is not null)
            Undone = await runs.UndoneAsync(run, cancel);
        if (run.BasedOnId is { } basis)
            BasedOn = await runs.FindAsync(sheet.Name, basis, cancel);
        if (run.DryRun)
            MadeFromIt = await runs.BasedOnAsync(run.Id, cancel);
        Accounts = await accounts.PageAsync(run, Part, Q, after, cancel);
        return Page();
    }

    /// <summary>Every account of the run as a file.</summary>
    public async Task<IActionResult> OnGetCsvAsync(string name, long id, CancellationToken cancel)
    {
        if (await runs.FindAsync(name, id, cancel) is not { } run)
            return NotFound();
        var file = string.Create(CultureInfo.InvariantCulture, $"{run.Playbook}-run-{run.Id}.csv");
        await CsvExport.WriteAsync(Response, file, RunExport.Columns, RunExport.RowsAsync(accounts, run, cancel), cancel);
        return new EmptyResult();
    }

    /// <summary>The parts that this run has, with how many accounts are in each.</summary>
    public IEnumerable<(RunPart Part, string Label, int Count)> Parts
    {
        get
        {
            yield return (RunPart.Touched, RunWords.Touched(Run), Run.Touched);
            if (Run.DryRun)
                yield return (RunPart.Held, "Held", Run.Held);
            if (Run.Dropped > 0)
                yield return (RunPart.Dropped, "Left alone", Run.Dropped);
            if (Run.UndoneAt is not null && Undone < Run.Touched)
                yield return (RunPart.Left, "Not undone", Run.Touched - Undone);
        }
    }

    public string UrlOf(RunPart part, long? after = null, bool keepQuery = true)
    {
        var query = new List<string>();
        if (part is not RunPart.Touched)
            query.Add($"show={part.ToString().ToLowerInvariant()}");
        if (keepQuery && !string.IsNullOrEmpty(Q))
            query.Add($"q={Uri.EscapeDataString(Q)}");
        if (after is not null)
            query.Add(string.Create(CultureInfo.InvariantCulture, $"after={after}"));
        return query.Count == 0 ? RunWords.Url(Run) : $"{RunWords.Url(Run)}?{string.Join('&', query)}";
    }

    private static RunPart PartOf(string? text, PlaybookRun run) =>
        Enum.TryParse<RunPart>(text, ignoreCase: true, out var part) && Enum.IsDefined(part) && (part is not RunPart.Left || !run.DryRun)
            ? part
            : RunPart.Touched;
}
