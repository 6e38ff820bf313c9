using Hangfire;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>Asks for a run to be undone; any worker then does it, and the run's page shows how far it is.</summary>
[Authorize(Policy = Access.TuneRules)]
public sealed class UndoRunModel(PlaybookSheets sheets, RunQuery runs, PlaybookUndo undo, IBackgroundJobClient jobs) : PageModel
{
    public RunConfirmation Confirmation { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string name, long id, CancellationToken cancel)
    {
        if (await runs.FindAsync(name, id, cancel) is not { } run || await sheets.FindAsync(name, cancel) is not { } sheet)
            return NotFound();
        Confirmation = ConfirmationOf(run, sheet);
        return this.Ask("_Confirm", Confirmation);
    }

    public async Task<IActionResult> OnPostAsync(string name, long id, CancellationToken cancel)
    {
        if (await runs.FindAsync(name, id, cancel) is not { } run || await sheets.FindAsync(name, cancel) is not { } sheet)
            return NotFound();
        try
        {
            await undo.QueueAsync(id, User.Actor(), cancel);
        }
        catch (RunRefusedException refused)
        {
            Confirmation = ConfirmationOf(run, sheet) with { Problem = refused.Message };
            return this.Ask("_Confirm", Confirmation, StatusCodes.Status422UnprocessableEntity);
        }
        jobs.Enqueue<UndoPlaybookRunJob>(job => job.RunAsync(id, CancellationToken.None));
        return this.GoTo(RunWords.Url(run));
    }

    private RunConfirmation ConfirmationOf(PlaybookRun run, PlaybookSheet sheet)
    {
        var accounts = Words.Count(run.Touched, "account", ReaderFormat.Of(HttpContext));
        return new RunConfirmation
        {
            Title = $"Undo run {run.Id}?",
            Text =
                run.Effect is PlaybookEffect.SendsSurvey
                    ? $"The mails to {accounts} are called off where they were not sent yet, and those accounts are not asked again. "
                        + "What was sent cannot be taken back: those accounts stay as they are, and are named."
                : run.Effect is PlaybookEffect.RaisesAlerts
                    ? $"The alerts that it raised on {accounts} are called off, and not raised again for the same occasion. "
                        + "Those that somebody has touched since stay as they are, and are named."
                : $"The {accounts} that it moved go back to where they were, and {sheet.Name} leaves them alone until their occasion changes. "
                    + "Accounts that were moved again since stay where they are, and are named.",
            Action = $"{RunWords.Url(run)}/undo",
            Button = "Undo the run",
            CancelUrl = RunWords.Url(run),
            ParentName = sheet.Name,
            Danger = true,
            Problem = RunWords.CanBeUndone(run) ? null : "There is nothing to undo in this run.",
        };
    }
}
