using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>All playbooks: what each is for, whether it is on, when it looks next and what it did last.</summary>
[Authorize(Policy = Access.Read)]
public sealed class IndexModel(PlaybookSheets sheets, TrackerDb db, TimeProvider time) : PageModel
{
    public IReadOnlyList<PlaybookSheet> Playbooks { get; private set; } = [];

    public bool MayTune => User.May(Access.TuneRules);

    /// <summary>How old the data is that the rules go by.</summary>
    public Freshness Freshness { get; private set; } = new(null, null, null);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Playbooks = await sheets.AllAsync(cancel);
        Freshness = await db.FreshnessAsync(time.GetUtcNow(), cancel);
    }
}
