using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Surveys;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>One playbook: its conditions in words with the policy's numbers, and its runs.</summary>
[Authorize(Policy = Access.Read)]
public sealed class PlaybookModel(PlaybookSheets sheets, RunQuery runs, TrackerDb db) : PageModel
{
    public PlaybookSheet Sheet { get; private set; } = null!;

    public RunList Runs { get; private set; } = null!;

    /// <summary>What came of its surveys; null: it sends none.</summary>
    public SurveyFigures? Surveys { get; private set; }

    /// <summary>The run after which this page of runs begins; null: it is the first one.</summary>
    public long? Before { get; private set; }

    public bool MayTune => User.May(Access.TuneRules);

    public async Task<IActionResult> OnGetAsync(string name, string? show, long? before, CancellationToken cancel)
    {
        if (await sheets.FindAsync(name, cancel) is not { } sheet)
            return NotFound();
        Sheet = sheet;
        Before = before;
        Surveys = sheet.Playbook.SendsSurvey ? await SurveyFigures.ReadAsync(db, cancel) : null;
        Runs = await runs.ListAsync(sheet.Name, ShownOf(show), before, cancel);
        return Page();
    }

    public string UrlOf(RunsShown shown, long? before = null)
    {
        var query = string.Join(
            '&',
            new[]
            {
                shown is RunsShown.All ? null : $"show={shown}",
                before is null ? null : FormattableString.Invariant($"before={before}"),
            }.OfType<string>()
        );
        return query.Length == 0 ? Sheet.Url : $"{Sheet.Url}?{query}";
    }

    private static RunsShown ShownOf(string? text) =>
        Enum.TryParse<RunsShown>(text, ignoreCase: true, out var shown) && Enum.IsDefined(shown) ? shown : RunsShown.All;
}
