using Hangfire;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>
/// Asks for a run: dry, over whatever is due, or over exactly the set of a dry run. A run that moves accounts is confirmed first; any
/// worker then does it, and its page shows how far it is.
/// </summary>
[Authorize(Policy = Access.TuneRules)]
public sealed class AskModel(PlaybookSheets sheets, RunQuery runs, PlaybookRunner runner, IBackgroundJobClient jobs) : PageModel
{
    [BindProperty]
    public bool DryRun { get; set; }

    /// <summary>The dry run whose set is approved; null: whatever is due.</summary>
    [BindProperty(SupportsGet = true)]
    public long? BasedOn { get; set; }

    public RunConfirmation Confirmation { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string name, CancellationToken cancel)
    {
        if (await ConfirmationAsync(name, cancel) is not { } confirmation)
            return NotFound();
        Confirmation = confirmation;
        return this.Ask("_Confirm", Confirmation);
    }

    public async Task<IActionResult> OnPostAsync(string name, CancellationToken cancel)
    {
        if (PlaybookBook.Find(name) is not { } playbook)
            return NotFound();
        try
        {
            var run = await runner.QueueAsync(
                new RunRequest(playbook.Name, DryRun, DryRun ? null : BasedOn, RunTriggers.AskedFor, User.Actor()),
                cancel
            );
            jobs.Enqueue<RunPlaybookJob>(job => job.RunAsync(run.Id, CancellationToken.None));
            return this.GoTo(RunWords.Url(run));
        }
        catch (RunRefusedException refused)
        {
            if (await ConfirmationAsync(name, cancel) is not { } confirmation)
                return NotFound();
            Confirmation = confirmation with { Problem = refused.Message };
            return this.Ask("_Confirm", Confirmation, StatusCodes.Status422UnprocessableEntity);
        }
    }

    private async Task<RunConfirmation?> ConfirmationAsync(string name, CancellationToken cancel)
    {
        if (await sheets.FindAsync(name, cancel) is not { } sheet)
            return null;
        var alerts = sheet.Playbook.Effect is PlaybookEffect.RaisesAlerts;
        var asks = sheet.Playbook.Effect is PlaybookEffect.SendsSurvey;
        var to = sheet.Playbook.MovesToInWords ?? sheet.Stages.Label(sheet.Playbook.MovesTo);
        var basis = BasedOn is { } id ? await runs.FindAsync(sheet.Name, id, cancel) : null;
        if (BasedOn is not null && (basis is null || !RunWords.CanBeApproved(basis)))
            return null;
        var format = ReaderFormat.Of(HttpContext);
        return new RunConfirmation
        {
            Title = basis is null ? $"Run {sheet.Name} now?" : $"Run on exactly these {format.Number(basis.Touched)}?",
            Text =
                asks && basis is null
                    ? "It sends one mail to every account that is due at this moment, and a mail cannot be taken back. A dry run first would say which."
                : asks
                    ? $"It sends one mail to each of the {Words.Count(basis!.Touched, "account", format)} of dry run {basis.Id}, and to no other. "
                        + "Those that have changed since are left alone, and named."
                : alerts && basis is null
                    ? "It raises, updates and closes every alert that is due at this moment. A dry run first would say which."
                : alerts
                    ? $"It raises, updates and closes the alerts of the {Words.Count(basis!.Touched, "account", format)} of dry run {basis.Id}, and no other. "
                        + "Those that have changed since are left alone, and named."
                : basis is null ? $"It moves every account that is due at this moment to {to}. A dry run first would say which."
                : $"It moves the {Words.Count(basis.Touched, "account", format)} of dry run {basis.Id} to {to}, and no other. "
                    + "Those that have changed since are left alone, and named.",
            Action = $"{sheet.Url}/run",
            Button = basis is null ? "Run now" : $"Run on {Words.Count(basis.Touched, "account", format)}",
            CancelUrl = basis is null ? sheet.Url : RunWords.Url(basis),
            Hidden = basis is null ? [] : [new("BasedOn", FormattableString.Invariant($"{basis.Id}"))],
            ParentName = sheet.Name,
            Problem = sheet.Enabled
                ? (await runner.WhyNotAsync(name, cancel))?.Message
                : $"{sheet.Name} is switched off. Switch it on first, or make a dry run.",
        };
    }
}
