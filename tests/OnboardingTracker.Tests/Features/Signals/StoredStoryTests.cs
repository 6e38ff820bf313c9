using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Domain.Signals;
using OnboardingTracker.Tests.Features.Api;
using static OnboardingTracker.Tests.Domain.Signals.Said;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary>The story of signals, stored: through the inbox, the worker and the one door.</summary>
public sealed class StoredStoryTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_reply_moves_the_account_and_the_transition_names_its_playbook_and_its_signal()
    {
        await using var app = await EnteredAsync();
        var acme = await app.LeadAsync();
        await app.TellAsync(Sent(1).About("acme"));
        var reply = await app.TellAsync(Replied(3).About("acme"));

        reply.State.Should().Be(SignalState.Worked);
        reply.AccountId.Should().Be(acme);
        (await app.PathAsync(acme)).Should().Be("1 2 3a");
        var move = (await app.MovesAsync(acme))[^1];
        move.Actor.Should().Be(Actor.Playbook(PlaybookNames.CustomerReplied));
        move.Reason.Should().Be("replied on 2026-03-05");
        move.Evidence!.Signals.Should().Equal(reply.Id);
        move.At.Should().Be(app.Clock.GetUtcNow());
        var account = await app.AccountAsync(acme);
        (account.EngagedAt, account.EngagedBy).Should().Be((Day(3), "replied"));
        using var api = app.Api();
        var last = (await api.GetAsync("/accounts/acme/transitions")).ShouldBe(200)["items"][0]!;
        var named = last["evidence"]!["signals"]!.AsArray().Should().ContainSingle().Subject!;
        named["id"]!.GetValue<long>().Should().Be(reply.Id);
        named["kind"]!.GetValue<string>().Should().Be("emailReceived");
        named["occurredAt"]!.GetValue<DateTimeOffset>().Should().Be(Day(3));
    }

    [Fact]
    public async Task Random_lives_end_in_the_database_as_they_do_in_memory()
    {
        var lives = Lives.Life().Generator.Sample(12, 40).Where(life => life.Before.Count + life.After.Count > 3).Take(8).ToList();
        lives.Should().HaveCount(8);
        foreach (var life in lives)
        {
            await using var app = await EnteredAsync();
            var id = await app.LeadAsync();
            var inMemory = new SignalTeller();
            foreach (var fact in life.Before.Concat(life.After))
            {
                inMemory.Receive(fact);
                await app.TellAsync(fact.About("acme"));
            }
            inMemory.AtDay(80);
            app.Clock.SetUtcNow(SignalTeller.Entry.AddDays(80));
            await app.SweepAsync();

            var account = await app.AccountAsync(id);
            (account.Stage, account.EngagedAt).Should().Be((inMemory.Stage, inMemory.Engagement?.At), "{0}", life);
            (await app.PathAsync(id)).Should().Be(inMemory.Path, "{0}", life);
            var tasks = await app.DbAsync(db =>
                db.Tasks.Where(t => t.AccountId == id && t.State == TaskState.Open).Select(t => t.Occasion).Order().ToListAsync()
            );
            tasks.Should().Equal(inMemory.Story.Tasks.Select(task => task.Occasion).Order(StringComparer.Ordinal), "{0}", life);
        }
    }

    [Fact]
    public async Task A_call_is_taken_as_held_by_the_sweep_two_hours_after_its_end_and_once()
    {
        await using var app = await EnteredAsync();
        var acme = await app.LeadAsync();
        await app.TellAsync(Sent(1).About("acme"));
        await app.TellAsync(Booked(2, "a", on: 5).About("acme"));
        var heldAt = Day(5).AddMinutes(150);

        app.Clock.SetUtcNow(heldAt.AddSeconds(-1));
        await app.SweepAsync();
        (await app.AccountAsync(acme)).Stage.Should().Be("3b");

        app.Clock.SetUtcNow(heldAt);
        await app.SweepAsync();
        await app.SweepAsync();
        (await app.PathAsync(acme)).Should().Be("1 2 3b 4a");
        (await app.AccountAsync(acme)).SignalReviewAt.Should().BeNull();
    }

    [Fact]
    public async Task An_account_whose_story_cannot_be_told_keeps_no_other_waiting()
    {
        await using var app = await EnteredAsync();
        var (acme, beta) = (await app.LeadAsync(), await app.LeadAsync("beta"));
        app.Clock.SetUtcNow(Day(1));
        await app.WithAsync(async services =>
            await services.GetRequiredService<AccountMoves>().MoveAsync(new(acme, "4a", Actor.User("ann@example.com")))
        );
        await app.TellAsync(Booked(2, "a", on: 5).About("acme"));
        await app.TellAsync(Booked(2, "b", on: 5.01).About("beta"));
        await app.DbAsync(db => db.Database.ExecuteSqlAsync($"update stages set retired = true where code = '4b'"));

        app.Clock.SetUtcNow(Day(6));
        await app.SweepAsync();

        (await app.AccountAsync(acme)).Stage.Should().Be("4a", "its next stage takes no accounts any more");
        (await app.AccountAsync(beta)).Stage.Should().Be("4a");
    }

    [Fact]
    public async Task A_playbook_that_is_off_leaves_a_move_that_its_dry_run_names_and_its_run_makes_and_its_undo_takes_back()
    {
        await using var app = await EnteredAsync();
        var acme = await app.LeadAsync();
        using var api = app.Api();
        await api.PatchAsync("/playbooks/customer-replied", """{ "enabled": false }""");
        await app.TellAsync(Sent(1).About("acme"));
        var reply = await app.TellAsync(Replied(3).About("acme"));
        (await app.AccountAsync(acme)).Stage.Should().Be("2");
        const string Runs = "/playbooks/customer-replied/runs";

        var dry = (await api.PostAsync(Runs, """{ "dryRun": true }""")).ShouldBe(200);
        dry["touched"].Should().BeJson("""[{"account":"acme","from":"2","to":"3a","reason":"replied on 2026-03-05"}]""");
        await api.PatchAsync("/playbooks/customer-replied", """{ "enabled": true }""");
        (await app.AccountAsync(acme)).Stage.Should().Be("2", "switching on moves nobody by itself");
        var run = (await api.PostAsync(Runs, $$"""{ "dryRun": false, "basedOn": {{dry["id"]}} }""")).ShouldBe(200);

        run["count"].GetValue<int>().Should().Be(1);
        var move = (await app.MovesAsync(acme))[^1];
        (move.To, move.PlaybookRunId).Should().Be(("3a", run["id"].GetValue<long>()));
        move.Evidence!.Signals.Should().Equal(reply.Id);

        (await api.PostAsync($"{Runs}/{run["id"]}/undo")).ShouldBe(200)["undone"].GetValue<int>().Should().Be(1);
        (await app.AccountAsync(acme)).Stage.Should().Be("2");
        (await api.PostAsync(Runs, """{ "dryRun": true }"""))["count"].GetValue<int>().Should().Be(0, "what was known is answered");
        await app.TellAsync(Replied(5).About("acme"));
        (await app.AccountAsync(acme)).Stage.Should().Be("3a", "a new reply is another occasion");
    }

    [Fact]
    public async Task A_held_playbook_is_named_as_held_and_moves_when_it_is_let_go()
    {
        await using var app = await EnteredAsync();
        var acme = await app.LeadAsync();
        using var api = app.Api();
        await api.PostAsync("/accounts/acme/holds/customer-replied", """{ "reason": "wrong person" }""");
        await app.TellAsync(Sent(1).About("acme"));
        await app.TellAsync(Replied(3).About("acme"));

        var why = (await api.GetAsync("/accounts/acme/why"))["playbooks"]
            .AsArray()
            .Single(p => p!["name"]!.GetValue<string>() == "customer-replied")!;
        why["conditions"]!.AsArray().Select(c => c!["holds"]!.GetValue<bool>()).Should().Equal(true, true);
        why["wouldMove"]!.GetValue<bool>().Should().BeFalse();
        var dry = (await api.PostAsync("/playbooks/customer-replied/runs", """{ "dryRun": true }""")).ShouldBe(200);
        (dry["count"].GetValue<int>(), dry["held"].AsArray().Count).Should().Be((0, 1));

        await api.DeleteAsync("/accounts/acme/holds/customer-replied");
        await api.PostAsync("/playbooks/customer-replied/runs", """{ "dryRun": false }""");
        (await app.AccountAsync(acme)).Stage.Should().Be("3a");
    }

    [Fact]
    public async Task A_person_who_moves_the_account_while_a_signal_is_worked_wins_and_the_signal_counts_from_there()
    {
        await using var app = await EnteredAsync();
        var acme = await app.LeadAsync();
        await app.TellAsync(Sent(1).About("acme"));
        app.Clock.SetUtcNow(Day(3));
        var reply = await app.StoreAsync(Replied(3).About("acme"));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.WithAsync(async services =>
            await services.GetRequiredService<AccountMoves>().MoveAsync(new(acme, "1", Actor.User("ann@example.com"), "wrong account"))
        );

        (await app.WorkAsync(reply.SignalId)).State.Should().Be(SignalState.Worked);

        var account = await app.AccountAsync(acme);
        (account.Stage, account.EngagedAt).Should().Be(("1", Day(3)), "it is recorded, and the person's move stands");
    }

    [Fact]
    public async Task A_cancelled_call_raises_one_task_for_the_owner_that_a_rescheduling_heard_of_later_closes()
    {
        await using var app = await EnteredAsync();
        var ann = await app.AddMemberAsync("ann@example.com", OnboardingTracker.Domain.Team.Role.Specialist);
        var acme = await app.LeadAsync();
        await app.TellAsync(Booked(2, "a", on: 5).About("acme"));
        await app.TellAsync(Canceled(3, "a", on: 5).About("acme"));
        await app.TellAsync(Canceled(3, "a", on: 5).About("acme"));

        var task = await app.DbAsync(db => db.Tasks.AsNoTracking().SingleAsync(t => t.AccountId == acme));
        (task.State, task.AssigneeId, task.Kind).Should().Be((TaskState.Open, ann.Id, TaskKinds.FollowUp));

        await app.TellAsync(Booked(3, "b", on: 9, from: "a").About("acme"));
        (await app.DbAsync(db => db.Tasks.AsNoTracking().SingleAsync(t => t.AccountId == acme))).State.Should().Be(TaskState.Canceled);
        (await app.AccountAsync(acme)).Stage.Should().Be("3b");
    }

    [Fact]
    public async Task A_churn_date_is_kept_and_taken_back_with_the_churn()
    {
        await using var app = await EnteredAsync();
        var acme = await app.LeadAsync();
        await app.TellAsync(Sent(1).About("acme"));
        await app.TellAsync(Ended(5, "old").About("acme"));
        (await app.AccountAsync(acme)).ChurnedOn.Should().Be(new DateOnly(2026, 3, 7));

        await app.TellAsync(Subscribed(6, "new").About("acme"));

        var account = await app.AccountAsync(acme);
        (account.Stage, account.ChurnedOn, account.Passage).Should().Be(("2", null, 1));
        (await app.MovesAsync(acme))[^1].UndoesId.Should().NotBeNull();
    }

    private async Task<TrackerApp> EnteredAsync()
    {
        var app = await TrackerApp.StartAsync(postgres);
        app.Clock.SetUtcNow(SignalTeller.Entry);
        return app;
    }
}
