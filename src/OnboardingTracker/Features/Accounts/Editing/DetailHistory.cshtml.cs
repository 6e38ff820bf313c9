using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Editing;

/// <summary>The history behind one value: what it was, who or what said so, and when.</summary>
[Authorize(Policy = Access.Read)]
public sealed class DetailHistoryModel(TrackerDb db, AccountViews views, AccountTimeline timeline) : PageModel
{
    public const int Shown = 12;

    public AccountView View { get; private set; } = null!;

    public string Detail { get; private set; } = "";

    public IReadOnlyList<AccountChange> Changes { get; private set; } = [];

    public bool HasMore { get; private set; }

    public string? KeptAway { get; private set; }

    public DetailWords Words => new(ReaderFormat.Of(HttpContext), View.Names, View.Today);

    public async Task<IActionResult> OnGetAsync(long id, string detail, CancellationToken cancel)
    {
        if (
            !(EditableDetail.All.Contains(detail) || detail == DetailNames.PaymentRisk) || await views.ReadAsync(id, cancel) is not { } view
        )
            return NotFound();
        View = view;
        Detail = detail;
        var changes = await timeline.OfDetailAsync(id, detail, Shown + 1, cancel);
        HasMore = changes.Count > Shown;
        Changes = [.. changes.Take(Shown)];
        var origins = await db.DetailOriginsAsync(id, cancel);
        KeptAway = DetailLine.KeptAwayBy(view.Account, detail, origins.GetValueOrDefault(detail), Words);
        return Request.ForEditor() ? Partial("_DetailHistory", this) : Page();
    }
}
