using Microsoft.AspNetCore.Razor.TagHelpers;
using OnboardingTracker.Features.Shared.Components;

namespace OnboardingTracker.Features.Shared.TagHelpers;

/// <summary><c>&lt;local-time at="item.At" time-zone="Model.TimeZone" today="Model.Today" /&gt;</c></summary>
[HtmlTargetElement("local-time", TagStructure = TagStructure.WithoutEndTag)]
public sealed class LocalTimeTagHelper : RequestTagHelper
{
    public DateTimeOffset? At { get; set; }

    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Leaves out the year where it is today's.</summary>
    public DateOnly? Today { get; set; }

    /// <summary>The time of day alone, where the day stands above it.</summary>
    public bool Clock { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(new LocalTime(At, TimeZone, Reader, Today, Clock));
    }
}
