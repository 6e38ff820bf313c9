using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Checklists;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Checklists;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Checklists;

/// <summary>Says of one item of an account's audit that it is done, not needed or still open, and what was found.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class ItemModel(TrackerDb db, ChecklistWrites writes, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Item { get; set; }

    [BindProperty]
    public string? State { get; set; }

    [BindProperty]
    public string? Finding { get; set; }

    [BindProperty]
    public long? Seen { get; set; }

    public ItemForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await FormAsync(cancel) ? this.Ask("_ItemForm", Form) : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FormAsync(cancel))
            return NotFound();
        if (!Enum.TryParse<ChecklistState>(State, ignoreCase: true, out var state) || !Enum.IsDefined(state))
            return BadRequest();
        var before = Form;
        Form = Form with { State = state, Finding = Finding, Seen = Seen ?? Form.Seen };
        var finding = string.IsNullOrWhiteSpace(Finding) ? null : Finding.ReplaceLineEndings("\n").Trim();
        if (finding is not null && DetailText.Problem(finding, ChecklistMark.LongestFinding, breaksAllowed: true) is { } problem)
        {
            Form = Form with { Error = $"The finding {problem}." };
            return this.Ask("_ItemForm", Form, StatusCodes.Status422UnprocessableEntity);
        }
        switch (await writes.MarkAsync(Id, Form.Item, state, finding, Seen, User.Actor(), cancel))
        {
            case ChecklistResult.Saved saved:
                return this.Done(ToastOf(saved, before), Form.ReturnUrl);
            case ChecklistResult.Conflict { Now: var now }:
                ModelState.Remove(nameof(Seen));
                var names = await db.ActorNamesAsync(cancel);
                Form = Form with
                {
                    Seen = now.Id,
                    Conflict =
                        $"{names[now.By]} said meanwhile: {ItemForm.Word(now.State).ToLowerInvariant()}{(now.Finding is null ? "" : $" (“{now.Finding}”)")}.",
                };
                return this.Ask("_ItemForm", Form, StatusCodes.Status409Conflict);
            default:
                return NotFound();
        }
    }

    /// <summary>Undo says again what was said before.</summary>
    private static Toast ToastOf(ChecklistResult.Saved saved, ItemForm before) =>
        !saved.Changed
            ? new Toast("It said so already", Tone: ToastTone.Info)
            : new Toast(
                $"{before.Item.Title}: {ItemForm.Word(saved.Mark.State).ToLowerInvariant()}",
                UndoUrl: before.Action,
                UndoFields: new Dictionary<string, string>
                {
                    ["State"] = Domain.Accounts.AccountDetails.Code(before.State),
                    ["Finding"] = before.Finding ?? "",
                    ["Seen"] = saved.Mark.Id.ToString(CultureInfo.InvariantCulture),
                }
            )
            {
                UndoInPlace = true,
            };

    private async Task<bool> FormAsync(CancellationToken cancel)
    {
        var account = await db.Accounts.Where(a => a.Id == Id).Select(a => new { a.Name, a.Passage }).FirstOrDefaultAsync(cancel);
        if (account is null || ChecklistItem.Find(Item) is not { } item)
            return false;
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var names = await db.ActorNamesAsync(cancel);
        var marks = await db
            .ChecklistMarks.AsNoTracking()
            .Where(mark => mark.AccountId == Id && mark.Passage == account.Passage && mark.Item == item.Code)
            .OrderByDescending(mark => mark.Id)
            .ToListAsync(cancel);
        var url = string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");
        Form = new ItemForm
        {
            Item = item,
            AccountName = account.Name,
            Action = $"{url}/checklist/{item.Code}",
            ReturnUrl = url,
            State = marks.Count > 0 ? marks[0].State : ChecklistState.Open,
            Finding = marks.Count > 0 ? marks[0].Finding : null,
            Seen = marks.Count > 0 ? marks[0].Id : 0,
            Marks = [.. marks.Select(mark => (names[mark.By], mark))],
            Zone = TeamCalendar.Zone(context.Policy),
            Today = context.Today,
        };
        return true;
    }
}
