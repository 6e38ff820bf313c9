using Microsoft.AspNetCore.Mvc;
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

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
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
        var places = BoardPlaces.Parse(Request.Query, context.Stages);
        var reader = new BoardReader(db, context, query);
        if (Request.IsHtmx() && places.More is { } more)
        {
            var next = await reader.MoreAsync(more, cancel);
            View = Of([next]);
            // A reload, and the way back to here, show the column as long as it is now.
            Response.Headers["HX-Replace-Url"] = View.Url;
            return Partial("_BoardMore", View);
        }
        View = Of(await reader.ReadAsync(places, cancel));
        return Page();

        BoardView Of(IReadOnlyList<BoardColumn> columns)
        {
            var until = places.Until.ToDictionary(end => end.Key, end => end.Value);
            foreach (var column in columns)
                if (until.ContainsKey(column.Stage.Code) && column.End is { } end)
                    until[column.Stage.Code] = end;
            return new(query, context, columns, until, User.May(Access.WorkOnAccounts));
        }
    }
}
