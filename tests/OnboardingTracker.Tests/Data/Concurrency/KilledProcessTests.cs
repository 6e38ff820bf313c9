using System.Globalization;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Concurrency;

/// <summary>A process that is killed at work: started again, or followed by the next run, it ends as one good run would.</summary>
public sealed class KilledProcessTests(TestPostgres postgres)
{
    /// <summary>The same for every test, since the book is.</summary>
    private static IReadOnlyList<string>? s_ofOneGoodRun;

    /// <summary>The account at which it is killed, and how many had been moved by then: batches of 500 are committed one by one.</summary>
    public static TheoryData<long, int> KillPoints =>
        new()
        {
            { 1, 0 },
            { 701, 500 },
            { 1_199, 1_000 },
        };

    [Theory]
    [MemberData(nameof(KillPoints))]
    public async Task Killed_half_way_and_started_again(long at, int movedBefore)
    {
        await using var book = await DueBook.OpenAsync(postgres);
        var run = await QueueAsync(book);
        await KillAtAsync(book, at, "execute", run);
        (await MovedAsync(book)).Should().Be(movedBefore);
        (await RunsAsync(book)).Should().Equal($"running {movedBefore}");

        await WorkAsync(book, "execute", run);

        (await DueBook.ResultAsync(book.ConnectionString)).Should().Equal(await OfOneGoodRunAsync());
        (await RunsAsync(book)).Should().Equal($"completed {DueBook.Due}");
    }

    [Theory]
    [MemberData(nameof(KillPoints))]
    public async Task Killed_half_way_and_never_started_again_until_the_next_daily_run(long at, int movedBefore)
    {
        await using var book = await DueBook.OpenAsync(postgres);
        await KillAtAsync(book, at, "daily", "final-outreach-due");

        await WorkAsync(book, "daily", "final-outreach-due");

        (await DueBook.ResultAsync(book.ConnectionString)).Should().Equal(await OfOneGoodRunAsync());
        (await RunsAsync(book)).Should().Equal($"interrupted {movedBefore}", $"completed {DueBook.Due - movedBefore}");
    }

    [Fact]
    public async Task Killed_between_the_entry_of_new_leads_and_their_owners()
    {
        await using var book = await DueBook.OpenAsync(postgres);
        await using (var obstacle = await Obstacle.AtLockAsync(book.ConnectionString, "owner assignment"))
        {
            using var worker = WorkerProcess.Start(book.ConnectionString, DueBook.Now, "daily", "new-lead");
            await obstacle.WaitUntilReachedAsync();
            await worker.KillAsync();
        }
        (await MovedAsync(book)).Should().Be(0, "stage, segment and owner come together or not at all");

        await WorkAsync(book, "daily", "new-lead");

        await using var good = await DueBook.OpenAsync(postgres);
        await WorkAsync(good, "daily", "new-lead");
        (await DueBook.ResultAsync(book.ConnectionString)).Should().Equal(await DueBook.ResultAsync(good.ConnectionString));
        (await RunsAsync(book)).Should().Equal("interrupted 0", $"completed {DueBook.Leads}");
    }

    [Fact]
    public async Task A_dry_run_killed_half_way_and_started_again_names_everybody_once()
    {
        await using var book = await DueBook.OpenAsync(postgres);
        var run = await QueueAsync(book, dryRun: true);
        await using (var obstacle = await Obstacle.AtTableAsync(book.ConnectionString, "playbook_run_items"))
        {
            using var worker = WorkerProcess.Start(book.ConnectionString, DueBook.Now, "execute", run);
            await obstacle.WaitUntilReachedAsync();
            await worker.KillAsync();
        }

        await WorkAsync(book, "execute", run);

        (await RunsAsync(book)).Should().Equal($"completed {DueBook.Due}");
        (await DueBook.ListAsync(book.ConnectionString, "select count(*) || ' ' || count(distinct account_id) from playbook_run_items"))
            .Should()
            .Equal($"{DueBook.Due} {DueBook.Due}");
    }

    [Fact]
    public async Task What_a_killed_run_had_done_can_be_undone_and_is_not_done_again_when_the_run_is_started_again()
    {
        await using var book = await DueBook.OpenAsync(postgres);
        var run = await QueueAsync(book);
        await KillAtAsync(book, 701, "execute", run);

        (await WorkAsync(book, "undo", run)).Should().Be("500");
        (await RunsAsync(book)).Should().Equal("interrupted 500");
        (await WorkAsync(book, "execute", run)).Should().Be("500", "it says what it had done, and does no more");

        (await DueBook.ListAsync(book.ConnectionString, "select count(*)::text from accounts where stage = '5'")).Should().Equal("0");
        (await DueBook.ListAsync(book.ConnectionString, "select count(*)::text from holds where lifted_at is null")).Should().Equal("500");
    }

    [Fact]
    public async Task An_undo_killed_half_way_and_started_again_undoes_the_rest_and_nothing_twice()
    {
        await using var book = await DueBook.OpenAsync(postgres);
        await using var good = await DueBook.OpenAsync(postgres);
        var run = await QueueAsync(book);
        foreach (var each in new[] { book, good })
        {
            if (each == good)
                await QueueAsync(good);
            await WorkAsync(each, "execute", run);
        }
        await WorkAsync(good, "undo", run);
        await KillAtAsync(book, 701, "undo", run);
        (await MovedAsync(book)).Should().BeInRange(DueBook.Due + 200, (2 * DueBook.Due) - 200, "it was killed half-way");

        await WorkAsync(book, "undo", run);

        (await DueBook.ResultAsync(book.ConnectionString)).Should().Equal(await DueBook.ResultAsync(good.ConnectionString));
        (await WorkAsync(book, "undo", run)).Should().Be("0");
    }

    private async Task<IReadOnlyList<string>> OfOneGoodRunAsync()
    {
        if (s_ofOneGoodRun is not null)
            return s_ofOneGoodRun;
        await using var good = await DueBook.OpenAsync(postgres);
        await WorkAsync(good, "daily", "final-outreach-due");
        return s_ofOneGoodRun = await DueBook.ResultAsync(good.ConnectionString);
    }

    private static async Task KillAtAsync(TestDatabase book, long account, params string[] job)
    {
        await using var obstacle = await Obstacle.AtAccountAsync(book.ConnectionString, account);
        using var worker = WorkerProcess.Start(book.ConnectionString, DueBook.Now, job);
        await obstacle.WaitUntilReachedAsync();
        await worker.KillAsync();
    }

    private static Task<string> WorkAsync(TestDatabase book, params string[] job) =>
        WorkerProcess.RunAsync(book.ConnectionString, DueBook.Now, job);

    private static async Task<string> QueueAsync(TestDatabase book, bool dryRun = false) =>
        (
            await DueBook.ListAsync(
                book.ConnectionString,
                $"""
                insert into playbook_runs (playbook, dry_run, trigger, requested_by, requested_at, state, touched, held, dropped)
                values ('final-outreach-due', {dryRun}, 'asked for', 'user:ann@example.com', '2026-03-01 09:00Z', 'queued', 0, 0, 0) returning id::text
                """
            )
        ).Single();

    private static Task<IReadOnlyList<string>> RunsAsync(TestDatabase book) =>
        DueBook.ListAsync(book.ConnectionString, "select state || ' ' || touched from playbook_runs order by id");

    private static async Task<int> MovedAsync(TestDatabase book) =>
        int.Parse(
            (await DueBook.ListAsync(book.ConnectionString, "select count(*)::text from transitions where at >= '2026-03-01'")).Single(),
            CultureInfo.InvariantCulture
        );
}
