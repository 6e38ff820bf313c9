using System.Globalization;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Concurrency;

/// <summary>The same playbook in two processes at the same moment: the end is that of one good run.</summary>
public sealed class TwoProcessesTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_daily_run_in_two_processes_moves_each_account_once()
    {
        await using var alone = await DueBook.OpenAsync(postgres);
        await using var together = await DueBook.OpenAsync(postgres);
        await WorkerProcess.RunAsync(alone.ConnectionString, DueBook.Now, "daily", "final-outreach-due");

        await using (var obstacle = await Obstacle.AtLockAsync(together.ConnectionString, "playbook final-outreach-due"))
        {
            using var first = WorkerProcess.Start(together.ConnectionString, DueBook.Now, "daily", "final-outreach-due");
            using var second = WorkerProcess.Start(together.ConnectionString, DueBook.Now, "daily", "final-outreach-due");
            await obstacle.WaitUntilReachedAsync(2);
            await obstacle.DisposeAsync();
            await first.EndAsync();
            await second.EndAsync();
        }

        (await DueBook.ResultAsync(together.ConnectionString)).Should().Equal(await DueBook.ResultAsync(alone.ConnectionString));
        (await RunsAsync(together)).Should().BeEquivalentTo($"completed {DueBook.Due}", "completed 0");
        (await RunsAsync(alone)).Should().Equal($"completed {DueBook.Due}");
    }

    /// <summary>Without the lock that keeps runs apart: the one door alone sees to it.</summary>
    [Fact]
    public async Task Two_processes_that_have_decided_the_same_moves_make_them_once()
    {
        await using var alone = await DueBook.OpenAsync(postgres);
        await using var together = await DueBook.OpenAsync(postgres);
        string[] job = ["react", "1", "300"];
        (await WorkerProcess.RunAsync(alone.ConnectionString, DueBook.Now, job)).Should().Be("270");

        // Both have read who is due, and wait at the door for the first of them.
        await using (var obstacle = await Obstacle.AtAccountAsync(together.ConnectionString, 1))
        {
            using var first = WorkerProcess.Start(together.ConnectionString, DueBook.Now, job);
            using var second = WorkerProcess.Start(together.ConnectionString, DueBook.Now, job);
            await obstacle.WaitUntilReachedAsync(2);
            await obstacle.DisposeAsync();
            var moved = new[] { await first.EndAsync(), await second.EndAsync() };
            moved.Sum(text => int.Parse(text, CultureInfo.InvariantCulture)).Should().Be(270);
        }

        (await DueBook.ResultAsync(together.ConnectionString)).Should().Equal(await DueBook.ResultAsync(alone.ConnectionString));
    }

    [Fact]
    public async Task Two_processes_that_find_the_same_new_leads_let_each_in_once_and_deal_them_out_evenly()
    {
        await using var alone = await DueBook.OpenAsync(postgres);
        await using var together = await DueBook.OpenAsync(postgres);
        string[] job = ["react", Text(DueBook.FirstLead), Text(DueBook.Leads)];
        (await WorkerProcess.RunAsync(alone.ConnectionString, DueBook.Now, job)).Should().Be(Text(DueBook.Leads));

        await using (var obstacle = await Obstacle.AtAccountAsync(together.ConnectionString, DueBook.FirstLead))
        {
            using var first = WorkerProcess.Start(together.ConnectionString, DueBook.Now, job);
            using var second = WorkerProcess.Start(together.ConnectionString, DueBook.Now, job);
            await obstacle.WaitUntilReachedAsync(2);
            await obstacle.DisposeAsync();
            await first.EndAsync();
            await second.EndAsync();
        }

        (await DueBook.ResultAsync(together.ConnectionString)).Should().Equal(await DueBook.ResultAsync(alone.ConnectionString));
        (await LeadsByOwnerAsync(together)).Should().Equal("1: 12", "2: 12", "3: 12", "4: 12", "5: 12");
        (await OwnerChangesAsync(together)).Should().Equal(Text(DueBook.Leads));
    }

    [Fact]
    public async Task Two_processes_that_find_different_new_leads_deal_them_out_evenly_together()
    {
        await using var book = await DueBook.OpenAsync(postgres);
        const int half = DueBook.Leads / 2;
        // Both have moved theirs and come to give them owners.
        await using (var obstacle = await Obstacle.AtLockAsync(book.ConnectionString, "owner assignment"))
        {
            using var first = WorkerProcess.Start(book.ConnectionString, DueBook.Now, "react", Text(DueBook.FirstLead), Text(half));
            using var second = WorkerProcess.Start(book.ConnectionString, DueBook.Now, "react", Text(DueBook.FirstLead + half), Text(half));
            await obstacle.WaitUntilReachedAsync(2);
            await obstacle.DisposeAsync();
            await first.EndAsync();
            await second.EndAsync();
        }

        (await LeadsByOwnerAsync(book)).Should().Equal("1: 12", "2: 12", "3: 12", "4: 12", "5: 12");
    }

    private static Task<IReadOnlyList<string>> RunsAsync(TestDatabase book) =>
        DueBook.ListAsync(book.ConnectionString, "select state || ' ' || touched from playbook_runs order by id");

    private static Task<IReadOnlyList<string>> LeadsByOwnerAsync(TestDatabase book) =>
        DueBook.ListAsync(
            book.ConnectionString,
            "select coalesce(owner_id::text, 'nobody') || ': ' || count(*) from accounts where external_id like 'lead-%' group by owner_id order by owner_id"
        );

    private static Task<IReadOnlyList<string>> OwnerChangesAsync(TestDatabase book) =>
        DueBook.ListAsync(book.ConnectionString, "select count(*)::text from account_changes where \"values\" ? 'owner'");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
