using System.Net;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Signals.Email;

namespace OnboardingTracker.Tests.Features.Signals.Desk;

/// <summary>What a mail's page shows of what a stranger wrote.</summary>
public sealed class MailPageTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_own_text_comes_first_and_the_whole_mail_is_one_click_away()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        await world.AccountAsync();
        var mail = await world.ArrivesAsync(
            world.Mail(
                text: "Tuesday is fine. <script>alert(1)</script>\n\nOn Mon, 1 Mar 2026 Ann wrote:\n> When could we talk?\n\n-- \nKim Lee\nAcme"
            )
        );
        using var reader = await PageClient.SignedInAsync(world.App, Role.Revenue);

        var own = await reader.HtmlAsync($"/signals/{mail.Id}");
        var whole = await reader.HtmlAsync($"/signals/{mail.Id}?mail=whole");

        own.Should().Contain("Tuesday is fine. &lt;script&gt;").And.NotContain("When could we talk?").And.NotContain(">As sent<");
        whole.Should().Contain("&gt; When could we talk?").And.Contain("Kim Lee");
    }

    [Fact]
    public async Task The_html_is_answered_clean_with_a_policy_that_lets_nothing_run_or_load()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        await world.AccountAsync();
        var mail = await world.ArrivesAsync(Html(world));
        using var reader = await PageClient.SignedInAsync(world.App, Role.Specialist);

        var page = await reader.HtmlAsync($"/signals/{mail.Id}?mail=sent");
        using var sheet = await reader.GetAsync($"/signals/{mail.Id}?handler=Sheet");
        var html = await sheet.Content.ReadAsStringAsync();

        page.Should().Contain("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"").And.Contain("6 remote images not shown");
        sheet.StatusCode.Should().Be(HttpStatusCode.OK);
        var policy = sheet.Headers.GetValues("Content-Security-Policy").Should().ContainSingle().Subject;
        policy
            .Should()
            .StartWith("default-src 'none'; style-src 'sha256-")
            .And.Contain("sandbox allow-popups")
            .And.NotContain("allow-scripts");
        policy.Should().NotContain("allow-same-origin").And.Contain("frame-ancestors 'self'");
        sheet.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        html.Should()
            .Contain("Tuesday")
            .And.NotContain("<img")
            .And.NotContain("<script")
            .And.NotContain("spy.example")
            .And.NotContain("onclick");
        html.Should()
            .Contain("href=\"https://acme.example/plan\"")
            .And.Contain("rel=\"noopener noreferrer nofollow\"")
            .And.Contain("target=\"_blank\"");
    }

    [Fact]
    public async Task Attachments_are_listed_with_harmless_names_and_saved_never_shown()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        await world.AccountAsync();
        var mail = await world.ArrivesAsync(WithAttachments(world));
        using var ann = await PageClient.SignedInAsync(world.App, Role.Specialist);
        using var revenue = await PageClient.SignedInAsync(world.App, Role.Revenue, "rev@example.com");

        var page = await ann.HtmlAsync($"/signals/{mail.Id}");
        using var file = await ann.GetAsync($"/signals/{mail.Id}?handler=Attachment&place=0");
        using var none = await ann.GetAsync($"/signals/{mail.Id}?handler=Attachment&place=7");
        using var refused = await revenue.GetAsync($"/signals/{mail.Id}?handler=Attachment&place=0");

        page.Should()
            .Contain("2 attachments")
            .And.Contain("text/html, 32 bytes")
            .And.Contain("passwd")
            .And.NotContain("/etc/")
            .And.NotContain("\u202E");
        file.Content.Headers.ContentType!.MediaType.Should().Be("application/octet-stream");
        file.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
        file.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        file.Headers.GetValues("Content-Security-Policy").Should().Equal("default-src 'none'; sandbox");
        (await file.Content.ReadAsStringAsync()).Should().Be("<script>alert('here')</script>\r\n");
        none.StatusCode.Should().Be(HttpStatusCode.NotFound);
        refused.StatusCode.Should().NotBe(HttpStatusCode.OK, "whoever only reads accounts gets no strangers' files");
        (await revenue.HtmlAsync($"/signals/{mail.Id}")).Should().Contain("2 attachments").And.NotContain("handler=Attachment");
    }

    [Fact]
    public async Task When_the_payload_was_dropped_the_page_says_so_and_shows_the_text_that_was_kept()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        await world.AccountAsync();
        var mail = await world.ArrivesAsync(Html(world));
        await world.App.DbAsync(db => db.Signals.ExecuteUpdateAsync(set => set.SetProperty(s => s.Raw, (byte[]?)null)));
        using var ann = await PageClient.SignedInAsync(world.App, Role.Specialist);

        var page = await ann.HtmlAsync($"/signals/{mail.Id}?mail=sent");
        using var sheet = await ann.GetAsync($"/signals/{mail.Id}?handler=Sheet");

        page.Should().Contain("dropped after 90 days").And.Contain("Tuesday").And.NotContain("<iframe");
        sheet.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_mail_that_nobody_can_read_has_a_page_that_says_so()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        await world.AccountAsync();
        var mail = await world.ArrivesAsync(Html(world));
        await world.App.DbAsync(db => db.Signals.ExecuteUpdateAsync(set => set.SetProperty(s => s.Raw, "  \r\n"u8.ToArray())));
        using var ann = await PageClient.SignedInAsync(world.App, Role.Admin);

        var page = await ann.HtmlAsync($"/signals/{mail.Id}");
        using var sheet = await ann.GetAsync($"/signals/{mail.Id}?handler=Sheet");
        using var file = await ann.GetAsync($"/signals/{mail.Id}?handler=Attachment&place=0");

        page.Should().Contain("This mail cannot be read.");
        (sheet.StatusCode, file.StatusCode).Should().Be((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_mail_of_Postmarks_fields_is_shown_like_one_as_received_and_one_told_by_the_API_with_its_text()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        await world.AccountAsync();
        using var posted = await world.PostAsync(
            new
            {
                From = MailWorld.Kim,
                To = MailWorld.Ann,
                Subject = "By fields",
                MessageID = "p1",
                TextBody = "Plain words.",
                HtmlBody = "<p>Marked <b>words</b>.</p>",
                Attachments = new[]
                {
                    new
                    {
                        Name = "../../a.txt",
                        ContentType = "text/plain",
                        Content = "aGk=",
                    },
                },
            }
        );
        var fields = await world.App.DbAsync(db => db.Signals.Select(s => s.Id).SingleAsync());
        await world.WorkedAsync(new(fields, true));
        var told = await world.App.HearAsync(world.App.Reply(DeskWorld.About("acme"), "Told by another system."));
        using var ann = await PageClient.SignedInAsync(world.App, Role.Specialist);

        var page = await ann.HtmlAsync($"/signals/{fields}");
        using var sheet = await ann.GetAsync($"/signals/{fields}?handler=Sheet");

        page.Should().Contain("Plain words.").And.Contain("a.txt").And.Contain("1 attachment").And.Contain("As sent");
        (await sheet.Content.ReadAsStringAsync()).Should().Contain("<b>words</b>");
        (await ann.HtmlAsync($"/signals/{told}")).Should().Contain("Told by another system.").And.NotContain("Whole mail");
    }

    [Fact]
    public async Task Nobody_reads_a_mail_without_signing_in()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        await world.AccountAsync();
        var mail = await world.ArrivesAsync(Html(world));
        using var stranger = PageClient.Open(world.App);

        foreach (var handler in new[] { "Sheet", "Attachment&place=0" })
        {
            using var answer = await stranger.GetAsync($"/signals/{mail.Id}?handler={handler}");
            answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
            answer.Headers.Location!.OriginalString.Should().Contain("/sign-in");
        }
    }

    private static string Html(MailWorld world) =>
        world
            .Mail(
                text: """
                <html><head><style>body { background: url(http://spy.example/css.png) }</style></head>
                <body background="http://spy.example/body.png" onclick="alert(1)"><p>Tuesday <a href="https://acme.example/plan">is fine</a>.</p>
                <script>alert(2)</script><img src="http://spy.example/one.png"><img srcset="http://spy.example/two.png 2x">
                <div style="background-image: url('http://spy.example/three.png')">x</div><video poster="http://spy.example/four.png"></video>
                </body></html>
                """
            )
            .Replace("Content-Type: text/plain", "Content-Type: text/html", StringComparison.Ordinal);

    private static string WithAttachments(MailWorld world) =>
        world
            .Mail(
                text: """
                --b
                Content-Type: text/plain

                See attached.
                --b
                Content-Type: text/html; name="page.html"
                Content-Disposition: attachment; filename="page.html"

                <script>alert('here')</script>

                --b
                Content-Type: application/pdf
                Content-Disposition: attachment; filename*=UTF-8''..%2F..%2Fetc%2F%E2%80%AEpasswd.pdf
                Content-Transfer-Encoding: base64

                aGk=
                --b--
                """
            )
            .Replace("Content-Type: text/plain; charset=utf-8", "Content-Type: multipart/mixed; boundary=b", StringComparison.Ordinal);
}
