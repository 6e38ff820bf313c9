using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>All playbooks: what each is for, whether it is on, when it looks next and what it did last.</summary>
[Authorize(Policy = Access.Read)]
public sealed class IndexModel(PlaybookSheets sheets) : PageModel
{
    public IReadOnlyList<PlaybookSheet> Playbooks { get; private set; } = [];

    public bool MayTune => User.May(Access.TuneRules);

    public async Task OnGetAsync(CancellationToken cancel) => Playbooks = await sheets.AllAsync(cancel);
}
