using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api.Accounts;

public sealed class AccountFieldsTests(SharedApp shared) : IClassFixture<SharedApp>, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        if (await shared.App.DbAsync(db => db.Members.AnyAsync()))
            return;
        await shared.App.AddMemberAsync("gone@example.com", Role.Specialist, active: false);
        await shared.App.AddMemberAsync("rita@example.com", Role.Revenue);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("""{ "name": null }""", "name")]
    [InlineData("""{ "name": "   " }""", "name")]
    [InlineData("""{ "name": 7 }""", "name")]
    [InlineData("""{ "name": "a\u0000b" }""", "name")]
    [InlineData("""{ "name": "a\ud800b" }""", "name")]
    [InlineData("""{ "plan": "PayAsYouGo" }""", "plan")]
    [InlineData("""{ "plan": 0 }""", "plan")]
    [InlineData("""{ "plan": null }""", "plan")]
    [InlineData("""{ "program": "techstars" }""", "program")]
    [InlineData("""{ "domain": "https://acme.com/" }""", "domain")]
    [InlineData("""{ "forecast": 12 }""", "forecast")]
    [InlineData("""{ "forecast": {} }""", "forecast.amount")]
    [InlineData("""{ "forecast": { "amount": "12.50" } }""", "forecast.amount")]
    [InlineData("""{ "forecast": { "amount": -0.01 } }""", "forecast.amount")]
    [InlineData("""{ "forecast": { "amount": 1.00001 } }""", "forecast.amount")]
    [InlineData("""{ "forecast": { "amount": 1e999 } }""", "forecast.amount")]
    [InlineData("""{ "forecast": { "amount": 100000000000000 } }""", "forecast.amount")]
    [InlineData("""{ "forecast": { "amount": 0.00000000000000000000000000000001 } }""", "forecast.amount")]
    [InlineData("""{ "forecast": { "amount": 1, "currency": "Dollars" } }""", "forecast.currency")]
    [InlineData("""{ "forecast": { "amount": 1, "unit": "USD" } }""", "forecast.unit")]
    [InlineData("""{ "nextRenewalOn": "31/12/2026" }""", "nextRenewalOn")]
    [InlineData("""{ "nextRenewalOn": "2026-02-30" }""", "nextRenewalOn")]
    [InlineData("""{ "nextRenewalOn": "2026-04-01T00:00:00Z" }""", "nextRenewalOn")]
    [InlineData("""{ "contacts": { "email": "jo@acme.com" } }""", "contacts")]
    [InlineData("""{ "contacts": [{ "name": "Jo" }] }""", "contacts[0].email")]
    [InlineData("""{ "contacts": [{ "email": "jo@acme.com" }, { "email": "jo" }] }""", "contacts[1].email")]
    [InlineData("""{ "contacts": [{ "email": "jo@acme.com" }, { "email": "Jo@acme.com" }] }""", "contacts[1].email")]
    [InlineData("""{ "contacts": ["jo@acme.com"] }""", "contacts[0]")]
    [InlineData("""{ "contacts": [{ "email": "jo@acme.com", "phone": "1" }] }""", "contacts[0].phone")]
    [InlineData("""{ "salesOwner": "sal" }""", "salesOwner")]
    [InlineData("""{ "owner": "nobody@example.com" }""", "owner")]
    [InlineData("""{ "owner": "gone@example.com" }""", "owner")]
    [InlineData("""{ "owner": "rita@example.com" }""", "owner")]
    [InlineData("""{ "segments": ["Onboarding Lead"] }""", "segments")]
    [InlineData("""{ "segments": ["VIP"] }""", "segments")]
    [InlineData("""{ "segments": "Onboarding - engaged" }""", "segments")]
    [InlineData("""{ "externalId": "other" }""", "externalId")]
    [InlineData("""{ "stage": "5" }""", "stage")]
    [InlineData("""{ "engaged": true }""", "engaged")]
    [InlineData("""{ "paymentRisk": { "assessment": "atRisk" } }""", "paymentRisk")]
    [InlineData("""{ "ownerId": 1 }""", "ownerId")]
    [InlineData("""{ "Name": "Acme" }""", "Name")]
    public async Task A_field_that_is_wrong_or_not_to_be_set_is_400_and_named_and_nothing_is_stored(string body, string field)
    {
        using var api = shared.App.Api();

        (await api.PutAsync("/accounts/wrong", body)).ShouldName(field);

        (await api.GetAsync("/accounts/wrong")).ShouldBe(404);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named_at_once()
    {
        using var api = shared.App.Api();

        (
            await api.PutAsync("/accounts/wrong", """{ "name": "", "plan": "gold", "forecast": { "amount": "1" }, "stage": "1" }""")
        ).ShouldName("name", "plan", "forecast.amount", "stage");
    }

    [Theory]
    [InlineData("1249.5", "1249.5")]
    [InlineData("99999999999999.9999", "99999999999999.9999")]
    [InlineData("0.1", "0.1")]
    [InlineData("100.0000", "100")]
    [InlineData("1.5E+2", "150")]
    [InlineData("12345e-3", "12.345")]
    [InlineData("0", "0")]
    public async Task Amounts_are_kept_to_the_last_decimal(string sent, string told)
    {
        using var api = shared.App.Api();

        var answer = await api.PutAsync($"/accounts/{Guid.NewGuid()}", $$"""{ "forecast": { "amount": {{sent}} } }""");

        answer.ShouldBe(201)["forecast"]["amount"]!.ToJsonString().Should().Be(told);
    }

    [Theory]
    [InlineData("Ünïcode 株")]
    [InlineData("a/b/c")]
    [InlineData("a?b=c&d#e+f")]
    [InlineData("C:\\temp")]
    [InlineData("import")]
    public async Task An_external_id_may_hold_any_character(string externalId)
    {
        using var api = shared.App.Api();
        var path = "/accounts/" + Uri.EscapeDataString(externalId);

        var created = (await api.PutAsync(path, """{ "name": "Acme" }""")).ShouldBe(201);

        created.Text("externalId").Should().Be(externalId);
        (await api.GetAsync(created.Response.Headers.Location!.ToString())).ShouldBe(200).Text("externalId").Should().Be(externalId);
        (await api.GetAsync(path + "/why")).ShouldBe(200);
    }
}
