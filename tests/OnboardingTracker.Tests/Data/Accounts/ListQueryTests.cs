using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Tests.Data.Accounts;

public sealed class ListQueryTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);
    private static readonly ListViewer Specialist = new(7, OwnFirst: true);
    private static readonly ListViewer Lead = new(8, OwnFirst: false);

    [Theory]
    [InlineData("", 7, true)]
    [InlineData("owner=any", null, true)]
    [InlineData("owner=me", 7, true)]
    [InlineData("owner=ann@example.com", 3, true)]
    [InlineData("owner=nobody@example.com", 0, true)]
    [InlineData("in=all", null, false)]
    [InlineData("in=all&owner=me", 7, false)]
    [InlineData("q=acme", null, false)]
    [InlineData("q=acme&owner=me", 7, false)]
    [InlineData("stage=6a", 7, false)]
    public void A_specialist_opens_on_their_own_work_and_a_search_looks_everywhere(string address, int? owner, bool inWorkOnly)
    {
        var filter = Filter(address, Specialist);
        (filter.OwnerId, filter.InWorkOnly).Should().Be((owner, inWorkOnly));
    }

    [Fact]
    public void Others_open_on_everybodys_work()
    {
        var filter = Filter("", Lead);
        (filter.OwnerId, filter.InWorkOnly, filter.Unowned).Should().Be((null, true, false));
        Filter("owner=me", Lead).OwnerId.Should().Be(8);
        Filter("owner=none", Lead).Unowned.Should().BeTrue();
    }

    [Theory]
    [InlineData("renews=overdue", null, "2026-03-01")]
    [InlineData("renews=7", "2026-02-28", "2026-03-09")]
    [InlineData("renews=later", "2026-03-31", null)]
    [InlineData("renews=nonsense", null, null)]
    [InlineData("renews=7&renewalBefore=2026-03-05", "2026-02-28", "2026-03-05")]
    [InlineData("renewalAfter=2026-03-05", "2026-03-05", null)]
    public void A_renewal_window_counts_from_today(string address, string? after, string? before)
    {
        var filter = Filter(address, Lead);
        (
            filter.RenewalAfter?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            filter.RenewalBefore?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        )
            .Should()
            .Be((after, before));
    }

    [Fact]
    public void What_is_new_is_what_entered_since_the_viewer_last_looked()
    {
        var since = new DateTimeOffset(2026, 2, 27, 8, 0, 0, TimeSpan.Zero);
        Filter("new=yes", Lead with { NewSince = since }).EnteredSince.Should().Be(since);
        Filter("new=yes", Lead).EnteredSince.Should().Be(DateTimeOffset.MaxValue, "at the first visit nothing is new");
        Filter("", Lead with { NewSince = since }).EnteredSince.Should().BeNull();
    }

    [Fact]
    public void Every_word_is_read()
    {
        var query = Parse(
            "stage=2&stage=3a,3b&plan=payAsYouGo&paymentRisk=atRisk&segment=Onboarding%20Lead&forecastFrom=10.5&forecastTo=20"
                + "&engaged=yes&withSales=no&sort=-name&columns=plan&columns=owner,stage&view=4&cursor=abc&q=%20acme%20"
        );
        query.Stages.Should().Equal("2", "3a", "3b");
        query.Columns.Should().Equal("plan", "owner", "stage");
        (query.Plan, query.PaymentRisk, query.Segment).Should().Be((Plan.PayAsYouGo, PaymentRisk.AtRisk, "Onboarding Lead"));
        (query.ForecastFrom, query.ForecastTo).Should().Be((10.5m, 20m));
        (query.Engaged, query.WithSales).Should().Be((true, false));
        (query.Sort.ToString(), query.View, query.Cursor, query.Q).Should().Be(("-name", 4, "abc", "acme"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("owner=ann@example.com&stage=2,3a&sort=-forecast")]
    [InlineData("in=all&plan=annual&renews=14&engaged=no&q=a%26b%3D%C3%A9&columns=stage,plan")]
    [InlineData("view=3&forecastFrom=0.5&withSales=yes&new=yes&cursor=xyz")]
    public void An_address_is_written_as_it_was_read(string address) => Parse(address).ToString().Should().Be(address);

    [Theory]
    [InlineData("plan=gold&paymentRisk=x&renewalBefore=2026-13-01&forecastFrom=1e9&engaged=maybe&sort=colour&view=x")]
    [InlineData("plan=&stage=&owner=&q=%20%20")]
    [InlineData("utm_source=mail")]
    public void What_is_not_understood_is_left_out(string address) => Parse(address).ToString().Should().BeEmpty();

    private static ListQuery Parse(string address) => ListQuery.Parse(QueryHelpers.ParseQuery(address));

    private static AccountFilter Filter(string address, ListViewer viewer) =>
        Parse(address).ToFilter(viewer, email => email == "ann@example.com" ? 3 : null, Today);
}
