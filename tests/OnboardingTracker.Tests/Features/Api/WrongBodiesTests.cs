using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api;

public sealed class WrongBodiesTests(WrongBodiesTests.World world) : IClassFixture<WrongBodiesTests.World>
{
    private const string Stage = "POST /accounts/acme/stage";
    private const string Risk = "PUT /accounts/acme/payment-risk";
    private const string Hold = "POST /accounts/acme/holds/new-lead";
    private const string Switch = "PATCH /playbooks/new-lead";
    private const string Run = "POST /playbooks/new-lead/runs";
    private const string Policy = "PATCH /policy";
    private const string Add = "POST /members";
    private const string Change = "PATCH /members/ann@example.com";

    [Theory]
    [InlineData(Stage, """{ "stage": "8" }""", "stage")]
    [InlineData(Stage, """{ "stage": 2 }""", "stage")]
    [InlineData(Stage, """{ "stage": null }""", "stage")]
    [InlineData(Stage, """{ "reason": "why" }""", "stage")]
    [InlineData(Stage, """{ "stage": "2", "expectedStage": "0" }""", "expectedStage")]
    [InlineData(Stage, """{ "stage": "2", "reason": 1 }""", "reason")]
    [InlineData(Stage, """{ "stage": "2", "reason": "" }""", "reason")]
    [InlineData(Stage, """{ "stage": "2", "at": "2020-01-01T00:00:00Z" }""", "at")]
    [InlineData(Stage, """{ "stage": "2", "actor": "user:ann@example.com" }""", "actor")]
    [InlineData(Risk, "{}", "assessment")]
    [InlineData(Risk, """{ "assessment": null }""", "assessment")]
    [InlineData(Risk, """{ "assessment": "at risk" }""", "assessment")]
    [InlineData(Risk, """{ "assessment": 1 }""", "assessment")]
    [InlineData(Risk, """{ "assessment": "atRisk", "note": 1 }""", "note")]
    [InlineData(Risk, """{ "assessment": "atRisk", "by": "user:ann@example.com" }""", "by")]
    [InlineData(Hold, """{ "until": "2027-01-01" }""", "until")]
    [InlineData(Hold, """{ "reason": 5 }""", "reason")]
    [InlineData(Switch, "{}", "enabled")]
    [InlineData(Switch, """{ "enabled": "true" }""", "enabled")]
    [InlineData(Switch, """{ "enabled": null }""", "enabled")]
    [InlineData(Switch, """{ "enabled": true, "name": "other" }""", "name")]
    [InlineData(Run, "{}", "dryRun")]
    [InlineData(Run, """{ "dryRun": 1 }""", "dryRun")]
    [InlineData(Run, """{ "dryRun": true, "basedOn": 1 }""", "basedOn")]
    [InlineData(Run, """{ "dryRun": false, "basedOn": "1" }""", "basedOn")]
    [InlineData(Run, """{ "dryRun": false, "basedOn": 1.5 }""", "basedOn")]
    [InlineData(Run, """{ "dryRun": false, "force": true }""", "force")]
    [InlineData(Policy, """{ "finalOutreachDaysBefore": "14" }""", "finalOutreachDaysBefore")]
    [InlineData(Policy, """{ "finalOutreachDaysBefore": 14.5 }""", "finalOutreachDaysBefore")]
    [InlineData(Policy, """{ "finalOutreachDaysBefore": -1 }""", "finalOutreachDaysBefore")]
    [InlineData(Policy, """{ "finalOutreachDaysBefore": 99999999999 }""", "finalOutreachDaysBefore")]
    [InlineData(Policy, """{ "timeZone": "Mars" }""", "timeZone")]
    [InlineData(Policy, """{ "timeZone": null }""", "timeZone")]
    [InlineData(Policy, """{ "policyHour": "25:00" }""", "policyHour")]
    [InlineData(Policy, """{ "policyHour": 6 }""", "policyHour")]
    [InlineData(Policy, """{ "currencyRates": { "EUR": "1.1" } }""", "currencyRates")]
    [InlineData(Policy, """{ "currencyRates": { "EUR": 0 } }""", "currencyRates")]
    [InlineData(Policy, """{ "currencyRates": { "euro": 1.1 } }""", "currencyRates")]
    [InlineData(Policy, """{ "currencyRates": [] }""", "currencyRates")]
    [InlineData(Policy, """{ "consultationSkus": [] }""", "consultationSkus")]
    [InlineData(Policy, """{ "consultationSkus": [null] }""", "consultationSkus")]
    [InlineData(Policy, """{ "consultationSkus": "CALL" }""", "consultationSkus")]
    [InlineData(Policy, """{ "surveyReleased": "yes" }""", "surveyReleased")]
    [InlineData(Policy, """{ "leadForecastAbove": 1e30 }""", "leadForecastAbove")]
    [InlineData(Policy, """{ "version": "1" }""", "version")]
    [InlineData(Policy, """{ "finalOutreachDays": 10 }""", "finalOutreachDays")]
    [InlineData(Policy, """{ "FinalOutreachDaysBefore": 10 }""", "FinalOutreachDaysBefore")]
    [InlineData(Add, """{ "name": "Bo", "role": "lead" }""", "email")]
    [InlineData(Add, """{ "email": "bo", "name": "Bo", "role": "lead" }""", "email")]
    [InlineData(Add, """{ "email": "bo@example.com", "role": "lead" }""", "name")]
    [InlineData(Add, """{ "email": "bo@example.com", "name": " ", "role": "lead" }""", "name")]
    [InlineData(Add, """{ "email": "bo@example.com", "name": "Bo" }""", "role")]
    [InlineData(Add, """{ "email": "bo@example.com", "name": "Bo", "role": "boss" }""", "role")]
    [InlineData(Add, """{ "email": "bo@example.com", "name": "Bo", "role": 3 }""", "role")]
    [InlineData(Add, """{ "email": "bo@example.com", "name": "Bo", "role": "lead", "id": 1 }""", "id")]
    [InlineData(Change, """{ "role": null }""", "role")]
    [InlineData(Change, """{ "absent": "no" }""", "absent")]
    [InlineData(Change, """{ "active": 0 }""", "active")]
    [InlineData(Change, """{ "email": "new@example.com" }""", "email")]
    [InlineData(Change, """{ "active": false, "reassignTo": "nobody@example.com" }""", "reassignTo")]
    [InlineData(Change, """{ "active": false, "reassignTo": 1 }""", "reassignTo")]
    public async Task A_field_that_is_wrong_missing_or_unknown_is_400_and_named(string call, string body, string field)
    {
        using var api = world.App.Api();
        var (method, path) = (call.Split(' ')[0], call.Split(' ')[1]);

        (await api.CallAsync(new HttpMethod(method), path, body)).ShouldName(field);
    }

    public sealed class World(TestPostgres postgres) : IAsyncLifetime
    {
        public TrackerApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await TrackerApp.StartAsync(postgres);
            using var api = App.Api();
            (await api.PutAsync("/accounts/acme", "{}")).ShouldBe(201);
            (await api.PostAsync("/members", """{ "email": "ann@example.com", "name": "Ann", "role": "specialist" }""")).ShouldBe(201);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
