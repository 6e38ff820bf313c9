using System.Net;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Checklists;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Accounts;

public sealed class ChecklistTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");

    [Fact]
    public async Task An_item_is_ticked_off_with_what_was_found_and_every_mark_stays()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "1", Ann);
        (await ann.HtmlAsync($"/accounts/{id}")).Should().Contain("Audit 0 of 3");

        // The second time it says so already.
        for (var i = 0; i < 2; i++)
            (await MarkAsync(ann, id, "configuration", "done", " Two services idle.\r\nTurned off. ")).Should().Be(HttpStatusCode.Redirect);
        await MarkAsync(ann, id, "bill", "notNeeded");

        var html = WebUtility.HtmlDecode(await ann.HtmlAsync($"/accounts/{id}"));
        html.Should().Contain("Audit 2 of 3").And.Contain("Two services idle.\nTurned off.").And.Contain("Not needed, Specialist");
        await MarkAsync(ann, id, "bill", "open");
        (await ann.HtmlAsync($"/accounts/{id}")).Should().Contain("Audit 1 of 3");
        var marks = await app.DbAsync(db => db.ChecklistMarks.OrderBy(m => m.Id).Select(m => m.State).ToListAsync());
        marks.Should().Equal(ChecklistState.Done, ChecklistState.NotNeeded, ChecklistState.Open);
    }

    [Fact]
    public async Task Of_two_who_mark_it_the_second_is_told()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        var id = await app.AddAccountAsync();
        await MarkAsync(lead, id, "refund", "done", "50 dollars back", seen: "0");

        using var answer = await PostAsync(ann, id, "refund", "notNeeded", "", seen: "0");

        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("Lead said meanwhile: done").And.Contain("50 dollars back");
        (await app.DbAsync(db => db.ChecklistMarks.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task A_finding_can_be_just_so_long_and_what_is_no_item_or_state_is_refused()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();

        (await MarkAsync(ann, id, "bill", "done", new string('x', 2001))).Should().Be(HttpStatusCode.UnprocessableEntity);
        (await MarkAsync(ann, id, "bill", "perhaps")).Should().Be(HttpStatusCode.BadRequest);
        (await MarkAsync(ann, id, "shoes", "done")).Should().Be(HttpStatusCode.NotFound);
        (await MarkAsync(ann, id + 1, "bill", "done")).Should().Be(HttpStatusCode.NotFound);
        (await app.DbAsync(db => db.ChecklistMarks.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_first_outreach_with_the_audit_open_is_remarked_on_and_not_stopped()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "1", Ann);
        await MarkAsync(ann, id, "bill", "done");

        (await ann.HtmlAsync($"/accounts/{id}/mail")).Should().Contain("has 2 open items");
        await app.MoveAsync(id, "2", Ann);
        (await ann.HtmlAsync($"/accounts/{id}/mail?purpose=initialOutreach")).Should().NotContain("open item");
    }

    private static async Task<HttpStatusCode> MarkAsync(
        PageClient person,
        long id,
        string item,
        string state,
        string finding = "",
        string? seen = null
    )
    {
        using var answer = await PostAsync(person, id, item, state, finding, seen);
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> PostAsync(PageClient person, long id, string item, string state, string finding, string? seen)
    {
        var fields = new Dictionary<string, string> { ["State"] = state, ["Finding"] = finding };
        if (seen is not null)
            fields["Seen"] = seen;
        return person.PostAsync($"/accounts/{id}/checklist/{item}", fields, from: "/profile");
    }
}
