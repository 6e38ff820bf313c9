using System.Diagnostics;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnboardingTracker.Features.Signals.Email.Reading;

namespace OnboardingTracker.Tests.Features.Signals.Email.Reading;

public sealed class HostileMailTests
{
    private const string Head = "From: eve@evil.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n";

    [Fact]
    public void Parts_nested_ten_thousand_deep_are_survived()
    {
        var raw = new StringBuilder(Head);
        for (var i = 0; i < 10_000; i++)
            raw.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=\"b{i}\"\r\n\r\n--b{i}\r\n");
        raw.Append("Content-Type: text/plain\r\n\r\ndeep\r\n");

        Read(raw.ToString()).Should().NotBeNull();
    }

    [Fact]
    public void Mails_within_mails_ten_thousand_deep_are_survived()
    {
        var raw = new StringBuilder(Head);
        for (var i = 0; i < 10_000; i++)
            raw.Append("Content-Type: message/rfc822\r\n\r\n");

        Read(raw.ToString()).Should().NotBeNull();
    }

    [Fact]
    public void More_parts_or_headers_than_any_mail_has_are_refused()
    {
        var parts =
            Head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Repeat("--b\r\n\r\n\r\n", 300_000));
        var inner = Head + "Content-Type: message/rfc822\r\n\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 300_000));

        Read(parts).Kind.Should().Be(MailKind.Unreadable);
        Read(inner).Kind.Should().Be(MailKind.Unreadable);
    }

    [Fact]
    public void What_is_too_large_or_empty_is_refused_with_a_reason()
    {
        MailReader.Read(new byte[MailLimits.Size + 1]).Why.Should().Contain("larger");
        MailReader.Read(Array.Empty<byte>()).Why.Should().Contain("empty");
        MailReader.Read("\r\n\r\n \t\r\n"u8.ToArray()).Kind.Should().Be(MailKind.Unreadable);
        Read("X: " + new string('a', MailLimits.HeaderBlock) + "\r\n\r\nx").Why.Should().Contain("headers");
    }

    [Fact]
    public void Header_bombs_are_read_in_bounded_time_and_cut()
    {
        var addresses = Head + "To: " + string.Join(",\r\n ", Enumerable.Range(0, 20_000).Select(i => $"a{i}@x.example")) + "\r\n\r\nx";
        var references =
            Head + "References: " + string.Join("\r\n ", Enumerable.Range(0, 20_000).Select(i => $"<{i}@x.example>")) + "\r\n\r\nx";
        var comments = Head + "To: " + new string('(', 200_000) + "\r\n\r\nx";
        var words = Head + "Subject: " + string.Join("\r\n ", Enumerable.Repeat("=?utf-8?b?YWJj?=", 20_000)) + "\r\n\r\nx";
        var watch = Stopwatch.StartNew();

        Read(addresses).To.Should().HaveCount(MailLimits.Addresses);
        Read(references).References.Should().HaveCount(MailLimits.References).And.EndWith("19999@x.example").And.StartWith("0@x.example");
        Read(comments).Should().NotBeNull();
        Read(words).Subject.Length.Should().BeLessThanOrEqualTo(MailLimits.SubjectLength);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("Content-Type: text/plain; charset=x-no-such\r\n\r\nh\u00e9llo", "h\u00e9llo")]
    [InlineData("Content-Type: text/plain; charset=\"utf-8\r\n\r\nhello", "hello")]
    [InlineData("Content-Type: text/plain; charset=utf-7\r\n\r\nhello", "hello")]
    [InlineData("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=!!!###", "hello")]
    [InlineData("Content-Type: text/plain\r\nContent-Transfer-Encoding: x-none\r\n\r\nhello", "hello")]
    [InlineData("Content-Type: nonsense\r\n\r\nhello", null)]
    [InlineData("Content-Type: text/plain\r\n\r\nhe\0llo", "hello")]
    public void Wrong_encodings_lose_no_text(string rest, string? expected)
    {
        var mail = Read(Head + rest);

        mail.Kind.Should().NotBe(MailKind.Unreadable);
        if (expected is not null)
            mail.OwnText.Should().Be(expected);
    }

    [Fact]
    public void No_text_keeps_a_nul_or_half_a_character()
    {
        var mail = Read("From: \"a\0b\" <e\0ve@evil.example>\r\nSubject: a\0b\r\nContent-Type: text/html\r\n\r\n<p>&#xD800;&#0;x\0</p>");

        foreach (
            var text in new[]
            {
                mail.Subject,
                mail.OwnText,
                mail.FullText,
                mail.Html!.Html,
                mail.From?.Name ?? "",
                mail.From?.Address ?? "",
            }
        )
        {
            text.Should().NotContain("\0");
            text.Any(char.IsSurrogate).Should().BeFalse();
        }
    }

    [Theory]
    [InlineData("1:\n")]
    [InlineData("On 1 Jan 2026, x <a@b.example\n")]
    [InlineData("-----Original Message-----\n")]
    [InlineData("From: a\nTo: b\nDate: c\n\n")]
    [InlineData("--\n")]
    [InlineData("> \n")]
    [InlineData("I am out of the office on 1 5.1.1 your message could not ")]
    public void Texts_made_to_keep_the_rules_busy_are_read_in_bounded_time(string again)
    {
        var raw = Head + "\r\n" + string.Concat(Enumerable.Repeat(again, 1_000_000 / again.Length));
        var watch = Stopwatch.StartNew();

        Read(raw).Kind.Should().NotBe(MailKind.Unreadable);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\\\Windows\\\\evil.exe", "evil.exe")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("...", "attachment")]
    [InlineData("a:b|c?.pdf", "a_b_c_.pdf")]
    public void The_names_of_attachments_are_made_safe(string name, string expected)
    {
        var mail = Read(Head + $"Content-Type: application/pdf; name=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n");

        mail.Attachments.Should().ContainSingle().Which.Should().Be(new MailAttachment(expected, "application/pdf", 5));
    }

    [Fact]
    public void A_mail_without_its_usual_headers_is_read()
    {
        var mail = Read("Subject: only this\r\n\r\nhello");

        mail.From.Should().BeNull();
        mail.Date.Should().BeNull();
        mail.MessageId.Should().BeNull();
        mail.InReplyTo.Should().BeNull();
        mail.OwnText.Should().Be("hello");
    }

    [Property(MaxTest = 500)]
    public void Any_bytes_at_all_are_read_without_an_error(byte[] bytes) => Touch(MailReader.Read(bytes));

    [Property(MaxTest = 600, Arbitrary = [typeof(Torn)])]
    public void Any_torn_mail_is_read_without_an_error(TornMail mail) => Touch(MailReader.Read(mail.Bytes));

    private static void Touch(ReadMail mail)
    {
        _ = mail.Html?.Html;
        _ = mail.DmarcVerdict(["mx.tracker.example"]);
        mail.Why.Should().NotBeEmpty();
    }

    private static ReadMail Read(string raw) => MailReader.Read(Encoding.UTF8.GetBytes(raw));
}

