using Microsoft.AspNetCore.Razor.TagHelpers;
using OnboardingTracker.Features.Shared.Components;

namespace OnboardingTracker.Features.Shared.TagHelpers;

/// <summary><c>&lt;money amount="row.Forecast" currency="@row.Currency" whole="true" /&gt;</c></summary>
[HtmlTargetElement("money", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MoneyTagHelper : RequestTagHelper
{
    public decimal? Amount { get; set; }

    public string? Currency { get; set; }

    /// <summary>Rounded to whole units, for lists.</summary>
    public bool Whole { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(new Amount(Amount, Currency, Reader, Whole));
    }
}
