using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.PaymentRisks;

namespace OnboardingTracker.Tests.Features.Api;

public sealed class PaymentRiskListTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_list_and_its_sums_are_answered_as_described()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await PaymentRiskPageTests.WorldAsync(app);
        using var api = await app.ApiAsync(Role.Revenue);
        await api.PutAsync("/accounts/broke/payment-risk", """{ "assessment": "unlikelyToPay", "note": "Insolvent" }""");

        var first = (await api.GetAsync("/payment-risk?limit=2")).ShouldBe(200);
        first.Names("account").Should().Equal("broke", "owing");
        var broke = first["items"][0]!;
        broke["invoices"]!.AsArray().Should().HaveCount(2);
        broke["invoices"]![0]!["amount"]!["amount"]!.GetValue<decimal>().Should().Be(750.25m);
        broke["paymentRisk"]!["assessment"]!.GetValue<string>().Should().Be("unlikelyToPay");
        broke["paymentRisk"]!["stale"]!.GetValue<bool>().Should().BeFalse();
        var next = await api.GetAsync($"/payment-risk?limit=2&cursor={first["nextCursor"].GetValue<string>()}");
        next.Names("account").Should().Equal("coming");
        (await api.GetAsync("/payment-risk?assessment=unlikelyToPay&bills=failed&stale=false")).Names("account").Should().Equal("broke");

        var summary = (await api.GetAsync("/payment-risk/summary?since=2026-03-01")).ShouldBe(200);
        summary["forecast"].GetValue<decimal>().Should().Be(1500);
        summary["riskAdjusted"].GetValue<decimal>().Should().Be(1050);
        summary["open"].GetValue<decimal>().Should().Be(1500.50m);
        summary["since"]["assessed"]!.AsArray().Should().ContainSingle();
        summary["since"]["failed"]!.AsArray().Should().ContainSingle();
        (await api.GetAsync("/payment-risk/summary?bills=failed"))["accounts"].GetValue<int>().Should().Be(1);
    }

    [Theory]
    [InlineData("/payment-risk?assessment=perhaps", "assessment")]
    [InlineData("/payment-risk?stale=yes", "stale")]
    [InlineData("/payment-risk?bills=all", "bills")]
    [InlineData("/payment-risk?dueBefore=tomorrow", "dueBefore")]
    [InlineData("/payment-risk?owner=nobody@example.com", "owner")]
    [InlineData("/payment-risk?stage=9", "stage")]
    [InlineData("/payment-risk?q=%00", "q")]
    [InlineData("/payment-risk?sort=beauty", "sort")]
    [InlineData("/payment-risk?limit=0", "limit")]
    [InlineData("/payment-risk?cursor=x", "cursor")]
    [InlineData("/payment-risk/summary?since=2031-01-01", "since")]
    [InlineData("/payment-risk/summary?since=0001-01-01", "since")]
    public async Task What_is_none_of_what_may_be_said_is_named(string path, string field)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        (await api.GetAsync(path)).ShouldBe(400)["errors"].AsObject().Select(error => error.Key).Should().Equal(field);
    }

    [Fact]
    public async Task The_weights_are_part_of_the_policy_from_0_to_1()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        (await api.GetAsync("/policy"))["riskWeightAtRisk"].GetValue<decimal>().Should().Be(0.5m);
        (await api.PatchAsync("/policy", """{ "riskWeightAtRisk": 0.25 }""")).ShouldBe(200);
        foreach (var wrong in new[] { "-0.01", "1.01" })
            (await api.PatchAsync("/policy", $$"""{ "riskWeightUnlikelyToPay": {{wrong}} }""")).ShouldBe(400);
        (await api.PatchAsync("/policy", """{ "riskWeightUnlikelyToPay": 0, "riskWeightLikelyToPay": 1 }""")).ShouldBe(200);
    }
}
