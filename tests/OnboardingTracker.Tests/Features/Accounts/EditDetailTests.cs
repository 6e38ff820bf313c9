using System.Net;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Accounts;

public sealed class EditDetailTests(TestPostgres postgres)
{
    [Theory]
    [InlineData("name", "Acme Robotics", "Acme", "Acme Robotics")]
    [InlineData("domain", "ACME.example", "", "acme.example")]
    [InlineData("plan", "annual", "payAsYouGo", "annual")]
    [InlineData("program", "yc", "", "yc")]
    [InlineData("forecast", "99.50", "80.00 USD", "99.50 USD")]
    [InlineData("nextRenewalOn", "2026-04-30", "2026-03-20", "2026-04-30")]
    [InlineData("stripeCustomerId", "cus_1", "", "cus_1")]
    [InlineData("salesOwner", "AE@example.com", "", "ae@example.com")]
    [InlineData("owner", "specialist@example.com", "", "specialist@example.com")]
    [InlineData("segments", "Onboarding - engaged", "", "Onboarding - engaged")]
    public async Task Each_detail_is_edited_as_a_person_s_edit_with_its_history(string detail, string value, string seen, string stored)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();

        using var answer = await ann.PostAsync($"/accounts/{id}/edit/{detail}", new() { ["Value"] = value, ["Seen"] = seen });

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.Should().Be($"/accounts/{id}");
        var change = await app.DbAsync(db => db.AccountChanges.AsNoTracking().OrderBy(c => c.Id).LastAsync());
        (change.Source, change.Actor).Should().Be((DetailSources.Person, Actor.User("specialist@example.com")));
        change.Values[detail].Should().Equal(seen.Length == 0 ? null : seen, stored);
    }

    [Theory]
    [InlineData("name", " ", "An account needs a name.")]
    [InlineData("domain", "https://acme.example/", "without https://")]
    [InlineData("plan", "gold", "is not a plan")]
    [InlineData("forecast", "1.234,56", "is not an amount")]
    [InlineData("forecast", "-0.01", "is below 0")]
    [InlineData("nextRenewalOn", "31/12/2026", "write it as YYYY-MM-DD")]
    [InlineData("salesOwner", "nobody", "is not an e-mail address")]
    [InlineData("owner", "stranger@example.com", "This person cannot own accounts")]
    public async Task What_cannot_be_is_refused_where_it_was_typed_and_stays_typed(string detail, string value, string says)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        var changes = await app.DbAsync(db => db.AccountChanges.CountAsync());

        using var answer = await ann.PostAsync($"/accounts/{id}/edit/{detail}", new() { ["Value"] = value, ["Seen"] = "" });

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        html.Should().Contain(says).And.Contain("id=\"detail-value-error\"");
        if (detail is not ("plan" or "owner") && value != " ")
            html.Should().Contain($"value=\"{value}\"");
        (await app.DbAsync(db => db.AccountChanges.CountAsync())).Should().Be(changes);
    }

    [Fact]
    public async Task Two_people_on_one_detail_the_second_is_told_what_the_first_did_and_keeps_what_they_typed()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        using var ben = await PageClient.SignedInAsync(app, Role.Lead);
        var id = await app.AddAccountAsync();
        using var _ = await ann.PostAsync($"/accounts/{id}/edit/nextRenewalOn", Renewal("2026-04-01"));

        using var second = await ben.PostAsync($"/accounts/{id}/edit/nextRenewalOn", Renewal("2026-05-05"));

        second.StatusCode.Should().Be(HttpStatusCode.Conflict);
        var html = await second.Content.ReadAsStringAsync();
        html.Should().Contain("Specialist changed it meanwhile").And.Contain("it is now Apr 1.");
        html.Should().Contain("value=\"2026-05-05\"", "what was typed is kept").And.Contain("name=\"Seen\" value=\"2026-04-01\"");
        (await app.AccountAsync(id)).NextRenewalOn.Should().Be(new DateOnly(2026, 4, 1));

        using var again = await ben.PostAsync($"/accounts/{id}/edit/nextRenewalOn", Renewal("2026-05-05", seen: "2026-04-01"));
        again.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await app.AccountAsync(id)).NextRenewalOn.Should().Be(new DateOnly(2026, 5, 5));

        static Dictionary<string, string> Renewal(string day, string seen = "2026-03-20") => new() { ["Value"] = day, ["Seen"] = seen };
    }

    [Fact]
    public async Task An_edit_that_makes_a_lead_says_so_and_its_undo_puts_the_value_back()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();

        using var answer = await ann.HtmxPostAsync(
            $"/accounts/{id}/edit/forecast",
            new()
            {
                ["Value"] = "250",
                ["Currency"] = "usd",
                ["Seen"] = "80.00 USD",
            }
        );

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("HX-Trigger-After-Settle").Should().Equal("accounts-changed");
        var html = await answer.Content.ReadAsStringAsync();
        html.Should().Contain("Acme: Forecast is $250.00").And.Contain("It moved to 1 New Account");
        html.Should().Contain("name=\"Value\" value=\"80.00\"").And.Contain("name=\"Seen\" value=\"250.00 USD\"");

        using var undo = await ann.PostAsync(
            $"/accounts/{id}/edit/forecast",
            new()
            {
                ["Value"] = "80.00",
                ["Currency"] = "USD",
                ["Seen"] = "250.00 USD",
            }
        );
        (await app.AccountAsync(id)).Forecast.Should().Be(new Money(80, "USD"));
    }

    [Fact]
    public async Task The_small_editor_offers_choices_in_one_press_and_asks_for_the_rest_in_a_field()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        await app.AddMemberAsync(Role.Revenue);
        var id = await app.AddAccountAsync();

        var owners = await EditorAsync(ann, $"/accounts/{id}/edit/owner");
        owners.Should().Contain("value=\"specialist@example.com\"").And.Contain("No owner");
        owners.Should().NotContain("revenue@example.com", "Revenue owns no accounts");
        (await EditorAsync(ann, $"/accounts/{id}/edit/nextRenewalOn"))
            .Should()
            .Contain("type=\"date\"")
            .And.Contain("value=\"2026-03-20\"")
            .And.NotContain("<html");
    }

    [Fact]
    public async Task Revenue_does_not_edit_and_what_is_not_there_is_not_found()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        using var rita = await PageClient.SignedInAsync(app, Role.Revenue);
        var id = await app.AddAccountAsync();

        (await StatusAsync(rita, $"/accounts/{id}/edit/plan")).Should().Be(HttpStatusCode.Forbidden);
        (await StatusAsync(ann, $"/accounts/{id}/edit/stage")).Should().Be(HttpStatusCode.NotFound);
        (await StatusAsync(ann, "/accounts/999999/edit/plan")).Should().Be(HttpStatusCode.NotFound);
    }

    private static async Task<HttpStatusCode> StatusAsync(PageClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task<string> EditorAsync(PageClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("HX-Request", "true");
        request.Headers.Add("HX-Target", "editor");
        using var answer = await client.Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }
}
