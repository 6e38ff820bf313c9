using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Today.Bulk;

/// <summary>Marks the payment risk of the accounts that are ticked.</summary>
[Authorize(Policy = Access.MarkPaymentRisk)]
public sealed class RiskModel(AccountWrites writes) : BulkModel
{
    [BindProperty]
    public string? Assessment { get; set; }

    public IActionResult OnGet() => Chosen.Count == 0 ? NothingChosen() : Show(FormFor());

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Chosen.Count == 0)
            return NothingChosen();
        if (!Enum.TryParse<PaymentRisk>(Assessment, ignoreCase: true, out var risk) || !Enum.IsDefined(risk))
            return Show(FormFor() with { Problem = "Choose an assessment." }, again: true);
        var marked = 0;
        var note = string.IsNullOrWhiteSpace(Note) ? null : Note.Trim();
        foreach (var account in Chosen)
            marked += await writes.AssessPaymentRiskAsync(account.AccountId, risk, note, User.Actor(), cancel) ? 1 : 0;
        return this.Done(new Toast($"{Words.Count(marked, "account")}: {Words.Of(risk).ToLowerInvariant()}", note), Back);
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
            NoteHint = "It stands on each of them.",
        };

    private static IHtmlContent Badge(PaymentRisk risk) =>
        new HtmlContentBuilder().AppendHtml($"<span class=\"{Words.BadgeOf(risk)}\">").Append(Words.Of(risk)).AppendHtml("</span>");
}
