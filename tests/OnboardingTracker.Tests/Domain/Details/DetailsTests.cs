using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Tests.Domain.Details;

public sealed class DetailsTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("1234.56", 1234.56)]
    [InlineData("0007", 7)]
    [InlineData("1.2345", 1.2345)]
    [InlineData("1.23450000000000000000000000000000000000", 1.2345)]
    [InlineData("00000000000000000000000000000000000000001.5", 1.5)]
    public void An_amount_has_a_point_and_no_ornaments(string text, double amount)
    {
        AmountText.TryParse(text, out var read, out var reason).Should().BeTrue(reason);
        read.Should().Be((decimal)amount);
    }

    [Fact]
    public void The_largest_amount_is_kept_exactly()
    {
        AmountText.TryParse("99999999999999.9999", out var read, out _).Should().BeTrue();
        read.Should().Be(99999999999999.9999m);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+5")]
    [InlineData("--5")]
    [InlineData("5-")]
    [InlineData("(5)")]
    [InlineData("1 234")]
    [InlineData("1'234")]
    [InlineData("1,234")]
    [InlineData("1.2.3")]
    [InlineData("5 USD")]
    [InlineData("€5")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("٣")]
    [InlineData("５")]
    [InlineData("1.23456")]
    [InlineData("100000000000000")]
    [InlineData("-0.5")]
    [InlineData("-100000000000000")]
    public void Anything_else_is_no_amount(string text)
    {
        AmountText.TryParse(text, out _, out var reason).Should().BeFalse();
        reason.Should().Contain($"\"{text}\"");
    }

    [Theory]
    [InlineData("2024-02-29", true)]
    [InlineData("2026-02-29", false)]
    [InlineData("2000-01-01", true)]
    [InlineData("1999-12-31", false)]
    [InlineData("2100-12-31", true)]
    [InlineData("2101-01-01", false)]
    [InlineData("2026-13-01", false)]
    [InlineData("2026-1-1", false)]
    [InlineData("20260101", false)]
    [InlineData("01-01-2026", false)]
    [InlineData("２０２６-01-01", false)]
    public void A_day_is_year_month_day(string text, bool valid) => DayText.TryParse(text, out _, out _).Should().Be(valid);

    [Theory]
    [InlineData("Ada@Acme.com", "ada@acme.com")]
    [InlineData("ada+trial@acme.co.uk", "ada+trial@acme.co.uk")]
    [InlineData("o'neil@acme.com", "o'neil@acme.com")]
    [InlineData("JÖRG@Größe.example", "jörg@größe.example")]
    [InlineData("用户@例子.中国", "用户@例子.中国")]
    [InlineData("राम@उदाहरण.भारत", "राम@उदाहरण.भारत")]
    [InlineData("a@xn--bcher-kva.example", "a@xn--bcher-kva.example")]
    public void An_address_may_be_in_any_script(string text, string kept) => EmailAddress.Normalise(text, out _).Should().Be(kept);

    [Theory]
    [InlineData("ada")]
    [InlineData("@acme.com")]
    [InlineData("ada@")]
    [InlineData("ada@localhost")]
    [InlineData("ada@@acme.com")]
    [InlineData("ada lovelace@acme.com")]
    [InlineData("ada@acme..com")]
    [InlineData("ada@-acme.com")]
    [InlineData("ada@acme_.com")]
    [InlineData("ada@acme.com, bob@acme.com")]
    [InlineData("ada@acme.com;bob@acme.com")]
    [InlineData("Ada <ada@acme.com>")]
    [InlineData("ada\n@acme.com")]
    [InlineData("ada\u200b@acme.com")]
    [InlineData("mailto:ada@acme.com")]
    public void What_no_server_would_take_is_no_address(string text)
    {
        EmailAddress.Normalise(text, out var reason).Should().BeNull();
        reason.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public void An_address_is_at_most_254_characters_long()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 61), 4))[..243] + ".com";

        EmailAddress.Normalise("abcdef@" + domain, out _).Should().HaveLength(254);
        EmailAddress.Normalise("abcdefg@" + domain, out var reason).Should().BeNull();
        reason.Should().Contain("longer than 254");
    }

    [Theory]
    [InlineData("Acme.COM", "acme.com")]
    [InlineData("acme.com.", "acme.com")]
    [InlineData("app.acme.io", "app.acme.io")]
    [InlineData("Größe.example", "größe.example")]
    [InlineData("例子.中国", "例子.中国")]
    public void A_domain_is_kept_in_lower_case(string text, string kept) => DomainName.Normalise(text, out _).Should().Be(kept);

    [Theory]
    [InlineData("https://acme.com")]
    [InlineData("acme.com/pricing")]
    [InlineData("acme.com:8080")]
    [InlineData("ada@acme.com")]
    [InlineData("acme")]
    [InlineData("acme com")]
    [InlineData(".acme.com")]
    [InlineData("")]
    public void A_web_address_is_no_domain(string text)
    {
        DomainName.Normalise(text, out var reason).Should().BeNull();
        reason.Should().Contain("acme.com");
    }

    [Theory]
    [InlineData("usd", "USD")]
    [InlineData("EUR", "EUR")]
    [InlineData("Jpy", "JPY")]
    [InlineData("US$", null)]
    [InlineData("XXX", null)]
    [InlineData("DEM", null)]
    [InlineData("", null)]
    public void A_currency_is_one_in_use(string text, string? code)
    {
        CurrencyCode.Normalise(text, out var reason).Should().Be(code);
        (reason is null).Should().Be(code is not null);
    }

    [Theory]
    [InlineData("Acme", false, true)]
    [InlineData("👩‍🚀 עברית", false, true)]
    [InlineData("two\nlines", false, false)]
    [InlineData("two\nlines", true, true)]
    [InlineData("bell\u0007", true, false)]
    [InlineData("c1\u0085", true, false)]
    [InlineData("\uFFFF", true, false)]
    public void A_text_holds_nothing_that_hides(string text, bool breaksAllowed, bool fine) =>
        (DetailText.Problem(text, 300, breaksAllowed) is null).Should().Be(fine);

    [Fact]
    public void Half_a_character_is_no_text()
    {
        DetailText.Problem("half \uD83D", 300).Should().Contain("half of a character");
        DetailText.Problem("half \uDE80 other", 300).Should().Contain("half of a character");
    }

    [Fact]
    public void A_message_repeats_a_value_shortened_and_harmless() =>
        DetailText.Quote("a\nb" + new string('x', 100)).Should().Be("\"a\uFFFDb" + new string('x', 37) + "…\"");
}
