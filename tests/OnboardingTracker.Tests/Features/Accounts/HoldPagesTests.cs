using System.Net;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Accounts;

public sealed class HoldPagesTests(TestPostgres postgres)
{
    private static readonly Actor Ben = Actor.User("ben@example.com");

    [Fact]
    public async Task A_hold_is_placed_with_a_reason_shown_with_its_end_and_lifted()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();

        using var missing = await ann.PostAsync($"/accounts/{id}/hold", new() { ["Playbook"] = "final-outreach-due" });
        missing.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await missing.Content.ReadAsStringAsync()).Should().Contain("Say why").And.Contain("checked");
        using var unknown = await ann.PostAsync($"/accounts/{id}/hold", new() { ["Playbook"] = "nothing", ["Reason"] = "kept as typed" });
        (await unknown.Content.ReadAsStringAsync()).Should().Contain("Choose the playbook").And.Contain("kept as typed");

        using var placed = await ann.PostAsync(
            $"/accounts/{id}/hold",
            new() { ["Playbook"] = "final-outreach-due", ["Reason"] = "On holiday" }
        );
        placed.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var html = await ann.HtmlAsync($"/accounts/{id}");
        html.Should().Contain("final-outreach-due held").And.Contain("On holiday").And.Contain("until the renewal is Apr 3 or later");
        html.Should().Contain("held by Specialist since Mar 1");

        using var lifted = await ann.PostAsync(
            $"/accounts/{id}/lift",
            new() { ["Playbook"] = "final-outreach-due" },
            from: $"/accounts/{id}"
        );
        html = await ann.HtmlAsync($"/accounts/{id}");
        html.Should().NotContain("final-outreach-due held").And.Contain("lifted the hold on");
    }

    [Fact]
    public async Task Keep_for_another_period_from_5_says_where_it_goes_and_does_both_in_one_action()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await InFiveAsync(app);

        (await ann.HtmlAsync($"/accounts/{id}/keep"))
            .Should()
            .Contain("It goes back to <strong>3a Engaged — Email</strong>")
            .And.Contain("Apr 3");
        using var kept = await ann.PostAsync($"/accounts/{id}/keep", new() { ["Reason"] = "Paused", ["Seen"] = "4" });

        kept.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var html = await ann.HtmlAsync($"/accounts/{id}");
        html.Should().Contain("Acme is kept for another period").And.Contain("kept for another period: Paused");
        var account = await app.AccountAsync(id);
        account.Stage.Should().Be("3a");
        account.Holds.Should().ContainSingle(hold => hold.Playbook == "final-outreach-due" && hold.LiftedAt == null);
    }

    [Fact]
    public async Task Somebody_who_keeps_what_has_moved_meanwhile_is_told_and_keeps_what_they_typed()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await InFiveAsync(app);
        await app.MoveAsync(id, "6b", Ben);

        using var answer = await ann.PostAsync($"/accounts/{id}/keep", new() { ["Reason"] = "Paused", ["Seen"] = "4" });

        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync())
            .Should()
            .Contain("ben@example.com moved it to 6b Onboarded — Engaged meanwhile.")
            .And.Contain("Paused");
        var account = await app.AccountAsync(id);
        (account.Stage, account.Holds.Count).Should().Be(("6b", 0));
    }

    [Fact]
    public async Task Handing_off_and_churn_lead_to_the_form_that_asks_for_a_reason()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await InFiveAsync(app);
        (await ann.HtmlAsync($"/accounts/{id}")).Should().Contain($"/accounts/{id}/hand-off").And.Contain($"/accounts/{id}/move?to=6d");

        using var answer = await ann.PostAsync($"/accounts/{id}/move", new() { ["to"] = "6c", ["expected"] = "4" });

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("needs a reason");
    }

    private static async Task<long> InFiveAsync(TrackerApp app)
    {
        var id = await app.AddAccountAsync();
        foreach (var stage in new[] { "1", "2", "3a", "5" })
            await app.MoveAsync(id, stage, Ben);
        return id;
    }
}
