using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api.Accounts;

public sealed class PaymentRiskTests(TestPostgres postgres)
{
    private const string Path = "/accounts/acme/payment-risk";

    [Fact]
    public async Task Revenue_says_it_and_the_account_tells_who_and_when_and_the_same_again_changes_nothing()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        using var revenue = await app.ApiAsync(Role.Revenue, "rita's key");
        await api.PutAsync("/accounts/acme", "{}");

        var marked = await revenue.PutAsync(Path, """{ "assessment": "unlikelyToPay", "note": "Card expired\nin May" }""");
        app.Clock.Advance(TimeSpan.FromDays(1));
        await api.PutAsync(Path, """{ "assessment": "unlikelyToPay", "note": "Card expired\nin May" }""");

        const string Risk = """
            {"assessment":"unlikelyToPay","note":"Card expired\nin May","by":"api:rita's key","at":"2026-03-01T09:00:00Z"}
            """;
        marked.ShouldBe(200)["paymentRisk"].Should().BeJson(Risk);
        (await api.GetAsync("/accounts/acme"))["paymentRisk"].Should().BeJson(Risk);
        (await app.DbAsync(db => db.AccountChanges.CountAsync(c => c.Source == "person"))).Should().Be(1);
        (await api.PutAsync(Path, """{ "assessment": "notAssessed" }"""))["paymentRisk"]["note"].Should().BeNull();
    }

    [Fact]
    public async Task A_note_has_its_length()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", "{}");

        (await api.PutAsync(Path, new { assessment = "atRisk", note = new string('x', 4000) })).ShouldBe(200);
        (await api.PutAsync(Path, new { assessment = "atRisk", note = new string('x', 4001) })).ShouldName("note");
        (await api.PutAsync("/accounts/nobody/payment-risk", """{ "assessment": "atRisk" }""")).ShouldBe(404);
    }
}
