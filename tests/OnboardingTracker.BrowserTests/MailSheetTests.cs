using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;
using static Microsoft.Playwright.Assertions;

namespace OnboardingTracker.BrowserTests;

/// <summary>A stranger's HTML in a real browser: nothing of it runs, and nothing is fetched for it.</summary>
public sealed class MailSheetTests(World world)
{
    [Fact]
    public async Task A_mail_as_sent_is_shown_and_asks_no_server_for_anything()
    {
        await using var window = await world.OpenAsync("Ines Marlow");
        using var spy = new TcpListener(IPAddress.Loopback, 0);
        spy.Start();
        var calls = 0;
        var listening = CountAsync();
        var mail = await StoreAsync($"http://127.0.0.1:{((IPEndPoint)spy.LocalEndpoint).Port}");
        var page = window.Page;

        await page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"/signals/{mail}?mail=sent"));
        var sheet = page.FrameLocator("#mail-sheet");
        await Expect(sheet.GetByText("Tuesday works")).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await Expect(page.GetByText("remote images not shown")).ToBeVisibleAsync();
        await Expect(sheet.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("rel", "noopener noreferrer nofollow");
        calls.Should().Be(0);
        window.Complaints.Should().BeEmpty();
        spy.Stop();
        await listening;

        async Task CountAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await spy.AcceptTcpClientAsync();
                    calls++;
                }
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }

    private Task<long> StoreAsync(string spy)
    {
        var raw = Encoding.UTF8.GetBytes(
            $$"""
            From: kim@stranger.example
            To: ann@team.example
            Subject: Re: Your onboarding
            Message-ID: <{{Guid.NewGuid():N}}@stranger.example>
            MIME-Version: 1.0
            Content-Type: text/html; charset=utf-8

            <html><head><style>@import "{{spy}}/import.css"; body { background: url({{spy}}/css.png) }</style>
            <link rel="stylesheet" href="{{spy}}/link.css"><link rel="dns-prefetch" href="{{spy}}"></head>
            <body background="{{spy}}/body.png" onload="fetch('{{spy}}/onload')"><p>Tuesday works, see <a href="{{spy}}/link">our plan</a>.</p>
            <img src="{{spy}}/one.png"><img srcset="{{spy}}/two.png 2x"><div style="background-image: url('{{spy}}/three.png')">A box</div>
            <video poster="{{spy}}/four.png" src="{{spy}}/film.mp4" autoplay></video><iframe src="{{spy}}/frame"></iframe>
            <object data="{{spy}}/object"></object><svg><image href="{{spy}}/svg.png"/></svg><script>fetch('{{spy}}/script')</script></body></html>

            """.ReplaceLineEndings("\r\n")
        );
        return world.App.WithAsync(async services =>
        {
            var signal = new IncomingSignal(SignalSources.Mail, Guid.NewGuid().ToString(), "imap.inbox", null, raw, "message/rfc822");
            return (await services.GetRequiredService<SignalInbox>().StoreAsync(signal)).SignalId;
        });
    }
}
