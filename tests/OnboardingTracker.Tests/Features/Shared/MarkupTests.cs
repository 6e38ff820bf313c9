using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Features.Shared.Components;

namespace OnboardingTracker.Tests.Features.Shared;

public sealed class MarkupTests
{
    [Fact]
    public void A_stage_shows_its_code_and_its_name() =>
        Html(new StagePill("3a", "Engaged", "active"))
            .Should()
            .Be("<span class=\"stage\" data-stage=\"3a\" data-kind=\"active\"><b>3a</b><span>Engaged</span></span>");

    [Fact]
    public void Also_where_only_the_code_has_room_the_name_can_be_read() =>
        Html(new StagePill("3a", "Engaged", "active", codeOnly: true))
            .Should()
            .Contain("title=\"Engaged\"")
            .And.Contain("<span class=\"sr\">Engaged</span>");

    [Fact]
    public void An_account_without_a_stage_says_so() => Html(new StagePill(null, null, null)).Should().Contain("Not in the pipeline");

    [Theory]
    [InlineData("Ann Okafor", "AO")]
    [InlineData("Magda", "M")]
    [InlineData("  Jean  Luc de la Tour ", "JT")]
    [InlineData("élodie ñandú", "ÉÑ")]
    [InlineData("大竹 優", "大優")]
    public void Initials_are_of_the_first_and_the_last_name(string name, string initials) => Avatar.Initials(name).Should().Be(initials);

    public static TheoryData<IHtmlContent> WithNamesFromOutside { get; } =
        new()
        {
            new StagePill("<b>", "\"><script>", "\" onx=\""),
            new StagePill("<b>", "\"><script>", "\" onx=\"", codeOnly: true),
            new Avatar("\"><script> <img>"),
            new Avatar("\"><script> <img>", showName: false),
            new Icon("\"><script>", "\"><script>"),
            new FieldError("\"><script>", "<script>", "/img/icons.svg"),
            new Amount(1, "\"><script>", ReaderFormat.Default),
        };

    [Theory]
    [MemberData(nameof(WithNamesFromOutside))]
    public void What_came_from_outside_never_becomes_markup(IHtmlContent content) =>
        Html(content).Should().NotContain("<script>").And.NotContain("<img>").And.NotContain("\" onx=\"");

    private static string Html(IHtmlContent content)
    {
        using var writer = new StringWriter();
        content.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }
}
