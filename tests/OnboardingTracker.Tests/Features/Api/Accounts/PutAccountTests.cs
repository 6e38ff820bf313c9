using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api.Accounts;

public sealed class PutAccountTests(TestPostgres postgres)
{
    private const string Acme = """
        {
          "name": "Ácme 株式会社", "domain": "ACME.com", "plan": "payAsYouGo", "program": "yc",
          "forecast": { "amount": 1249.5, "currency": "EUR" }, "nextRenewalOn": "2026-04-01",
          "stripeCustomerId": "cus_1", "contacts": [{ "email": "Jo@Acme.com", "name": "Jo", "role": "CTO" }],
          "salesOwner": "sal@example.com", "owner": "ann@example.com", "segments": ["Onboarding - engaged"]
        }
        """;

    [Fact]
    public async Task A_new_account_is_201_with_everything_that_was_sent_and_the_same_again_is_200_and_changes_nothing()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync("ann@example.com", Role.Specialist);
        using var api = app.Api();

        var created = (await api.PutAsync("/accounts/acme", Acme)).ShouldBe(201);
        var again = (await api.PutAsync("/accounts/acme", Acme)).ShouldBe(200);

        created.Response.Headers.Location!.ToString().Should().Be("/api/v1/accounts/acme");
        const string Told = """
            {"externalId":"acme","name":"Ácme 株式会社","domain":"acme.com","plan":"payAsYouGo","program":"yc",
             "forecast":{"amount":1249.5,"currency":"EUR"},"nextRenewalOn":"2026-04-01","stripeCustomerId":"cus_1",
             "contacts":[{"email":"jo@acme.com","name":"Jo","role":"CTO"}],"salesOwner":"sal@example.com","owner":"ann@example.com",
             "segments":["Onboarding - engaged"],"stage":null,"stageTimestamps":{},"engaged":false,"engagedAt":null,
             "paymentRisk":{"assessment":"notAssessed","note":null,"by":null,"at":null},"churnedOn":null,
             "links":{"page":"/accounts/1","stripe":"https://dashboard.stripe.com/customers/cus_1"}}
            """;
        created.Body.Should().BeJson(Told);
        again.Body.Should().BeJson(Told);
        (await api.GetAsync("/accounts/acme")).ShouldBe(200).Body.Should().BeJson(Told);
        var history = await app.DbAsync(db => db.AccountChanges.AsNoTracking().ToListAsync());
        history.Should().HaveCount(2, "one row for the details, one for the contacts, and none for the second time");
        history.Should().OnlyContain(change => change.Actor.ToString() == "api:bootstrap" && change.Source == "api");
    }

    [Fact]
    public async Task Only_the_fields_sent_are_changed_and_null_clears()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync("ann@example.com", Role.Specialist);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", Acme);

        var changed = (await api.PutAsync("/accounts/acme", """{ "domain": null, "forecast": { "amount": 0.0001 } }""")).ShouldBe(200);

        changed["forecast"].Should().BeJson("""{"amount":0.0001,"currency":"USD"}""", "the team's currency stands in");
        changed.Body!["domain"].Should().BeNull();
        changed.Text("name").Should().Be("Ácme 株式会社");
        changed.Text("program").Should().Be("yc");
        var cleared = await api.PutAsync(
            "/accounts/acme",
            """{ "program": null, "forecast": null, "nextRenewalOn": null, "stripeCustomerId": null, "salesOwner": null, "owner": null, "segments": [] }"""
        );
        foreach (var field in new[] { "program", "forecast", "nextRenewalOn", "stripeCustomerId", "salesOwner", "owner" })
            cleared.Body![field].Should().BeNull();
        cleared["segments"].AsArray().Should().BeEmpty();
        cleared["links"].AsObject().Select(link => link.Key).Should().Equal("page");
    }

    [Fact]
    public async Task Contacts_are_merged_by_their_e_mail()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", """{ "contacts": [{ "email": "jo@acme.com", "name": "Jo", "role": "CTO" }] }""");

        var merged = await api.PutAsync(
            "/accounts/acme",
            """{ "contacts": [{ "email": "JO@acme.com", "name": "Jo Doe" }, { "email": "al@acme.com" }] }"""
        );

        merged["contacts"]
            .Should()
            .BeJson("""[{"email":"jo@acme.com","name":"Jo Doe","role":"CTO"},{"email":"al@acme.com","name":null,"role":null}]""");
    }

    [Fact]
    public async Task A_lead_enters_stage_1_before_the_answer_is_written_and_may_be_said_to_be_one()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync("ann@example.com", Role.Specialist);
        using var api = app.Api();

        var lead = await api.PutAsync("/accounts/acme", """{ "plan": "payAsYouGo", "forecast": { "amount": 100.01 } }""");

        lead["stage"].Should().BeJson("""{"code":"1","name":"New Account","enteredAt":"2026-03-01T09:00:00Z"}""");
        lead["stageTimestamps"].Should().BeJson("""{"1":"2026-03-01T09:00:00Z"}""");
        lead.Text("owner").Should().Be("ann@example.com");
        lead["segments"].Should().BeJson("""["Onboarding Lead"]""");
        (await api.PutAsync("/accounts/acme", """{ "segments": ["Onboarding Lead", "Onboarding - engaged"] }""")).ShouldBe(200);
    }

    [Fact]
    public async Task Who_sends_the_same_owner_again_changes_nothing_although_that_person_has_left()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await app.AddMemberAsync("ann@example.com", Role.Specialist);
        using var api = app.Api();
        await api.PutAsync("/accounts/acme", """{ "owner": "ann@example.com" }""");
        await app.DbAsync(db => db.Members.Where(m => m.Id == ann.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Active, false)));

        (await api.PutAsync("/accounts/acme", """{ "owner": "ann@example.com" }""")).ShouldBe(200);
        (await api.PutAsync("/accounts/beta", """{ "owner": "ann@example.com" }""")).ShouldName("owner");
    }

    [Fact]
    public async Task Of_many_who_make_the_same_account_at_once_one_makes_it_and_no_value_is_lost()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(n => api.PutAsync("/accounts/acme", $$"""{ "contacts": [{ "email": "c{{n}}@acme.com" }] }"""))
        );

        answers.Count(a => (int)a.Status == 201).Should().Be(1);
        answers.Count(a => (int)a.Status == 200).Should().Be(7);
        (await api.GetAsync("/accounts/acme"))["contacts"].AsArray().Should().HaveCount(8);
    }

    [Fact]
    public async Task An_escaped_slash_in_an_external_id_is_told_from_a_slash()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        // What the test server hands on of the address is unescaped: this one takes a real one.
        app.UseKestrel(0);
        using var api = app.Api();

        foreach (var externalId in new[] { "50%2F off", "a/%2f/b", "a/b", "plain" })
        {
            var path = "/accounts/" + Uri.EscapeDataString(externalId);
            (await api.PutAsync(path, "{}")).ShouldBe(201).Text("externalId").Should().Be(externalId);
            (await api.GetAsync(path + "/transitions?limit=1")).ShouldBe(200);
        }
    }
}
