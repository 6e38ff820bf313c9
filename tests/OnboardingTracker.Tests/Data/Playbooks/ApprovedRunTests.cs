using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Pipeline;
using static OnboardingTracker.Tests.Data.Pipeline.OneStoredAccount;

namespace OnboardingTracker.Tests.Data.Playbooks;

/// <summary>"Run on exactly the approved set (those that changed since drop out, named)", and what can be undone of it.</summary>
public sealed class ApprovedRunTests(TestPostgres postgres)
{
    private static readonly DateOnly s_renewal = new(2026, 3, 15);

    [Fact]
    public async Task It_moves_the_approved_accounts_leaves_out_those_that_changed_and_says_why()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var accounts = new Dictionary<string, OneStoredAccount>();
        foreach (var name in new[] { "same", "renamed", "moved", "moved-and-back", "corrected", "held", "postponed" })
            accounts[name] = await AddAsync(app, name, s_renewal, "1", "2");
        var late = await AddAsync(app, "came-later", s_renewal.AddDays(2), "1", "2");
        app.Clock.Advance(TimeSpan.FromDays(5));
        var dry = await RunTenDayRuleAsync(app, dryRun: true);
        dry.Touched.Should().Be(7);

        app.Clock.Advance(TimeSpan.FromHours(20));
        await SwitchAsync(app, on: false); // so that changes are not looked at at once
        await accounts["renamed"].ChangeAsync(new() { Name = "Another name", Forecast = new OnboardingTracker.Domain.Money(7, "USD") });
        await accounts["moved"].MoveAsync("4a");
        await accounts["moved-and-back"].MoveAsync("3a");
        await accounts["moved-and-back"].UndoLastAsync();
        await accounts["corrected"].ChangeAsync(new() { NextRenewalOn = s_renewal.AddDays(-1) });
        await accounts["postponed"].ChangeAsync(new() { NextRenewalOn = s_renewal.AddDays(60) });
        await late.ChangeAsync(new() { NextRenewalOn = s_renewal });
        await app.WithAsync(services =>
            services.GetRequiredService<AccountHolds>().HoldAsync(accounts["held"].Id, "final-outreach-due", null, Ann)
        );
        await SwitchAsync(app, on: true);
        var run = await RunTenDayRuleAsync(app, basedOn: dry.Id);

