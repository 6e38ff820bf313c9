using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.PaymentRisks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.PaymentRisks;

/// <summary>
/// The accounts from which money is expected, failed payments first: will it come? Marked where it stands, or many at once; what it
/// shows stands in the address, so that a link and the export mean the same.
/// </summary>
[Authorize(Policy = Access.Read)]
public sealed class IndexModel(TrackerDb db, TimeProvider time) : PageModel
{
    public const int PageSize = 50;

    public RiskView View { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var query = RiskQuery.Parse(Request.Query);
        var context = await ListContext.ReadAsync(db, User.MemberId(), ownFirst: false, time.GetUtcNow(), looking: false, cancel);
        var filter = query.ToFilter(User.MemberId(), email => context.Members.FirstOrDefault(member => member.Email == email)?.Id);
        var book = new RiskBook(db, context.Run);
        RiskCursor.TryParse(query.Cursor, query.Sort, out var at);
        var page = await book.PageAsync(filter, query.Sort, at, PageSize, cancel);
        var ids = page.Rows.Select(row => row.Id).ToList();
        View = new RiskView
        {
            Query = query,
            Context = context,
            Page = page,
            Bills = await book.BillsAsync(ids, cancel),
            Activity = await db.RowActivityAsync(ids, cancel),
            Totals = await db.SumsAsync(book, filter with { Assessment = null }, cancel),
            Names = new ActorNames(context.Members.ToDictionary(member => member.Email, member => member.Name)),
        };
    }
}
