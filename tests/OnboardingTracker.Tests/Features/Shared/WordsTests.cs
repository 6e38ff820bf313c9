using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Tests.Features.Shared;

public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "under a minute")]
    [InlineData(59, "under a minute")]
    [InlineData(60, "1 minute")]
    [InlineData(3_599, "59 minutes")]
    [InlineData(3_600, "1 hour")]
    [InlineData(86_399, "23 hours")]
    [InlineData(86_400, "1 day")]
    [InlineData(60 * 86_400, "60 days")]
    public void A_span_is_said_in_its_largest_unit(int seconds, string words) => Words.Of(TimeSpan.FromSeconds(seconds)).Should().Be(words);

    [Fact]
    public void Plans_and_assessments_have_words_of_their_own()
    {
        Enum.GetValues<Plan>().Select(Words.Of).Should().Equal("Pay-as-you-go", "Startup", "Annual", "Free", "Other");
        Enum.GetValues<PaymentRisk>().Select(Words.Of).Should().Equal("Not assessed", "Likely to pay", "At risk", "Unlikely to pay");
        Words.OfDetail(DetailNames.NextRenewalOn).Should().Be("Renewal");
        Words.OfDetail(DetailNames.Forecast).Should().Be("Forecast");
        Words.Count(1, "account").Should().Be("1 account");
        Words.Count(1204, "account", ReaderFormat.Default).Should().Be("1,204 accounts");
    }
}
