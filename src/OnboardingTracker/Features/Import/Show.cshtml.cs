using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Features.Import;

/// <summary>One file: what it would do, the decision, how far it is, and what came of it. It can be left and come back to.</summary>
[Authorize(Policy = Access.Administer)]
public sealed class ShowModel(TrackerDb db, ImportDecisions decisions, TimeProvider time) : PageModel
{
    private const int MostRejectionsShown = 50;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>The number of new leads, as the person typed it.</summary>
    [BindProperty]
    public int? NewLeads { get; set; }

    public ImportRecord Import { get; private set; } = null!;

    public IReadOnlyList<ImportRejection> Rejections { get; private set; } = [];

    public ActorNames Names { get; private set; } = new(new Dictionary<string, string>());

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateOnly Today { get; private set; }

    /// <summary>It makes so many new leads that their number is to be typed.</summary>
    public bool AsksForNumber { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) => await ReadAsync(cancellation) ? Page() : NotFound();

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancellation)
    {
        switch (await decisions.ConfirmAsync(Id, NewLeads, User.Actor(), cancellation))
        {
            case ImportDecision.Done:
                return LocalRedirect($"/import/{Id}");
            case ImportDecision.NeedsNumber when await ReadAsync(cancellation):
                ModelState.AddModelError(nameof(NewLeads), $"Type {Import.NewLeads} to say that so many new leads are right.");
                Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                return Page();
            default:
                return TooLate();
        }
    }

    public async Task<IActionResult> OnPostCancelAsync(CancellationToken cancellation)
    {
        if (await decisions.CancelAsync(Id, User.Actor(), cancellation) is not ImportDecision.Done)
            return TooLate();
        TempData.Toast(new Toast("Canceled. Nothing of the file was imported."));
        return LocalRedirect("/import");
    }

    private LocalRedirectResult TooLate()
    {
        TempData.Toast(new Toast("Somebody decided about this file already.", Tone: ToastTone.Info));
        return LocalRedirect($"/import/{Id}");
    }

    private async Task<bool> ReadAsync(CancellationToken cancellation)
    {
        var import = await db.Imports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == Id, cancellation);
        if (import is null)
            return false;
        Import = import;
        var (policy, _) = await db.CurrentPolicyAsync(cancellation);
        Zone = TeamCalendar.Zone(policy);
        Today = TeamCalendar.DayOf(time.GetUtcNow(), policy);
        Names = await db.ActorNamesAsync(cancellation);
        AsksForNumber = ImportDecisions.AsksForNumber(import, policy.ConfirmNewLeadsAbove);
        Rejections = await db
            .ImportRejections.AsNoTracking()
            .Where(r => r.ImportId == Id)
            .OrderBy(r => r.Id)
            .Take(MostRejectionsShown)
            .ToListAsync(cancellation);
        return true;
    }
}