        (run.Touched, run.Dropped).Should().Be((2, 5));
        foreach (var (name, stage) in new[] { ("same", "5"), ("renamed", "5"), ("moved", "4a"), ("corrected", "2"), ("held", "2") })
            (await accounts[name].ReadAsync()).Stage.Should().Be(stage, name);
        (await late.ReadAsync()).Stage.Should().Be("2", "nobody has approved it");
        var dropped = await app.DbAsync(db =>
            db.PlaybookRunItems.Where(item => item.RunId == run.Id)
                .Select(item => new { item.Account!.ExternalId, item.Reason })
                .ToDictionaryAsync(item => item.ExternalId, item => item.Reason)
        );
        dropped
            .Should()
            .BeEquivalentTo(
                new Dictionary<string, string>
                {
                    ["moved"] = "moved since: it is now in 4a Intro Call Completed",
                    ["moved-and-back"] = "moved since: it is now in 2 Onboarding Initiated",
                    ["corrected"] = "changed since: renews on 2026-03-14",
                    ["postponed"] = "changed since: renews on 2026-05-14",
                    ["held"] = "held since",
                }
            );
    }

    [Fact]
    public async Task The_same_approval_twice_moves_nobody_twice()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await AddAsync(app, "acme", s_renewal, "1", "2");
        app.Clock.Advance(TimeSpan.FromDays(5));
        var dry = await RunTenDayRuleAsync(app, dryRun: true);

        (await RunTenDayRuleAsync(app, basedOn: dry.Id)).Touched.Should().Be(1);
        var again = await RunTenDayRuleAsync(app, basedOn: dry.Id);

        (again.Touched, again.Dropped).Should().Be((0, 1));
        (await account.HistoryAsync()).Should().HaveCount(3);
    }

    [Fact]
    public async Task A_policy_that_changed_since_leaves_out_only_those_whom_it_no_longer_concerns()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var soon = await AddAsync(app, "soon", s_renewal.AddDays(-3), "1", "2");
        var later = await AddAsync(app, "later", s_renewal, "1", "2");
        app.Clock.Advance(TimeSpan.FromDays(5));
        var dry = await RunTenDayRuleAsync(app, dryRun: true);
        await app.DbAsync(db =>
        {
            db.PolicyVersions.Add(
                new PolicyVersion
                {
                    Version = 1,
                    Policy = new Policy { FinalOutreachDaysBefore = 8 },
                    ChangedAt = app.Clock.GetUtcNow(),
                    ChangedBy = Ann,
                }
            );
            return db.SaveChangesAsync();
        });

        var run = await RunTenDayRuleAsync(app, basedOn: dry.Id);

        (run.Touched, run.Dropped).Should().Be((1, 1));
        (await soon.ReadAsync()).Stage.Should().Be("5", "nothing about it has changed");
        (await later.ReadAsync()).Stage.Should().Be("2");
    }

    [Fact]
    public async Task Only_a_completed_dry_run_of_the_same_playbook_can_be_approved()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var real = await RunTenDayRuleAsync(app);
        var other = await RunAsync(app, PlaybookNames.NewLead, dryRun: true);

        foreach (var id in new[] { real.Id, other.Id, 999 })
            (await FluentActions.Invoking(() => RunTenDayRuleAsync(app, basedOn: id)).Should().ThrowAsync<RunRefusedException>())
                .Which.Rule.Should()
                .Be("approved-run-unknown");
    }

    [Fact]
    public async Task A_playbook_that_is_off_runs_dry_and_not_for_real_also_when_it_was_switched_off_in_the_meantime()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await AddAsync(app, "acme", s_renewal, "1", "2");
        app.Clock.Advance(TimeSpan.FromDays(5));
        var queued = await app.WithAsync(services => services.GetRequiredService<PlaybookRunner>().QueueAsync(Real));
        await SwitchAsync(app, on: false);

        (await RunTenDayRuleAsync(app, dryRun: true)).Touched.Should().Be(1);
        (await FluentActions.Invoking(() => RunTenDayRuleAsync(app)).Should().ThrowAsync<RunRefusedException>())
            .Which.Rule.Should()
            .Be("playbook-off");
        var executed = await app.WithAsync(services => services.GetRequiredService<PlaybookRunner>().ExecuteAsync(queued.Id));

        (executed.State, executed.Touched).Should().Be((RunState.Failed, 0));
        executed.Error.Should().Contain("switched off");
        (await account.ReadAsync()).Stage.Should().Be("2");
    }

    [Fact]
    public async Task Undoing_a_run_leaves_accounts_that_moved_since_and_names_them_and_is_done_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var stayed = await AddAsync(app, "stayed", s_renewal, "1", "2");
        var moved = await AddAsync(app, "moved", s_renewal, "1", "3a");
        var undone = await AddAsync(app, "undone", s_renewal, "1", "4a");
        var redone = await AddAsync(app, "redone", s_renewal, "1", "4b");
        app.Clock.Advance(TimeSpan.FromDays(5));
        var run = await RunTenDayRuleAsync(app);
        run.Touched.Should().Be(4);
        await moved.MoveAsync("6b");
        await undone.UndoLastAsync();
        await redone.UndoLastAsync();
        await redone.UndoLastAsync();

        var result = await UndoRunAsync(app, run);

        result.Undone.Should().Be(2);
        result
            .Left.Should()
            .BeEquivalentTo([
                new LeftAlone("moved", "moved to 6b Onboarded — Engaged by user:ann@example.com since"),
                new LeftAlone("undone", "undone already"),
            ]);
        foreach (var (account, stage) in new[] { (stayed, "2"), (moved, "6b"), (undone, "4a"), (redone, "4b") })
            (await account.ReadAsync()).Stage.Should().Be(stage);
        (await stayed.HeldOffAsync()).Should().Equal("final-outreach-due");
        (await RunTenDayRuleAsync(app)).Touched.Should().Be(0, "what was undone is held");

        var again = await UndoRunAsync(app, run);
        (again.Undone, again.LeftCount).Should().Be((0, 4));
        (await stayed.HistoryAsync()).Should().HaveCount(4);
    }

    [Fact]
    public async Task A_dry_run_has_nothing_to_undo()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var dry = await RunTenDayRuleAsync(app, dryRun: true);

        await FluentActions.Invoking(() => UndoRunAsync(app, dry)).Should().ThrowAsync<RunRefusedException>();
    }

    private static RunRequest Real => new(PlaybookNames.FinalOutreachDue, DryRun: false, BasedOnId: null, RunTriggers.AskedFor, Ann);

    private static Task<RunUndone> UndoRunAsync(TrackerApp app, PlaybookRun run) =>
        app.WithAsync(services => services.GetRequiredService<PlaybookUndo>().UndoAsync(run.Id, Ann));

    private static Task<bool> SwitchAsync(TrackerApp app, bool on) =>
        app.WithAsync(services => services.GetRequiredService<PlaybookSwitches>().SetAsync(PlaybookNames.FinalOutreachDue, on, Ann));
}
