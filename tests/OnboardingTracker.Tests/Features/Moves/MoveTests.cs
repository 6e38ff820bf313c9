using System.Net;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Features.Moves;

public sealed class MoveTests(TestPostgres postgres)
{
    private static readonly Actor Mei = Actor.User("mei@example.com");

    [Fact]
    public async Task A_move_by_form_leads_back_to_the_list_and_is_undone_by_its_toast()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();

        using var moved = await ann.PostAsync($"/accounts/{id}/move", Fields("2", 0, "/?owner=any"));
        moved.StatusCode.Should().Be(HttpStatusCode.Redirect);
        moved.Headers.Location!.ToString().Should().Be("/?owner=any");
        (await app.AccountAsync(id)).Stage.Should().Be("2");
        var transition = (await app.AccountAsync(id)).LastTransitionId!.Value;
        var list = await ann.HtmlAsync("/?owner=any");
        list.Should().Contain("Acme moved to 2 Onboarding Initiated").And.Contain($"name=\"transition\" value=\"{transition}\"");

        using var undone = await ann.PostAsync(
            $"/accounts/{id}/undo",
            new() { ["transition"] = $"{transition}", ["returnUrl"] = "/?owner=any" },
            from: "/"
        );
        undone.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await app.AccountAsync(id)).Stage.Should().BeNull();
        (await ann.HtmlAsync("/")).Should().Contain("Acme is out of the pipeline again");
    }

    [Fact]
    public async Task To_htmx_a_move_answers_with_a_toast_and_word_that_lists_are_out_of_date()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();

        using var answer = await ann.HtmxPostAsync($"/accounts/{id}/move", Fields("2", 0), from: "/");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("HX-Trigger-After-Settle").Should().Equal("accounts-changed");
        var html = await answer.Content.ReadAsStringAsync();
        html.Should().Contain("hx-swap-oob=\"beforeend:#toasts\"").And.Contain($"hx-post=\"/accounts/{id}/undo\"");
        html.Should().NotContain("<html");
    }

    [Theory]
    [InlineData("6c")]
    [InlineData("6d")]
    [InlineData("1")] // back
    public async Task Where_a_reason_is_asked_the_form_comes_again_and_keeps_what_was_chosen(string to)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        var last = await app.MoveAsync(id, "2", Mei);

        using var asked = await ann.HtmxPostAsync($"/accounts/{id}/move", Fields(to, last), from: "/");
        asked.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        asked.Headers.GetValues("HX-Retarget").Should().Equal("#dialog");
        var form = await asked.Content.ReadAsStringAsync();
        form.Should().Contain("needs a reason").And.MatchRegex($"value=\"{to}\" required checked");
        (await app.AccountAsync(id)).Stage.Should().Be("2");

        var fields = Fields(to, last);
        fields["reason"] = "Their AE took over";
        using var moved = await ann.HtmxPostAsync($"/accounts/{id}/move", fields, from: "/");
        moved.StatusCode.Should().Be(HttpStatusCode.OK);
        var transition = await app.DbAsync(db => db.Transitions.OrderBy(t => t.Id).LastAsync());
        (transition.To, transition.Reason, transition.Actor).Should().Be((to, "Their AE took over", Actor.User("specialist@example.com")));
    }

    [Fact]
    public async Task A_refusal_names_the_evidence_and_offers_the_stage_that_fits()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "2", Mei);
        var last = await app.MoveAsync(id, "3a", Mei);

        using var page = await ann.PostAsync($"/accounts/{id}/move", Fields("6a", last));
        page.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        var html = await page.Content.ReadAsStringAsync();
        html.Should()
            .Contain("<html", "without JavaScript it is a page of its own")
            .And.Contain("stated by mei@example.com on 1 March 2026")
            .And.Contain("Move to 6b Onboarded — Engaged")
            .And.Contain("name=\"to\" value=\"6b\"");
        (await app.AccountAsync(id)).Stage.Should().Be("3a");
    }

    [Fact]
    public async Task Whoever_comes_second_is_told_who_was_first_and_where_it_is_now()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist, Mei.Name, "Mei Tanaka");
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        var seen = await app.MoveAsync(id, "2", Mei);
        var last = await app.MoveAsync(id, "3b", Mei);

        using var page = await ann.PostAsync($"/accounts/{id}/move", Fields("3a", seen));
        page.StatusCode.Should().Be(HttpStatusCode.Conflict);
        var html = await page.Content.ReadAsStringAsync();
        html.Should()
            .Contain("Mei Tanaka moved Acme to 3b Engaged — Call Booked meanwhile")
            .And.Contain($"name=\"expected\" value=\"{last}\"", "the form now stands on what is so");
        (await app.AccountAsync(id)).Stage.Should().Be("3b");

        using var there = await ann.HtmxPostAsync($"/accounts/{id}/move", Fields("3b", seen), from: "/");
        (await there.Content.ReadAsStringAsync()).Should().Contain("is in 3b Engaged — Call Booked already");
    }

    [Fact]
    public async Task Only_the_last_move_can_be_undone()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        var first = await app.MoveAsync(id, "2", Mei);
        await app.MoveAsync(id, "3a", Mei);

        using var answer = await ann.HtmxPostAsync($"/accounts/{id}/undo", new() { ["transition"] = $"{first}" }, from: "/");
        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("was not undone").And.Contain("3a Engaged — Email");
        (await app.AccountAsync(id)).Stage.Should().Be("3a");
    }

    [Fact]
    public async Task The_menu_beside_a_stage_asks_for_a_reason_where_the_rule_does()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "2", Mei);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/accounts/{id}/move");
        request.Headers.Add("HX-Request", "true");
        request.Headers.Add("HX-Target", "editor");
        using var answer = await ann.Http.SendAsync(request);
        var menu = await answer.Content.ReadAsStringAsync();

        menu.Should()
            .Contain("name=\"to\" value=\"3a\"")
            .And.Contain($"/accounts/{id}/move?to=6d")
            .And.Contain($"/accounts/{id}/move?to=1&amp;");
        menu.Should().NotContain("value=\"6d\"").And.NotContain("value=\"2\"", "it is there already");
    }

    [Fact]
    public async Task Nothing_leads_outside_this_site()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        using var moved = await ann.PostAsync($"/accounts/{id}/move", Fields("2", 0, "https://evil.example/"));
        moved.Headers.Location!.ToString().Should().Be($"/accounts/{id}");
    }

    [Fact]
    public async Task Revenue_reads_and_does_not_move()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var rita = await PageClient.SignedInAsync(app, Role.Revenue);
        var id = await app.AddAccountAsync();
        using var answer = await rita.PostAsync($"/accounts/{id}/move", Fields("2", 0), from: "/");
        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await app.AccountAsync(id)).Stage.Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("99")]
    public async Task A_stage_that_does_not_exist_is_asked_for_again(string to)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        using var answer = await ann.PostAsync($"/accounts/{id}/move", Fields(to, 0));
        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("Choose the stage to move to.");
        using var unknown = await ann.PostAsync("/accounts/999999/move", Fields("2", 0), from: "/");
        unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static Dictionary<string, string> Fields(string to, long expected, string returnUrl = "/") =>
        new()
        {
            ["to"] = to,
            ["expected"] = $"{expected}",
            ["returnUrl"] = returnUrl,
        };
}