public sealed record TornMail(string Name, byte[] Bytes)
{
    public override string ToString() => $"{Name}: {Convert.ToBase64String(Bytes)}";
}

public static class Torn
{
    private static readonly byte[][] _bits =
    [
        [0],
        "\r\n"u8.ToArray(),
        "--"u8.ToArray(),
        "<div>"u8.ToArray(),
        "=?"u8.ToArray(),
        [0xFF, 0xFE],
        "\r\n\r\n"u8.ToArray(),
        "\""u8.ToArray(),
        ">"u8.ToArray(),
        "("u8.ToArray(),
    ];

    public static Arbitrary<TornMail> Mails() =>
        (
            from name in Gen.Elements(MailFixtures.Own.Keys.ToArray())
            from cuts in Gen.ListOf(
                from at in Gen.Choose(0, 1_000)
                from length in Gen.Choose(0, 30)
                from bit in Gen.Elements(_bits)
                select (at, length, bit)
            )
            select new TornMail(name, Tear(MailFixtures.Bytes(name), cuts))
        ).ToArbitrary();

    private static byte[] Tear(byte[] mail, IEnumerable<(int At, int Length, byte[] Bit)> cuts)
    {
        foreach (var (at, length, bit) in cuts)
        {
            var from = (int)((long)mail.Length * at / 1_000);
            mail = [.. mail[..from], .. bit, .. mail[Math.Min(mail.Length, from + length)..]];
        }
        return mail;
    }
}
