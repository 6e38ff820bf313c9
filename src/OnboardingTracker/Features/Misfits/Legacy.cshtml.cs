using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Misfits;

public sealed record LegacyRow(long Id, string Name, string? Domain, string? Stage, DateTimeOffset? PassageBeganAt, string? Owner);

/// <summary>The segment <c>Onboarding - engaged</c>: how many remain, which, and when it can be retired.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class LegacyModel(TrackerDb db, LegacySegment segment, TimeProvider time) : PageModel
{
    private const string Address = "/segments/legacy";
    private const int PageSize = 50;

    /// <summary>The account that the page begins after.</summary>
    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public LegacyProgress Progress { get; private set; } = null!;

    public IReadOnlyList<LegacyRow> Rows { get; private set; } = [];

    public StageCatalogue Stages { get; private set; } = null!;

    public RunContext Context { get; private set; } = null!;

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        Stages = await db.StagesAsync(cancel);
        Progress = await segment.ProgressAsync(Context.Policy, cancel);
        var after = After ?? 0;
        var rows = await db
            .Accounts.AsNoTracking()
            .Where(a => a.InLegacySegment && a.Id > after)
            .OrderBy(a => a.Id)
            .Take(PageSize + 1)
            .Select(a => new LegacyRow(a.Id, a.Name, a.Domain, a.Stage, a.PassageBeganAt, a.Owner!.Name))
            .ToListAsync(cancel);
        Rows = rows.Count > PageSize ? rows[..PageSize] : rows;
        Pager = new Pager(
            Words.Count(Rows.Count, "account", ReaderFormat.Of(HttpContext)),
            After is null ? null : Address,
            rows.Count > PageSize ? string.Create(CultureInfo.InvariantCulture, $"{Address}?after={Rows[^1].Id}") : null
        );
    }

    public async Task<IActionResult> OnPostTakeOutAsync(long id, CancellationToken cancel)
    {
        var name = await db.Accounts.Where(a => a.Id == id).Select(a => a.Name).FirstOrDefaultAsync(cancel);
        return await segment.TakeOutAsync(id, User.Actor(), cancel)
            ? this.Done(new Toast($"{name} is out of the legacy segment"), Address)
            : this.NotDone("Nothing was changed", "It is not in the segment any more.", Address);
    }

    public async Task<IActionResult> OnPostTakeOutFinishedAsync(CancellationToken cancel)
    {
        var left = await segment.TakeOutFinishedAsync(User.Actor(), cancel);
        return this.Done(new Toast($"{Words.Count(left, "account", ReaderFormat.Of(HttpContext))} left the legacy segment"), Address);
    }
}
