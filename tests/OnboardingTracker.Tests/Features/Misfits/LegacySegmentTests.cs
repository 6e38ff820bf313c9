using System.Net;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Features.Misfits;

public sealed class LegacySegmentTests(TestPostgres postgres)
{
    private static readonly Actor s_ann = Actor.User("ann@example.com");

    [Fact]
    public async Task It_says_how_many_remain_empties_itself_of_the_finished_and_can_be_retired_when_it_is_empty()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var finished = await app.AddAccountAsync(new AccountUpdate { Name = "Finished", LegacySegment = true }, "finished");
        await app.MoveAsync(finished, "2", s_ann);
        await app.MoveAsync(finished, "6a", s_ann);
        var inWork = await app.AddAccountAsync(new AccountUpdate { Name = "Working", LegacySegment = true }, "working");
        await app.MoveAsync(inWork, "2", s_ann);
        await app.AddAccountAsync(new AccountUpdate { Name = "Elsewhere" }, "elsewhere");
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);

        var page = await specialist.HtmlAsync("/segments/legacy");
        page.Should().Contain("2 accounts remain").And.Contain("Finished").And.Contain("Working").And.NotContain("Elsewhere");
        page.Should().Contain("Apr 26", "eight weeks after 1 March");

        using (var answer = await specialist.HtmxPostAsync("/segments/legacy?handler=TakeOutFinished", []))
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await specialist.HtmlAsync("/segments/legacy")).Should().Contain("1 account remains").And.NotContain("Finished");
        using (var answer = await specialist.HtmxPostAsync("/segments/legacy?handler=TakeOut", new() { ["id"] = $"{inWork}" }))
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await specialist.HtmlAsync("/segments/legacy")).Should().Contain("can be retired: nobody is in it");
        using (var again = await specialist.HtmxPostAsync("/segments/legacy?handler=TakeOut", new() { ["id"] = $"{inWork}" }))
            again.StatusCode.Should().Be(HttpStatusCode.Conflict);
        var changes = await app.DbAsync(db => db.AccountChanges.Where(c => c.AccountId == inWork).OrderBy(c => c.Id).ToListAsync());
        changes[^1].Values[DetailNames.Segments].Should().Equal(Segments.OnboardingEngaged, null);
        changes[^1].Actor.Should().Be(Actor.User("specialist@example.com"));
    }
}
