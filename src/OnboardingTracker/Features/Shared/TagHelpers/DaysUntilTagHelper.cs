using Microsoft.AspNetCore.Razor.TagHelpers;
using OnboardingTracker.Features.Shared.Components;

namespace OnboardingTracker.Features.Shared.TagHelpers;

/// <summary><c>&lt;days-until day="row.NextRenewalOn" today="Model.Today" /&gt;</c></summary>
[HtmlTargetElement("days-until", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DaysUntilTagHelper : RequestTagHelper
{
    public DateOnly? Day { get; set; }

    public DateOnly Today { get; set; }

    /// <summary>False where a past day is no one's fault: "3 days ago" rather than "3 days overdue".</summary>
    public bool Overdue { get; set; } = true;

    /// <summary>Days within which the countdown stands out.</summary>
    public int Soon { get; set; } = 10;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(new DaysUntil(Day, Today, Reader, Overdue, Soon));
    }
}
