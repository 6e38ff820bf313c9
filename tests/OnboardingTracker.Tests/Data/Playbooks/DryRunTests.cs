using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Concurrency;
using static OnboardingTracker.Tests.Data.Pipeline.OneStoredAccount;

namespace OnboardingTracker.Tests.Data.Playbooks;

public sealed class DryRunTests(TestPostgres postgres)
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>The only tables that it may write: its answer.</summary>
    private static readonly string[] s_answer = ["public.playbook_runs", "public.playbook_run_items"];

    [Fact]
    public async Task A_dry_run_of_every_playbook_changes_nothing_in_the_whole_database()
    {
        await using var book = await TrackerApp.CreateDatabaseAsync(postgres);
        await RandomBook.WriteAsync(book.ConnectionString, 2_000, seed: 3, s_now);
        await DueBook.ListAsync(
            book.ConnectionString,
            """
            insert into policy_versions (version, policy, changed_at, changed_by)
            values (1, '{ "surveyReleased": true }', '2026-02-01', 'user:ann@example.com')
            """
        );
        var before = await WholeDatabase.ReadAsync(book.ConnectionString, s_answer);
        before.Should().HaveCountGreaterThan(25).And.Contain(line => line.StartsWith("public.accounts 2000"));

        foreach (var playbook in PlaybookBook.All)
            (await RunInProcessAsync(book, playbook.Name, dryRun: true)).Should().BePositive();

        (await WholeDatabase.ReadAsync(book.ConnectionString, s_answer)).Should().Equal(before);
    }

    [Fact]
    public async Task The_comparison_sees_a_real_run_and_even_a_row_that_was_written_with_the_same_values()
    {
        await using var book = await TrackerApp.CreateDatabaseAsync(postgres);
        await RandomBook.WriteAsync(book.ConnectionString, 50, seed: 3, s_now);
        var before = await WholeDatabase.ReadAsync(book.ConnectionString, s_answer);

        await DueBook.ListAsync(book.ConnectionString, "update accounts set name = name where id = 1 returning name");
        var after = await WholeDatabase.ReadAsync(book.ConnectionString, s_answer);
        after.Except(before).Select(line => line.Split(' ')[0]).Should().BeEquivalentTo("public.accounts", "public.plan_changes");

        (await RunInProcessAsync(book, "final-outreach-due", dryRun: false)).Should().BePositive();
        (await WholeDatabase.ReadAsync(book.ConnectionString, s_answer))
            .Except(after)
            .Select(line => line.Split(' ')[0])
            .Should()
            .BeEquivalentTo(
                "public.accounts",
                "public.transitions",
                "public.transitions_id_seq",
                "public.clock_changes",
                "public.clock_changes_id_seq",
                "public.leaving_changes",
                "public.plan_changes",
                "public.account_counts"
            );
    }

    [Fact]
    public async Task It_names_exactly_the_accounts_that_a_run_then_moves_with_the_same_reasons()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await RandomBook.WriteAsync(app.ConnectionString, 2_000, seed: 4, app.Clock.GetUtcNow());
        var dry = await RunTenDayRuleAsync(app, dryRun: true);
        var items = await app.DbAsync(db => db.PlaybookRunItems.AsNoTracking().Where(item => item.RunId == dry.Id).ToListAsync());

        var run = await RunTenDayRuleAsync(app);

        var moved = await app.DbAsync(db => db.Transitions.AsNoTracking().Where(t => t.PlaybookRunId == run.Id).ToListAsync());
        var named = items.FindAll(item => item.Kind == RunItemKind.Touched);
        (run.Touched, run.Held).Should().Be((dry.Touched, dry.Held));
        named.Should().HaveCount(dry.Touched);
        items.Count(item => item.Kind == RunItemKind.Held).Should().Be(dry.Held);
        moved
            .Select(t => (t.AccountId, t.From, t.To, Facts: string.Join("; ", t.Evidence!.Facts)))
            .Order()
            .Should()
            .Equal(named.Select(i => (i.AccountId, i.From, i.To, Facts: string.Join("; ", i.Evidence!.Facts))).Order());
        var reasons = named.ToDictionary(item => item.AccountId, item => item.Reason);
        moved.Should().OnlyContain(t => reasons[t.AccountId].StartsWith(t.Reason!, StringComparison.Ordinal), "a remark may follow");
        named.Should().Contain(item => item.Reason.Contains("outreach only"));
    }

    private static async Task<int> RunInProcessAsync(TestDatabase book, string playbook, bool dryRun)
    {
        var run = await DueBook.ListAsync(
            book.ConnectionString,
            $"""
            insert into playbook_runs (playbook, dry_run, trigger, requested_by, requested_at, state, touched, held, dropped)
            values ('{playbook}', {dryRun}, 'asked for', 'user:ann@example.com', '2026-03-01 09:00Z', 'queued', 0, 0, 0) returning id::text
            """
        );
        var touched = await WorkerProcess.RunAsync(book.ConnectionString, s_now, "execute", run.Single());
        return int.Parse(touched, System.Globalization.CultureInfo.InvariantCulture);
    }
}
