using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Board;

/// <summary>The overview: a column per stage. A card is moved by dragging, by <c>m</c>, or by its link.</summary>
public sealed class BoardModel(TrackerDb db, TimeProvider time) : PageModel
{
    public BoardView View { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        // The board has its own columns and its own order.
        var query = ListQuery.Parse(Request.Query) with
        {
            Stages = [],
            All = false,
            Columns = [],
            View = null,
            Cursor = null,
            Sort = AccountSort.Default,
        };
        var context = await ListContext.ReadAsync(db, User.MemberId(), ownFirst: false, time.GetUtcNow(), looking: false, cancel);
        var limits = BoardReader.Limits(Request.Query["shown"]);
        View = new(
            query,
            context,
            await BoardReader.ReadAsync(db, context, query, limits, cancel),
            limits,
            User.May(Access.WorkOnAccounts)
        );
    }
}
