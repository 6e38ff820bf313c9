using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Today;

/// <summary>
/// The main tool: the viewer's accounts in work, by next renewal, each with what to do next. What it shows stands in the address,
/// so that a link, a saved view and the export mean the same.
/// </summary>
public sealed class TodayModel(TrackerDb db, TimeProvider time) : PageModel
{
    public const int PageSize = 50;

    public TodayView View { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var query = ListQuery.Parse(Request.Query);
        var context = await ListContext.ReadAsync(
            db,
            User.MemberId(),
            ownFirst: User.Role() == Role.Specialist,
            time.GetUtcNow(),
            looking: !Request.IsHtmx(),
            cancel
        );
        var filter = context.Filter(query);
        var sort = query.Sort;
        AccountCursor.TryParse(query.Cursor, sort, out var at);
        var page = await new AccountList(db, filter, sort).PageAsync(at, PageSize, AccountRow.Of, cancel);
        // Counted by stage without the choice of stages: the other stages are what one may choose next.
        var inWork = filter with
        {
            InWorkOnly = true,
            Stages = [],
        };
        var sums = await inWork.Apply(db).ByStageAsync(cancel);
        View = new TodayView
        {
            Query = query,
            Context = context,
            Page = page,
            Sums = sums,
            NewCount = await NewAsync(inWork, context.Viewer, cancel),
            Views = await ViewsAsync(cancel),
            NothingYet = page.Items.Count == 0 && sums.Count == 0 && !await db.Accounts.AnyAsync(cancel),
            HeldForFreshData = Request.IsHtmx() ? null : await db.HeldForFreshDataAsync(time.GetUtcNow(), cancel),
            MayWork = User.May(Access.WorkOnAccounts),
            MayImport = User.May(Access.Administer),
        };
        if (View.Columns.Any(column => column.Name is "contact" or "task"))
            View = View with { Activity = await db.RowActivityAsync([.. page.Items.Select(row => row.Id)], cancel) };
    }

    private async Task<int> NewAsync(AccountFilter inWork, ListViewer viewer, CancellationToken cancel) =>
        viewer.NewSince is { } since ? await (inWork with { EnteredSince = since }).Apply(db).CountAsync(cancel) : 0;

    /// <summary>One's own views, then those that others share.</summary>
    private async Task<List<SavedView>> ViewsAsync(CancellationToken cancel)
    {
        var me = User.MemberId();
        return await db
            .SavedViews.AsNoTracking()
            .Where(view => view.MemberId == me || view.Shared)
            .OrderBy(view => view.MemberId != me)
            .ThenBy(view => view.Name)
            .ToListAsync(cancel);
    }
}
