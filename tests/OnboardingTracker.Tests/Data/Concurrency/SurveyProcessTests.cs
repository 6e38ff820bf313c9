using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Concurrency;

/// <summary>Surveys by two processes at once, and by one that is killed at work: one survey and one mail for each account.</summary>
public sealed class SurveyProcessTests(TestPostgres postgres)
{
    private const int Done = 120;

    [Fact]
    public async Task Two_processes_at_once_ask_each_account_once()
    {
        await using var book = await OpenAsync();
        await using (var obstacle = await Obstacle.AtAccountAsync(book.ConnectionString, 1))
        {
            using var first = WorkerProcess.Start(book.ConnectionString, DueBook.Now, "daily", "satisfaction-survey");
            using var second = WorkerProcess.Start(book.ConnectionString, DueBook.Now, "daily", "satisfaction-survey");
            await obstacle.WaitUntilReachedAsync();
            await obstacle.DisposeAsync();
            await first.EndAsync();
            await second.EndAsync();
        }
        (await AskedAsync(book)).Should().Equal($"{Done} {Done} {Done} {Done}");
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(61, 60)]
    public async Task Killed_at_work_run_again_and_late(long at, int before)
    {
        await using var book = await OpenAsync();
        await using (var obstacle = await Obstacle.AtAccountAsync(book.ConnectionString, at))
        {
            using var worker = WorkerProcess.Start(book.ConnectionString, DueBook.Now, "daily", "satisfaction-survey");
            await obstacle.WaitUntilReachedAsync();
            await worker.KillAsync();
        }
        (await AskedAsync(book)).Should().Equal($"{before} {before} {before} {before}");

        await WorkerProcess.RunAsync(book.ConnectionString, DueBook.Now, "daily", "satisfaction-survey");
        await WorkerProcess.RunAsync(book.ConnectionString, DueBook.Now.AddDays(3), "daily", "satisfaction-survey");

        (await AskedAsync(book)).Should().Equal($"{Done} {Done} {Done} {Done}");
        (await DueBook.ListAsync(book.ConnectionString, "select state from playbook_runs order by id offset 1"))
            .Should()
            .Equal("interrupted", "completed", "completed");
    }

    /// <summary>Some accounts that were done four days ago, the survey released by policy and by a lead's first run.</summary>
    private async Task<TestDatabase> OpenAsync()
    {
        var book = await DueBook.OpenAsync(postgres);
        await DueBook.ListAsync(
            book.ConnectionString,
            $$"""
            update accounts set stage = '6a', in_work = false, stage_entered_at = '2026-02-25 10:00Z' where id <= {{Done}};
            insert into contacts (account_id, email, created_at) select id, 'kim@' || id || '.example', '2026-02-01' from accounts where id <= {{Done}};
            insert into policy_versions (version, policy, changed_at, changed_by)
                values (1, '{ "surveyReleased": true }', '2026-02-01', 'user:ann@example.com');
            insert into playbook_runs (playbook, dry_run, trigger, requested_by, requested_at, state, touched, held, dropped)
                values ('satisfaction-survey', false, 'asked for', 'user:ann@example.com', '2026-03-01 08:00Z', 'completed', 0, 0, 0);
            """
        );
        return book;
    }

    /// <summary>Surveys, mails, what runs say of accounts, and what they count.</summary>
    private static Task<IReadOnlyList<string>> AskedAsync(TestDatabase book) =>
        DueBook.ListAsync(
            book.ConnectionString,
            """
            select concat_ws(' ', (select count(*) from surveys s join outgoing_mails m on m.id = s.mail_id and m.account_id = s.account_id),
                (select count(*) from outgoing_mails where kind = 'survey'),
                (select count(distinct account_id) from playbook_run_items where kind = 'touched'),
                (select sum(touched) from playbook_runs))
            """
        );
}
