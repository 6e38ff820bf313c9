using Hangfire;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Import.BillingSync;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Platform.Options;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Features.Import;

/// <summary>Where a file is sent, and what became of those before it.</summary>
[Authorize(Policy = Access.Administer)]
[IgnoreAntiforgeryToken(Order = 2000)] // Checked below, from the fields that come before the file.
[DisableRequestSizeLimit]
[ReadsFormItself]
public sealed class IndexModel(
    TrackerDb db,
    ImportUploads uploads,
    IAntiforgery antiforgery,
    TrackerOptions options,
    BillingSyncSettings sync,
    IBackgroundJobClient jobs,
    TimeProvider time
) : PageModel
{
    private const int MostShown = 50;

    public IReadOnlyList<ImportRecord> Imports { get; private set; } = [];

    public ActorNames Names { get; private set; } = new(new Dictionary<string, string>());

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateOnly Today { get; private set; }

    public bool Baseline { get; private set; }

    public bool Migrate { get; private set; }

    /// <summary>A billing database is connected.</summary>
    public bool MaySync => sync.IsSetUp;

    public Freshness Freshness { get; private set; } = new(null, null, null);

    public long MaxBytes => options.MaxImportBytes;

    public Task OnGetAsync(CancellationToken cancellation) => ReadAsync(cancellation);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        var form = await UploadedForm.ReadAsync(Request, cancellation);
        if (!await antiforgery.IsRequestValidAsync(HttpContext))
            return BadRequest();
        if (form.IsChecked("sync"))
            return Sync(form.IsChecked("syncBaseline"));
        (Baseline, Migrate) = (form.IsChecked("baseline"), form.IsChecked("migrate"));
        if (form.FileName.Length == 0)
            return await RefuseAsync("Choose a file.", cancellation);
        var wanted = new NewImport(form.FileName, ImportFormats.OfFileName(form.FileName), Baseline, Migrate, Preview: true, User.Actor());
        try
        {
            if (Request.ContentLength > options.MaxImportBytes + (1 << 20))
                throw ImportNotTakenException.TooLarge(options.MaxImportBytes);
            var import = await uploads.TakeAsync(wanted, form.File, cancellation);
            return Go($"/import/{import.Id}");
        }
        catch (ImportNotTakenException refused)
        {
            return await RefuseAsync(refused.Message, cancellation);
        }
    }

    private IActionResult Sync(bool baseline)
    {
        if (!sync.IsSetUp)
            return BadRequest();
        var by = User.Actor().ToString();
        jobs.Enqueue<BillingSyncJob>(job => job.RunAsync(baseline, by, CancellationToken.None));
        TempData.Toast(new Toast("The billing database is being read. It shows below when it is there.", Tone: ToastTone.Info));
        return Go("/import");
    }

    private IActionResult Go(string address)
    {
        if (!Request.IsHtmx())
            return LocalRedirect(address);
        Response.Headers["HX-Redirect"] = address;
        return new OkResult();
    }

    private async Task<PageResult> RefuseAsync(string message, CancellationToken cancellation)
    {
        ModelState.AddModelError("file", message);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await ReadAsync(cancellation);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var (policy, _) = await db.CurrentPolicyAsync(cancellation);
        Zone = TeamCalendar.Zone(policy);
        Today = TeamCalendar.DayOf(time.GetUtcNow(), policy);
        Names = await db.ActorNamesAsync(cancellation);
        Freshness = await db.FreshnessAsync(time.GetUtcNow(), cancellation);
        Imports = await db.Imports.AsNoTracking().OrderByDescending(i => i.Id).Take(MostShown).ToListAsync(cancellation);
    }
}
