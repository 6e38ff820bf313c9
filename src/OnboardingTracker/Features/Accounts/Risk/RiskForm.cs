using Microsoft.AspNetCore.Html;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Accounts.Risk;

/// <summary>Model of <c>_RiskForm</c>: will the open or upcoming invoice be paid?</summary>
public sealed record RiskForm
{
    public required string AccountName { get; init; }

    public required string Action { get; init; }

    public required PaymentRisk Assessment { get; init; }

    public required string? Note { get; init; }

    /// <summary>When the assessment was made that the person saw; empty: there was none.</summary>
    public required string Seen { get; init; }

    public required string ReturnUrl { get; init; }

    public string? NoteError { get; init; }

    /// <summary>What somebody else did meanwhile.</summary>
    public string? Conflict { get; init; }

    /// <summary>In the order in which they are offered: what matters to Revenue first, "not assessed" last.</summary>
    public static IReadOnlyList<PaymentRisk> Choices { get; } =
    [PaymentRisk.LikelyToPay, PaymentRisk.AtRisk, PaymentRisk.UnlikelyToPay, PaymentRisk.NotAssessed];

    public ChoiceMenu Menu =>
        new(
            $"Payment risk of {AccountName}",
            Action,
            "Assessment",
            [.. Choices.Select(risk => new Choice(AccountDetails.Code(risk), Badge(risk), risk == Assessment))]
        )
        {
            Hidden = [new("Seen", Seen), new("ReturnUrl", ReturnUrl)],
            MoreUrl = $"{Action}?returnUrl={Uri.EscapeDataString(ReturnUrl)}",
            MoreLabel = "With a note…",
        };

    private static IHtmlContent Badge(PaymentRisk risk) =>
        new HtmlContentBuilder().AppendHtml($"<span class=\"{Words.BadgeOf(risk)}\">").Append(Words.Of(risk)).AppendHtml("</span>");
}
