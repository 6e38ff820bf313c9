using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Playbooks;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Concurrency;

namespace OnboardingTracker.Tests.Data.Playbooks;

public sealed class LateRunTests(TestPostgres postgres)
{
    private static readonly DateTimeOffset s_monday = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    /// <summary>The book as it stands after a good run on Monday; then Tuesday to Thursday pass with and without their runs.</summary>
    [Theory]
    [InlineData(PlaybookNames.FinalOutreachDue)]
    [InlineData(PlaybookNames.NewLead)]
    public async Task A_run_three_days_late_ends_as_the_daily_runs_would_have(string playbook)
    {
        await using var daily = await BookAsync(playbook);
        await using var late = await BookAsync(playbook);
        for (var day = 1; day <= 3; day++)
            await RunAsync(daily, playbook, day);

        await RunAsync(late, playbook, 3);

        (await StagesAsync(late)).Should().Equal(await StagesAsync(daily));
        var runs = await DueBook.ListAsync(late.ConnectionString, "select state || ' ' || touched from playbook_runs order by id");
        runs.Should().HaveCount(2);
        if (playbook == PlaybookNames.FinalOutreachDue)
            int.Parse(runs[1].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)
                .Should()
                .BePositive("some came due in those days");
    }

    private async Task<TestDatabase> BookAsync(string playbook)
    {
        var book = await TrackerApp.CreateDatabaseAsync(postgres);
        await RandomBook.WriteAsync(book.ConnectionString, 1_500, seed: 11, s_monday);
        await RunAsync(book, playbook, day: 0);
        return book;
    }

    private static async Task RunAsync(TestDatabase book, string playbook, int day)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddTrackerData(book.ConnectionString)
            .AddSingleton<TimeProvider>(new FakeTimeProvider(s_monday.AddDays(day)))
            .AddScoped<DailyPlaybookJob>()
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DailyPlaybookJob>().RunAsync(playbook, CancellationToken.None);
    }

    /// <summary>Everything but when: each account's stage and the moves that it made.</summary>
    private static Task<IReadOnlyList<string>> StagesAsync(TestDatabase book) =>
        DueBook.ListAsync(
            book.ConnectionString,
            """
            select concat_ws(' | ', a.external_id, a.stage, a.passage, a.in_work,
                (select string_agg(concat_ws(' ', t.from_stage, t.to_stage, t.actor), '; ' order by t.id) from transitions t where t.account_id = a.id))
            from accounts a order by a.id
            """
        );
}
