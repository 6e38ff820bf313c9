using OnboardingTracker.Features.Signals.Email.Reading;

namespace OnboardingTracker.Tests.Features.Signals.Email.Reading;

public sealed class OwnMailTests
{
    public static TheoryData<string> Names => [.. MailFixtures.Own.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_mail_is_read_as_what_it_is(string name)
    {
        var expected = MailFixtures.Own[name];

        var mail = MailReader.Read(MailFixtures.Bytes(name), expected.OwnDomains);

        mail.Kind.ToString().Should().Be(expected.Kind, "of {0}", mail.Why);
        mail.Why.Should().NotBeEmpty();
        mail.From.Should().NotBeNull();
        mail.Date.Should().NotBeNull();
        mail.MessageId.Should().NotBeNullOrEmpty();
        if (expected.OwnText is { } text)
            mail.OwnText.Should().Be(text);
        if (expected.Subject is { } subject)
            mail.Subject.Should().Be(subject);
        if (expected.Bounced is { } bounced)
            mail.Bounces.Select(bounce => bounce.Address).Should().Equal(bounced);
        if (expected.Permanent is { } permanent)
            mail.Bounces.Should().OnlyContain(bounce => bounce.Permanent == permanent);
        if (expected.Reported is { } reported)
            mail.ReportedMessageId.Should().Be(reported);
    }

    [Fact]
    public void The_mails_of_our_own_are_many_and_about_half_of_them_automatic()
    {
        var automatic = MailFixtures.Own.Values.Count(mail => mail.Kind != nameof(MailKind.Genuine));

        MailFixtures.Own.Should().HaveCountGreaterThanOrEqualTo(60);
        automatic.Should().BeInRange(MailFixtures.Own.Count * 4 / 10, MailFixtures.Own.Count * 7 / 10);
    }

    [Fact]
    public void A_group_of_ours_makes_no_mailing_list_but_anybody_elses_does()
    {
        var raw = MailFixtures.Bytes("genuine-own-group");

        MailReader.Read(raw, ["tracker.example"]).Kind.Should().Be(MailKind.Genuine);
        MailReader.Read(raw, ["racker.example"]).Kind.Should().Be(MailKind.MailingList);
        MailReader.Read(raw).Kind.Should().Be(MailKind.MailingList);
    }
}
