using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Risk;

/// <summary>
/// Marks the payment risk of one account: one press in a small editor, or with a note in a dialog or a page. Specialists and Revenue
/// both do, so the form carries which assessment was seen.
/// </summary>
[Authorize(Policy = Access.MarkPaymentRisk)]
public sealed class RiskModel(TrackerDb db, AccountWrites writes) : PageModel
{
    public const int LongestNote = 4000;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string? Assessment { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    /// <summary>When the assessment was made that the person saw; empty: there was none; null: the form does not say.</summary>
    [BindProperty]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? Seen { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public RiskForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is not { } account)
            return NotFound();
        Form = FormFor(account, account.PaymentRisk, account.PaymentRiskNote, SeenOf(account));
        return Request.ForEditor() ? Partial("_ChoiceMenu", Form.Menu) : this.Ask("_RiskForm", Form);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is not { } before)
            return NotFound();
        if (!Enum.TryParse<PaymentRisk>(Assessment, ignoreCase: true, out var assessment) || !Enum.IsDefined(assessment))
            return BadRequest();
        var note = string.IsNullOrWhiteSpace(Note) ? null : Note.ReplaceLineEndings("\n").Trim();
        if (note is not null && DetailText.Problem(note, LongestNote, breaksAllowed: true) is { } problem)
            return Again(FormFor(before, assessment, Note, Seen) with { NoteError = $"The note {problem}." });

        var seen = new Optional<DateTimeOffset?>(Seen is not null, ParseSeen(Seen));
        switch (await writes.AssessPaymentRiskAsync(Id, assessment, note, seen, User.Actor(), cancel))
        {
            case EditResult.Saved { Changed: false }:
                return this.Done(new Toast($"{before.Name}: nothing to change", Tone: ToastTone.Info), Back);
            case EditResult.Saved:
                return this.Done(await ToastAsync(before, cancel), Back);
            case EditResult.Conflict conflict:
                var now = (await ReadAsync(cancel))!;
                return Again(
                    FormFor(now, assessment, Note, SeenOf(now)) with
                    {
                        Conflict = await WhatHappenedAsync(conflict, now, cancel),
                    },
                    StatusCodes.Status409Conflict
                );
            default:
                return NotFound();
        }
    }

    private string Back => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : $"/accounts/{Id.ToString(CultureInfo.InvariantCulture)}";

    private string Action => $"/accounts/{Id.ToString(CultureInfo.InvariantCulture)}/risk";

    private Task<Account?> ReadAsync(CancellationToken cancel) => db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == Id, cancel);

    private RiskForm FormFor(Account account, PaymentRisk assessment, string? note, string? seen) =>
        new()
        {
            AccountName = account.Name,
            Action = Action,
            Assessment = assessment,
            Note = note,
            Seen = seen ?? "",
            ReturnUrl = Back,
        };

    private IActionResult Again(RiskForm form, int status = StatusCodes.Status422UnprocessableEntity)
    {
        Form = form;
        return this.Ask("_RiskForm", form, status);
    }

    /// <summary>Says what it is now; Undo puts the former assessment and note back.</summary>
    private async Task<Toast> ToastAsync(Account before, CancellationToken cancel)
    {
        var now = (await ReadAsync(cancel))!;
        return new Toast(
            $"{now.Name}: {Words.Of(now.PaymentRisk).ToLowerInvariant()}",
            now.PaymentRiskNote,
            UndoUrl: Action,
            UndoFields: new Dictionary<string, string>
            {
                ["Assessment"] = AccountDetails.Code(before.PaymentRisk),
                ["Note"] = before.PaymentRiskNote ?? "",
                ["Seen"] = SeenOf(now),
                ["ReturnUrl"] = Back,
            }
        )
        {
            UndoInPlace = true,
        };
    }

    private async Task<string> WhatHappenedAsync(EditResult.Conflict conflict, Account now, CancellationToken cancel)
    {
        var who = conflict.Last is { } last ? (await db.ActorNamesAsync(cancel))[last.Actor] : "Somebody";
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var at = now.PaymentRiskAt is { } when ? $", {ReaderFormat.Of(HttpContext).Time(when, TeamCalendar.Zone(policy))}" : "";
        var note = now.PaymentRiskNote is { } text ? $" (“{text}”)" : "";
        return $"{who} marked it meanwhile{at}: {Words.Of(now.PaymentRisk).ToLowerInvariant()}{note}.";
    }

    private static string SeenOf(Account account) => account.PaymentRiskAt?.ToString("O", CultureInfo.InvariantCulture) ?? "";

    private static DateTimeOffset? ParseSeen(string? seen) =>
        DateTimeOffset.TryParseExact(seen, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
}
