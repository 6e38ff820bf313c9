using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Signals.Email;

namespace OnboardingTracker.Tests.Features.HandOffs;

public sealed class HandOffPagesTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_form_shows_what_speaks_against_it_and_hands_off_once_that_is_decided_on()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        await world.EverythingAgainstAsync();
        using var ann = await world.SignedInAsync(MailWorld.Ann);
        (await ann.HtmlAsync($"/accounts/{world.Acme}")).Should().Contain($"/accounts/{world.Acme}/hand-off");

        using var undecided = await world.SendFormAsync(ann, new() { ["Wants"] = "A contract & a call" }, decide: false);
        undecided.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await undecided.Content.ReadAsStringAsync())
            .Should()
            .Contain("What speaks against it now")
            .And.Contain("Invoice in_7")
            .And.Contain("A question &lt;b&gt;of&lt;/b&gt; price")
            .And.Contain("A contract &amp; a call", "what was typed stays");

        using var done = await world.SendFormAsync(ann, new() { ["Urgency"] = "Now" });
        done.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var account = await ann.HtmlAsync($"/accounts/{world.Acme}");
        account.Should().Contain("Acme is handed off to Sales").And.Contain(HandOffWorld.Sales).And.Contain("Waits for Sales");
        var handOff = await world.App.DbAsync(db => db.HandOffs.AsNoTracking().SingleAsync());
        handOff.Urgency.Should().Be(HandOffUrgency.Now);
        (await ann.HtmlAsync($"/hand-offs/{handOff.Id}"))
            .Should()
            .Contain("What would ten million cost?")
            .And.Contain("What does Sales say?")
            .And.NotContain("<b>of</b>");
    }

    [Fact]
    public async Task A_wrong_field_is_named_and_a_move_meanwhile_is_told()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        using var ann = await world.SignedInAsync(MailWorld.Ann);
        using var wrong = await world.SendFormAsync(
            ann,
            new()
            {
                ["Reason"] = " ",
                ["SalesPerson"] = "nobody",
                ["Volume"] = new string('x', 301),
            }
        );
        ((int)wrong.StatusCode).Should().Be(422);
        (await wrong.Content.ReadAsStringAsync())
            .Should()
            .Contain("Say why it goes to Sales")
            .And.Contain("is not an e-mail address")
            .And.Contain("is longer than 300");

        var fields = HandOffWorld.Hidden(await ann.HtmlAsync($"/accounts/{world.Acme}/hand-off"));
        await world.Mail.MoveAsync(world.Acme, "4a");
        fields["Reason"] = "Wants a contract";
        using var late = await ann.PostAsync($"/accounts/{world.Acme}/hand-off", fields);

        late.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await late.Content.ReadAsStringAsync()).Should().Contain("moved it to 4a Intro Call Completed meanwhile");
        (await world.App.DbAsync(db => db.HandOffs.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task Undo_in_the_toast_withdraws_it_and_says_that_the_mail_went()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        using var ann = await world.SignedInAsync(MailWorld.Ann);
        var handOff = await world.HandedOffAsync();

        using var undone = await ann.HtmxPostAsync(
            $"/accounts/{world.Acme}/undo",
            new() { ["transition"] = $"{handOff.TransitionId}" },
            from: $"/accounts/{world.Acme}"
        );

        (await undone.Content.ReadAsStringAsync())
            .Should()
            .Contain("The hand-off is withdrawn")
            .And.Contain($"{HandOffWorld.Sales} is not taken back");
        (await world.FindAsync(handOff.Id)).State.Should().Be(HandOffState.Withdrawn);
    }

    [Fact]
    public async Task The_owner_a_lead_or_an_admin_says_what_Sales_said_and_nobody_else()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        var handOff = await world.HandedOffAsync();
        var url = $"/hand-offs/{handOff.Id}";
        using var other = await PageClient.SignedInAsync(world.App, Role.Specialist, "other@team.example");
        using var revenue = await PageClient.SignedInAsync(world.App, Role.Revenue);
        foreach (var client in new[] { other, revenue })
        {
            (await client.HtmlAsync(url)).Should().NotContain("What does Sales say?");
            using var refused = await client.PostAsync($"{url}?handler=Accept", from: "/profile");
            refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        }
        using var form = await revenue.GetAsync($"/accounts/{world.Acme}/hand-off");
        form.StatusCode.Should().Be(HttpStatusCode.Forbidden);

        using var ann = await world.SignedInAsync(MailWorld.Ann);
        using var without = await ann.PostAsync($"{url}?handler=Decline", from: url);
        ((int)without.StatusCode).Should().Be(422);
        using var declined = await ann.PostAsync($"{url}?handler=Decline", new() { ["Note"] = "Too small" }, from: url);
        declined.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await ann.HtmlAsync(url))
            .Should()
            .Contain("Acme: declined by Sales")
            .And.Contain("It is in 3a Engaged — Email again")
            .And.Contain("Too small");
        using var lee = await world.SignedInAsync(HandOffWorld.Lead);
        using var late = await lee.PostAsync($"{url}?handler=Accept", from: "/profile");
        (await lee.HtmlAsync(url)).Should().Contain("Nothing was changed").And.Contain("Declined already, by Ann");
    }

    [Fact]
    public async Task The_packet_is_taken_along_as_a_file()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        await world.EverythingAgainstAsync();
        var handOff = await world.HandedOffAsync(wish => wish with { AllTheSame = true });
        using var revenue = await PageClient.SignedInAsync(world.App, Role.Revenue);

        using var markdown = await revenue.GetAsync($"/hand-offs/{handOff.Id}?handler=Markdown");
        markdown.Content.Headers.ContentDisposition!.FileNameStar.Should().Be($"hand-off-{handOff.Id}.md");
        (await markdown.Content.ReadAsStringAsync())
            .Should()
            .Contain("# Acme: handed off to Sales")
            .And.Contain("> What would ten million cost?");
        var json = JsonNode.Parse(await revenue.HtmlAsync($"/hand-offs/{handOff.Id}?handler=Json"))!;
        json["packet"]!["version"]!.GetValue<int>().Should().Be(1);
        json["packet"]!["invoices"]!.AsArray().Should().ContainSingle();
        using var missing = await revenue.GetAsync("/hand-offs/999?handler=Json");
        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_list_has_what_waits_first_and_is_filtered_and_paged()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        var first = await world.HandedOffAsync();
        for (var i = 0; i < 55; i++)
        {
            await world.DecideAsync(first, HandOffState.Disqualified, $"No {i}");
            first = await world.HandedOffAsync(wish => wish with { Reason = $"Try {i:00}" });
        }
        using var ann = await world.SignedInAsync(MailWorld.Ann);

        var page = await ann.HtmlAsync("/hand-offs");
        page.Should().Contain("Try 54").And.Contain("Try 05").And.NotContain("Try 04");
        page.IndexOf("Try 54", StringComparison.Ordinal).Should().BeLessThan(page.IndexOf("Try 53", StringComparison.Ordinal));
        var place = $"1.{first.Id - 49}";
        var next = await ann.HtmlAsync($"/hand-offs?after={place}");
        next.Should().Contain("Try 04").And.NotContain("Try 05").And.Contain("rel=\"prev\"");
        (await ann.HtmlAsync("/hand-offs?state=pending")).Should().Contain("Try 54").And.NotContain("Try 53");
        (await ann.HtmlAsync($"/hand-offs?owner={HandOffWorld.Lead}")).Should().Contain("Nothing matches");
        (await ann.HtmlAsync("/hand-offs?after=nonsense&state=nonsense")).Should().Contain("Try 54");
    }

    [Fact]
    public async Task The_move_menu_leads_to_the_form()
    {
        await using var world = await HandOffWorld.StartAsync(postgres);
        using var ann = await world.SignedInAsync(MailWorld.Ann);

        using var asked = await ann.GetAsync($"/accounts/{world.Acme}/move?to=6c");

        asked.Headers.Location!.OriginalString.Should().Be($"/accounts/{world.Acme}/hand-off");
    }
}
