using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Concurrency;

/// <summary>Alerts by two processes at once, and by one that is killed at work: one task each.</summary>
public sealed class AlertProcessTests(TestPostgres postgres)
{
    private const int Alerts = DueBook.Due;

    [Theory]
    [InlineData("daily", "large-invoice")]
    [InlineData("react", "1", "300")]
    public async Task Two_processes_that_have_found_the_same_accounts_raise_each_alert_once(params string[] job)
    {
        await using var book = await OpenAsync();
        await using (var obstacle = await Obstacle.AtAccountAsync(book.ConnectionString, 1))
        {
            using var first = WorkerProcess.Start(book.ConnectionString, DueBook.Now, job);
            using var second = WorkerProcess.Start(book.ConnectionString, DueBook.Now, job);
            await obstacle.WaitUntilReachedAsync(job[0] == "react" ? 2 : 1);
            await obstacle.DisposeAsync();
            await first.EndAsync();
            await second.EndAsync();
        }
        (await TasksAsync(book)).Should().Equal(job[0] == "react" ? "270 270" : $"{Alerts} {Alerts}");
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(351, 270)]
    public async Task Killed_at_work_and_run_again(long at, int before)
    {
        await using var book = await OpenAsync();
        await using (var obstacle = await Obstacle.AtAccountAsync(book.ConnectionString, at))
        {
            using var worker = WorkerProcess.Start(book.ConnectionString, DueBook.Now, "daily", "large-invoice");
            await obstacle.WaitUntilReachedAsync();
            await worker.KillAsync();
        }
        (await TasksAsync(book)).Single().Should().EndWith(before == 0 ? "0" : " 300");

        await WorkerProcess.RunAsync(book.ConnectionString, DueBook.Now, "daily", "large-invoice");
        await WorkerProcess.RunAsync(book.ConnectionString, DueBook.Now.AddDays(3), "daily", "large-invoice");

        (await TasksAsync(book)).Should().Equal($"{Alerts} {Alerts}");
    }

    /// <summary>The book of those who are due, each with a large forecast, and released by a lead.</summary>
    private async Task<TestDatabase> OpenAsync()
    {
        var book = await DueBook.OpenAsync(postgres);
        await DueBook.ListAsync(
            book.ConnectionString,
            $"""
            update accounts set forecast_amount = 5000, forecast_currency = 'USD', next_renewal_on = '2026-03-20'
                where id <= {DueBook.Accounts} and id % 10 <> 0;
            update accounts set forecast_amount = 10, forecast_currency = 'USD' where id > {DueBook.Accounts} or id % 10 = 0;
            insert into playbook_runs (playbook, dry_run, trigger, requested_by, requested_at, state, touched, held, dropped)
                values ('large-invoice', false, 'asked for', 'user:ann@example.com', '2026-03-01 08:00Z', 'completed', 0, 0, 0);
            """
        );
        return book;
    }

    private static Task<IReadOnlyList<string>> TasksAsync(TestDatabase book) =>
        DueBook.ListAsync(
            book.ConnectionString,
            "select count(*) || ' ' || count(distinct account_id) from tasks where kind = 'largeInvoice' and state = 'open'"
        );
}
