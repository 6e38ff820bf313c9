using System.Net;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Accounts;

public sealed class NewAccountTests(TestPostgres postgres)
{
    [Fact]
    public async Task An_account_is_added_by_hand_straight_into_stage_1_with_an_owner()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);

        using var answer = await ann.PostAsync(
            "/accounts/new",
            Form(
                ("ExternalId", "acme"),
                ("Name", "Acme"),
                ("Domain", "acme.example"),
                ("Plan", "free"),
                ("Forecast", "20"),
                ("NextRenewalOn", "2026-04-01"),
                ("ContactEmail", "rosa@acme.example"),
                ("ContactName", "Rosa"),
                ("EnterPipeline", "true")
            )
        );

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var account = await app.DbAsync(db => db.Accounts.AsNoTracking().Include(a => a.Contacts).Include(a => a.Owner).SingleAsync());
        answer.Headers.Location!.OriginalString.Should().Be($"/accounts/{account.Id}");
        (account.ExternalId, account.Name, account.Stage, account.Owner!.Email)
            .Should()
            .Be(("acme", "Acme", "1", "specialist@example.com"));
        (account.Forecast, account.NextRenewalOn).Should().Be((new Money(20, "USD"), new DateOnly(2026, 4, 1)));
        account.Contacts.Should().ContainSingle(contact => contact.Email == "rosa@acme.example" && contact.Name == "Rosa");
        (await ann.HtmlAsync($"/accounts/{account.Id}")).Should().Contain("Acme was added").And.NotContain("by hand</span>");
    }

    [Fact]
    public async Task A_lead_enters_by_itself_and_anything_else_stays_outside()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);

        using var lead = await ann.PostAsync("/accounts/new", Form(("ExternalId", "a"), ("Name", "A"), ("Forecast", "250")));
        using var other = await ann.PostAsync("/accounts/new", Form(("ExternalId", "b"), ("Name", "B"), ("Forecast", "50")));

        (await app.DbAsync(db => db.Accounts.OrderBy(a => a.Name).Select(a => a.Stage).ToListAsync())).Should().Equal("1", null);
    }

    [Fact]
    public async Task What_cannot_be_is_said_at_its_field_and_everything_typed_stays()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);

        using var answer = await ann.PostAsync(
            "/accounts/new",
            Form(("Name", ""), ("Forecast", "1.234,56"), ("NextRenewalOn", "soon"), ("ContactEmail", "rosa"), ("Domain", "acme.example/x"))
        );

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        foreach (var field in new[] { "ExternalId", "Name", "Forecast", "NextRenewalOn", "ContactEmail", "Domain" })
            html.Should().Contain($"id=\"Input_{field}-error\"", field);
        html.Should().Contain("value=\"1.234,56\"").And.Contain("value=\"rosa\"").And.Contain("value=\"acme.example/x\"");
        (await app.DbAsync(db => db.Accounts.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_known_id_is_never_overwritten_and_the_known_account_is_offered()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();

        using var answer = await ann.PostAsync("/accounts/new", Form(("ExternalId", " acme "), ("Name", "Another"), ("Anyway", "true")));

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("acme is known already.").And.Contain($"href=\"/accounts/{id}\"");
        (await app.AccountAsync(id)).Name.Should().Be("Acme");
    }

    [Theory]
    [InlineData("Name", "ACME", "the same name")]
    [InlineData("Domain", "acme.example", "the same domain")]
    [InlineData("ContactEmail", "rosa@acme.example", "the same contact")]
    public async Task A_similar_account_is_offered_first_and_added_all_the_same_when_the_person_says_so(
        string field,
        string value,
        string because
    )
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync(new AccountUpdate { Name = "Acme", Domain = "acme.example" });
        using var _ = await ann.PostAsync($"/accounts/{id}/contacts/new", new() { ["Email"] = "rosa@acme.example" });
        var fields = new Dictionary<string, string> { ["ExternalId"] = "acme-2", ["Name"] = "Something else" };
        fields[field] = value;

        using var asked = await ann.PostAsync("/accounts/new", Form([.. fields.Select(f => (f.Key, f.Value))]));
        asked.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await asked.Content.ReadAsStringAsync())
            .Should()
            .Contain("Is it one of these?")
            .And.Contain(because)
            .And.Contain($"/accounts/{id}");

        using var added = await ann.PostAsync("/accounts/new", Form([.. fields.Select(f => (f.Key, f.Value)), ("Anyway", "true")]));
        added.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await app.DbAsync(db => db.Accounts.CountAsync())).Should().Be(2);
    }

    [Fact]
    public async Task Revenue_adds_no_accounts()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var rita = await PageClient.SignedInAsync(app, Role.Revenue);

        using var answer = await rita.GetAsync("/accounts/new");

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private static Dictionary<string, string> Form(params (string Field, string Value)[] fields)
    {
        var form = new Dictionary<string, string> { ["Input.Plan"] = "payAsYouGo", ["Input.Currency"] = "USD" };
        foreach (var (field, value) in fields)
            form[$"Input.{field}"] = value;
        return form;
    }
}
