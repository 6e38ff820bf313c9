using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Data.HandOffs;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.HandOffs;

/// <summary>
/// Hands one account to Sales. It first shows what speaks against it; handing it off all the same is a decision on exactly that, and kept.
/// </summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class NewModel(TrackerDb db, PacketReader packets, HandOffWrites handOffs, HandOffMails mails, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(Name = "")]
    public HandOffInput Input { get; set; } = new();

    /// <summary>Of this form: sent twice, it is one hand-off.</summary>
    [BindProperty]
    public string? Key { get; set; }

    /// <summary>The account's last transition as the person saw it; 0: it had none.</summary>
    [BindProperty]
    public long? Expected { get; set; }

    /// <summary>What the person was shown as speaking against it, and decided on; empty: nothing.</summary>
    [BindProperty]
    public string? Decided { get; set; }

    public HandOffProspect Prospect { get; private set; } = null!;

    /// <summary>What happened meanwhile, or what a rule refused.</summary>
    public string? Problem { get; private set; }

    public IReadOnlyList<string> MailedTo { get; private set; } = [];

    public string AccountUrl => string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");

    public async Task<IActionResult> OnGetAsync(string? reason, CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        Key = Guid.NewGuid().ToString("N");
        Expected = Prospect.LastTransitionId;
        Input.Reason = reason is { Length: <= MoveRules.LongestReason } ? reason : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        Input.Check(ModelState);
        if (!Guid.TryParseExact(Key, "N", out _))
        {
            Key = Guid.NewGuid().ToString("N");
            ModelState.Remove(nameof(Key));
            Problem = "This form was too old. Look at it again, and send it once more.";
        }
        if (!ModelState.IsValid || Problem is not null)
            return this.Incomplete();
        var wish = new HandOffWish
        {
            AccountId = Id,
            FormKey = Key!,
            Reason = Input.Reason!,
            Wants = Input.Wants,
            Volume = Input.Volume,
            Urgency = Input.Urgency,
            SpokenWith = Input.SpokenWith,
            SalesPerson = Input.SalesPerson,
            Decided = Decided,
            ExpectedTransitionId = Expected,
            Actor = User.Actor(),
        };
        switch (await handOffs.MakeAsync(wish, cancel))
        {
            case HandOffResult.Made made:
                return this.Done(ToastOf(made.HandOff), AccountUrl);
            case HandOffResult.Objected:
                Problem = "Look at what speaks against it, and decide.";
                return await AgainAsync(StatusCodes.Status422UnprocessableEntity, cancel);
            case HandOffResult.Refused refused:
                Problem = refused.Why.Message;
                return await AgainAsync(StatusCodes.Status422UnprocessableEntity, cancel);
            case HandOffResult.Conflict conflict:
                return await ConflictAsync(conflict, cancel);
            default:
                return NotFound();
        }
    }

    /// <summary>Somebody was faster: says who and where, and asks again, from there.</summary>
    private async Task<IActionResult> ConflictAsync(HandOffResult.Conflict conflict, CancellationToken cancel)
    {
        var stages = await db.StagesAsync(cancel);
        var who = conflict.Moved.Last is { } last ? (await db.ActorNamesAsync(cancel))[last.Actor] : "Somebody";
        Problem =
            $"{who} moved it to {stages.Label(conflict.Moved.CurrentStage)} meanwhile. It was not handed off; do so from there if it should be.";
        return await AgainAsync(StatusCodes.Status409Conflict, cancel);
    }

    /// <summary>The same form with what was typed, and the account as it is now.</summary>
    private async Task<IActionResult> AgainAsync(int status, CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        ModelState.Remove(nameof(Expected));
        ModelState.Remove(nameof(Decided));
        (Expected, Decided) = (Prospect.LastTransitionId, null);
        Response.StatusCode = status;
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        if (await db.ProspectAsync(packets, Id, context, cancel) is not { } prospect)
            return false;
        Prospect = prospect;
        MailedTo = mails.Recipients(null);
        return true;
    }

    private static Toast ToastOf(HandOff handOff) =>
        new(
            $"{handOff.Packet.Account.Name} is handed off to Sales",
            handOff.MailedTo.Count == 0 ? "Nobody was mailed" : $"A mail to {string.Join(", ", handOff.MailedTo)} is on its way",
            UndoUrl: handOff.TransitionId is null
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"/accounts/{handOff.AccountId}/undo"),
            UndoFields: handOff.TransitionId is { } transition
                ? new Dictionary<string, string>
                {
                    ["transition"] = transition.ToString(CultureInfo.InvariantCulture),
                    ["returnUrl"] = string.Create(CultureInfo.InvariantCulture, $"/accounts/{handOff.AccountId}"),
                }
                : null
        )
        {
            UndoInPlace = true,
        };
}
