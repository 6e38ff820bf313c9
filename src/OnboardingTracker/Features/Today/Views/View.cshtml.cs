using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Today.Views;

/// <summary>
/// Saves the list as it is under a name, for oneself or the team; renames, shares and deletes one's own views. <c>/views/new</c> makes
/// one. What is kept is the list's address, read and written anew, so that nothing else gets into it.
/// </summary>
public sealed class ViewModel(TrackerDb db, TimeProvider time) : PageModel
{
    private const string New = "new";

    /// <summary>The view's id, or <c>new</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = New;

    [BindProperty(SupportsGet = true, Name = "query")]
    public string? ListAddress { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public bool Shared { get; set; }

    [BindProperty]
    public bool Delete { get; set; }

    public ViewForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (User.MemberId() is null)
            return Forbid();
        if (Id == New)
            return Ask(new ViewForm(null, "", Shared: false, Canonical()));
        return await MineAsync(cancel) is { } view ? Ask(new ViewForm(view.Id, view.Name, view.Shared, view.Query)) : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (User.MemberId() is not { } me)
            return Forbid();
        var view = Id == New ? null : await MineAsync(cancel);
        if (view is null && Id != New)
            return NotFound();
        if (Delete && view is not null)
            return await DeleteAsync(view, cancel);

        var name = Name?.Trim() ?? "";
        var form = new ViewForm(view?.Id, name, Shared, view?.Query ?? Canonical());
        if (name.Length is 0 or > ViewForm.LongestName)
            return Ask(form with { NameError = $"Give it a name of 1 to {ViewForm.LongestName} characters." }, again: true);
        if (view is null)
        {
            view = new SavedView
            {
                MemberId = me,
                Name = name,
                Query = form.Query,
                Shared = Shared,
                CreatedAt = time.GetUtcNow(),
            };
            db.SavedViews.Add(view);
        }
        (view.Name, view.Shared) = (name, Shared);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException clash) when (clash.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Ask(form with { NameError = "You have a view of that name already." }, again: true);
        }
        return Go(AddressOf(view), Id == New ? $"View “{name}” saved" : $"View “{name}” changed");
    }

    /// <summary>The open view is to keep the list as it is now.</summary>
    public async Task<IActionResult> OnPostUpdateAsync(CancellationToken cancel)
    {
        if (await MineAsync(cancel) is not { } view)
            return NotFound();
        view.Query = Canonical();
        await db.SaveChangesAsync(cancel);
        return Go(AddressOf(view), $"View “{view.Name}” changed");
    }

    private async Task<IActionResult> DeleteAsync(SavedView view, CancellationToken cancel)
    {
        db.SavedViews.Remove(view);
        await db.SaveChangesAsync(cancel);
        return Go(view.Query.Length > 0 ? $"/?{view.Query}" : "/", $"View “{view.Name}” deleted");
    }

    /// <summary>The view where it is the asking person's own; another's is as if it did not exist.</summary>
    private async Task<SavedView?> MineAsync(CancellationToken cancel)
    {
        var me = User.MemberId();
        return int.TryParse(Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await db.SavedViews.FirstOrDefaultAsync(view => view.Id == id && view.MemberId == me, cancel)
            : null;
    }

    private string Canonical()
    {
        var query = ListQuery.Parse(QueryHelpers.ParseQuery(ListAddress));
        return (query with { View = null, Cursor = null }).ToString();
    }

    private static string AddressOf(SavedView view) =>
        string.Create(CultureInfo.InvariantCulture, $"/?view={view.Id}") + (view.Query.Length > 0 ? "&" + view.Query : "");

    /// <summary>The tabs are not part of the list that refreshes itself: the page is opened anew.</summary>
    private IActionResult Go(string url, string message)
    {
        TempData.Toast(new Toast(message));
        if (!Request.IsHtmx())
            return LocalRedirect(url);
        Response.Headers["HX-Redirect"] = url;
        return new EmptyResult();
    }

    private IActionResult Ask(ViewForm form, bool again = false)
    {
        Form = form;
        return this.Ask("_ViewForm", form, again ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
