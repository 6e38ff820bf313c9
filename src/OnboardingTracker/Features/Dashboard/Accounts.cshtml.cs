using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>The accounts behind one number of the dashboard, as of the moment of that number.</summary>
[Authorize(Policy = Access.Read)]
public sealed class AccountsModel(FigureTables tables, FigureLists lists) : PageModel
{
    public FigureListQuery Asked { get; private set; } = null!;

    public FigureAsk Ask { get; private set; } = FigureAsk.Nothing;

    public FigureQuery Query { get; private set; } = null!;

    /// <summary>Null: the address names no number.</summary>
    public FigureCell? Cell { get; private set; }

    public FigurePage Shown { get; private set; } = new([], null);

    public long Total { get; private set; }

    public StageCatalogue Stages { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string? asOf, string? from, string? to, CancellationToken cancel)
    {
        Asked = FigureListQuery.Parse(Request.Query);
        if (lists.Find(Asked.Figure) is not { } list)
            return NotFound();
        Ask = await tables.Moments.AskAsync(asOf, from, to, cancel);
        Query = await tables.Moments.QueryAsync(Ask, live: true, weeks: 12, cancel);
        Stages = await tables.StagesAsync(Query.AsOf, cancel);
        // What it says of its days must hold: another list than the one that was asked for is worse than none.
        Cell = Ask.Problems.Count > 0 ? null : await list.FindAsync(Asked.Keys, Query, cancel);
        if (Cell is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Page();
        }
        Shown = await lists.PageAsync(Cell, Query, Asked.After, cancel: cancel);
        Total = await lists.CountAsync(Cell, cancel);
        return Page();
    }
}
