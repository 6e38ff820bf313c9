using System.Text;
using OnboardingTracker.Features.Signals.Email.Reading;

namespace OnboardingTracker.Tests.Features.Signals.Email.Reading;

public sealed class AuthenticationResultTests
{
    private const string Trusted = "mx.tracker.example";

    [Theory]
    [InlineData("mx.tracker.example; dmarc=pass header.from=acme.example", DmarcVerdict.Pass)]
    [InlineData("mx.tracker.example 1; spf=fail; dmarc=pass (p=NONE) header.from=acme.example", DmarcVerdict.Pass)]
    [InlineData("MX.Tracker.Example; dmarc/1 = PASS header.from=ACME.example", DmarcVerdict.Pass)]
    [InlineData("mx.tracker.example (a comment; dmarc=fail (nested)); dmarc=pass header.from=acme.example", DmarcVerdict.Pass)]
    [InlineData("mx.tracker.example; dmarc=fail header.from=acme.example", DmarcVerdict.Fail)]
    [InlineData("mx.tracker.example; dmarc=pass header.from=acme.example; dmarc=fail header.from=acme.example", DmarcVerdict.Fail)]
    [InlineData("mx.tracker.example; dmarc=temperror header.from=acme.example", DmarcVerdict.None)]
    [InlineData("mx.tracker.example; none", DmarcVerdict.None)]
    [InlineData("mx.tracker.example", DmarcVerdict.None)]
    [InlineData("mx.tracker.example; spf=pass smtp.mailfrom=\"dmarc=pass; dmarc=pass\"@evil.example", DmarcVerdict.None)]
    [InlineData("mx.tracker.example; spf=pass (dmarc=pass) smtp.mailfrom=acme.example", DmarcVerdict.None)]
    [InlineData("mx.tracker.example; spf=pass reason=\"x; dmarc=pass\"", DmarcVerdict.None)]
    [InlineData("mx.tracker.example; spf=pass (unclosed; dmarc=pass header.from=acme.example", DmarcVerdict.None)]
    [InlineData("mx.tracker.example; x-dmarc=pass header.from=acme.example", DmarcVerdict.None)]
    [InlineData("mx.tracker.example; dmarc=pass header.from=evil.example", DmarcVerdict.None)]
    [InlineData("mx.tracker.example.evil.example; dmarc=pass header.from=acme.example", DmarcVerdict.None)]
    [InlineData("(mx.tracker.example) evil.example; dmarc=pass header.from=acme.example", DmarcVerdict.None)]
    [InlineData("evil.example mx.tracker.example; dmarc=pass header.from=acme.example", DmarcVerdict.None)]
    [InlineData("dmarc=pass; mx.tracker.example", DmarcVerdict.None)]
    [InlineData("", DmarcVerdict.None)]
    public void A_header_counts_only_for_what_a_trusted_server_says_in_it(string header, DmarcVerdict expected) =>
        Mail($"Authentication-Results: {header}").DmarcVerdict([Trusted]).Should().Be(expected);

    [Fact]
    public void Of_several_only_the_topmost_by_a_trusted_server_counts()
    {
        var forgedBelow = Mail(
            $"Authentication-Results: {Trusted}; dmarc=fail header.from=acme.example\r\nAuthentication-Results: {Trusted}; dmarc=pass header.from=acme.example"
        );
        var strangerAbove = Mail(
            $"Authentication-Results: other.example; dmarc=pass header.from=acme.example\r\nAuthentication-Results: {Trusted}; dmarc=fail header.from=acme.example"
        );
        var silentAbove = Mail(
            $"Authentication-Results: {Trusted}; spf=pass\r\nAuthentication-Results: {Trusted}; dmarc=pass header.from=acme.example"
        );

        forgedBelow.DmarcVerdict([Trusted]).Should().Be(DmarcVerdict.Fail);
        strangerAbove.DmarcVerdict([Trusted]).Should().Be(DmarcVerdict.Fail);
        silentAbove.DmarcVerdict([Trusted]).Should().Be(DmarcVerdict.None);
        forgedBelow.AuthenticationResults.Select(result => result.AuthservId).Should().Equal(Trusted, Trusted);
    }

    [Fact]
    public void Nothing_counts_while_nobody_is_trusted()
    {
        var mail = Mail($"Authentication-Results: {Trusted}; dmarc=pass header.from=acme.example");

        mail.DmarcVerdict([]).Should().Be(DmarcVerdict.None);
        mail.DmarcVerdict([""]).Should().Be(DmarcVerdict.None);
        Mail("Authentication-Results: ; dmarc=pass").DmarcVerdict(["", " "]).Should().Be(DmarcVerdict.None);
        Mail($"ARC-Authentication-Results: i=1; {Trusted}; dmarc=pass").DmarcVerdict([Trusted]).Should().Be(DmarcVerdict.None);
    }

    [Theory]
    [InlineData("From: ada@acme.example\r\nFrom: eve@evil.example")]
    [InlineData("From: ada@acme.example, eve@evil.example")]
    public void Two_authors_have_no_verdict(string from) =>
        Mail($"Authentication-Results: {Trusted}; dmarc=pass header.from=acme.example", from)
            .DmarcVerdict([Trusted])
            .Should()
            .Be(DmarcVerdict.None);

    private static ReadMail Mail(string headers, string from = "From: Ada <ada@acme.example>") =>
        MailReader.Read(Encoding.UTF8.GetBytes($"{headers}\r\n{from}\r\nSubject: Hi\r\n\r\nHello\r\n"));
}
