using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Today.Bulk;

/// <summary>Marks the payment risk of the accounts that are ticked.</summary>
[Authorize(Policy = Access.MarkPaymentRisk)]
public sealed class RiskModel(TrackerDb db, AccountWrites writes, TimeProvider time) : BulkModel
{
    private const int LongestNote = 4000;

    [BindProperty]
    public string? Assessment { get; set; }

    /// <summary>When the form was opened: what others said since is not replaced.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    public IActionResult OnGet() => Chosen.Count == 0 ? NothingChosen() : Show(FormFor());

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Chosen.Count == 0)
            return NothingChosen();
        if (!Enum.TryParse<PaymentRisk>(Assessment, ignoreCase: true, out var risk) || !Enum.IsDefined(risk))
            return Show(FormFor() with { Problem = "Choose an assessment." }, again: true);
        var note = string.IsNullOrWhiteSpace(Note) ? null : Note.ReplaceLineEndings("\n").Trim();
        if (note is not null && DetailText.Problem(note, LongestNote, breaksAllowed: true) is { } problem)
            return Show(FormFor() with { Problem = $"The note {problem}." }, again: true);
        var seenAt = DateTimeOffset.TryParseExact(Seen, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var seen)
            ? seen.ToUniversalTime()
            : time.GetUtcNow();
        var ids = Chosen.Select(account => account.AccountId).ToList();
        var assessed = await writes.AssessPaymentRisksAsync(ids, risk, note, seenAt, User.Actor(), cancel);
        var left = assessed.Left.Count == 0 ? null : await LeftAsync(assessed.Left, cancel);
        if (assessed.Changed == 0)
            return left is null
                ? this.Done(new Toast($"{Count}: nothing to change", Tone: ToastTone.Info), Back)
                : this.NotDone("Not marked", left, Back);
        return this.Done(
            new Toast(
                $"{Words.Count(assessed.Changed, "account")}: {Words.Of(risk).ToLowerInvariant()}",
                left ?? note,
                UndoUrl: "/payment-risk/undo",
                UndoFields: new Dictionary<string, string>
                {
                    ["At"] = assessed.At.ToString("O", CultureInfo.InvariantCulture),
                    ["ReturnUrl"] = Back,
                }
            )
            {
                UndoInPlace = true,
            },
            Back
        );
    }

    /// <summary>Who was faster: "Rita Vega marked Acme meanwhile (at risk): left as it is."</summary>
    private async Task<string> LeftAsync(IReadOnlyList<Account> left, CancellationToken cancel)
    {
        var names = await db.ActorNamesAsync(cancel);
        var first = left[0];
        var who = first.PaymentRiskBy is { } by ? names[by] : "Somebody";
        var others = left.Count == 1 ? "" : $" and {Words.Count(left.Count - 1, "other")}";
        return $"{who} marked {first.Name} meanwhile ({Words.Of(first.PaymentRisk).ToLowerInvariant()}){others}: left as it is. Choose again to replace it.";
    }

    private BulkForm FormFor() =>
        new(
            "/accounts/risk",
            $"Payment risk of {Count}",
            "",
            "",
            "Save",
            "assessment",
            "Will the open or upcoming invoice be paid?",
            [
                .. new[] { PaymentRisk.LikelyToPay, PaymentRisk.AtRisk, PaymentRisk.UnlikelyToPay, PaymentRisk.NotAssessed }.Select(
                    risk => new BulkChoice(AccountDetails.Code(risk), Badge(risk))
                ),
            ]
        )
        {
            NoteLabel = "Note",
            NoteHint = "It stands on each of them. Revenue reads it.",
            LongestNote = LongestNote,
            Hidden = [new("Seen", Seen ?? time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture))],
        };

    private static IHtmlContent Badge(PaymentRisk risk) =>
        new HtmlContentBuilder().AppendHtml($"<span class=\"{Words.BadgeOf(risk)}\">").Append(Words.Of(risk)).AppendHtml("</span>");
}
