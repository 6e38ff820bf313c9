using System.Diagnostics;
using System.Text.Encodings.Web;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Tests.Features.Shared;

public sealed class MarkdownTextTests
{
    private static readonly Member s_ines = new()
    {
        Id = 1,
        Email = "ines@firm.com",
        Name = "Ines Ortega",
        Role = Role.Specialist,
    };

    [Theory]
    [InlineData("They **pay** late", "<p>They <strong>pay</strong> late</p>")]
    [InlineData("one\ntwo", "<p>one<br>\ntwo</p>")]
    [InlineData("# Loud", "<p><strong>Loud</strong></p>")]
    [InlineData("- a\n- b", "<li>a</li>")]
    [InlineData("[site](https://acme.com)", "href=\"https://acme.com\" rel=\"nofollow noopener noreferrer\" target=\"_blank\">site</a>")]
    [InlineData("https://acme.com/x", "<a href=\"https://acme.com/x\"")]
    [InlineData("![logo](https://evil.example/pixel.gif)", ">logo</a>")]
    [InlineData("![](https://evil.example/pixel.gif)", ">https://evil.example/pixel.gif</a>")]
    [InlineData("hello @ines", "<span class=\"mention\">@ines</span>")]
    [InlineData("`@ines`", "<code>@ines</code>")]
    public void It_is_written_as(string text, string html) => Html(text).Should().Contain(html);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](vbscript:msgbox)")]
    [InlineData("[x](//evil.example)")]
    [InlineData("[x](/accounts/1/undo)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("![x](https://evil.example/pixel.gif)")]
    [InlineData("[r]\n\n[r]: javascript:alert(1)")]
    [InlineData("<a href=\"https://evil.example\" onclick=\"x()\">x</a>")]
    [InlineData("<iframe src=https://evil.example></iframe>")]
    [InlineData("<style>*{display:none}</style>")]
    [InlineData("[x](https://a.example \"t\" onclick=x)")]
    [InlineData("@ines<svg/onload=alert(1)>")]
    [InlineData("<math><mtext></mtext><img src onerror=alert(1)></math>")]
    public void Nothing_in_it_runs_or_loads(string text)
    {
        var tags = System.Text.RegularExpressions.Regex.Matches(Html(text), "<[^>]*>").Select(tag => tag.Value).ToList();

        tags.Should()
            .NotContain(tag =>
                tag.StartsWith("<script") || tag.StartsWith("<img") || tag.StartsWith("<iframe") || tag.StartsWith("<style")
            );
        tags.Should().NotContain(tag => tag.StartsWith("<svg") || tag.StartsWith("<math"));
        tags.Should().NotContain(tag => tag.Contains(" on") || tag.Contains("src=") || tag.Contains("style="));
        tags.Should().NotContain(tag => tag.Contains("href=") && !tag.Contains("href=\"https://"));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData(">")]
    [InlineData("> ")]
    [InlineData("*")]
    [InlineData("_a*")]
    [InlineData("`")]
    [InlineData("<")]
    [InlineData("[](")]
    [InlineData("- ")]
    [InlineData("| a ")]
    [InlineData("|-|\n")]
    [InlineData("https://")]
    [InlineData("~~")]
    [InlineData("@ines ")]
    public void However_deeply_it_is_nested_it_is_written_soon(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, Note.LongestText / piece.Length));
        var watch = Stopwatch.StartNew();

        Html(text).Should().StartWith("<div class=\"prose\">");

        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(3));
    }

    private static string Html(string text)
    {
        using var writer = new StringWriter();
        MarkdownText.Render(text, [s_ines]).WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }
}
