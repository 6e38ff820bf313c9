using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard;

public sealed class MomentsTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_past_day_ends_where_it_did_for_the_team_by_the_policy_of_then()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await AddAsync(app, 1, "Asia/Tokyo", new DateTimeOffset(2026, 2, 10, 12, 0, 0, TimeSpan.Zero));
        await AddAsync(app, 2, "America/New_York", new DateTimeOffset(2026, 2, 20, 12, 0, 0, TimeSpan.Zero));

        (await UntilAsync(app, new(2026, 2, 9))).Should().Be((new DateTimeOffset(2026, 2, 10, 0, 0, 0, TimeSpan.Zero), 0));
        (await UntilAsync(app, new(2026, 2, 15))).Should().Be((new DateTimeOffset(2026, 2, 15, 15, 0, 0, TimeSpan.Zero), 1));
        (await UntilAsync(app, new(2026, 2, 25))).Should().Be((new DateTimeOffset(2026, 2, 26, 5, 0, 0, TimeSpan.Zero), 2));
        // 09:00 in UTC is 04:00 of the same day there: the first of March is not over.
        (await UntilAsync(app, new(2026, 3, 1)))
            .Should()
            .Be((app.Clock.GetUtcNow(), 2));
        (await UntilAsync(app, null)).Should().Be((app.Clock.GetUtcNow(), 2));
    }

    [Fact]
    public async Task A_playbook_of_that_moment_sees_the_day_itself()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var asOf = await app.WithAsync(services => services.GetRequiredService<Moments>().AsOfAsync(new DateOnly(2026, 2, 9)));
        asOf.Run.Today.Should().Be(asOf.Day);
        asOf.Run.Now.Should().BeBefore(asOf.Until);
        asOf.Last(7).Should().Be(new DaySpan(new(2026, 2, 3), new(2026, 2, 9)));
    }

    [Theory]
    [InlineData(true, null, null, null, null, "2026-02-02 2026-02-28")]
    [InlineData(false, null, null, null, null, "2026-02-02 2026-02-28")]
    [InlineData(true, "2026-02-18", null, null, "2026-02-18", "2026-01-26 2026-02-18")]
    [InlineData(false, "2026-02-18", null, "2026-02-25", "2026-02-18", "2026-01-26 2026-02-18")]
    [InlineData(true, null, "2026-03-01", null, null, "2026-03-01 2026-03-01")]
    [InlineData(true, null, "2026-02-27", "2026-03-01", null, "2026-02-27 2026-03-01")]
    public async Task Days_that_nobody_names_are_the_last_whole_weeks(
        bool live,
        string? asOf,
        string? from,
        string? to,
        string? day,
        string span
    )
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var query = await app.WithAsync(async services =>
        {
            var moments = services.GetRequiredService<Moments>();
            var ask = await moments.AskAsync(asOf, from, to);
            ask.Problems.Should().BeEmpty();
            return await moments.QueryAsync(ask, live, weeks: 4);
        });

        query.AsOf.IsNow.Should().Be(live && day is null);
        $"{query.AsOf.Day:yyyy-MM-dd}".Should().Be(day ?? (live ? "2026-03-01" : "2026-02-28"));
        $"{query.Span.From:yyyy-MM-dd} {query.Span.To:yyyy-MM-dd}".Should().Be(span);
    }

    private static Task<(DateTimeOffset, int)> UntilAsync(TrackerApp app, DateOnly? day) =>
        app.WithAsync(async services =>
        {
            var asOf = await services.GetRequiredService<Moments>().AsOfAsync(day);
            return (asOf.Until, asOf.Run.PolicyVersion);
        });

    private static Task<int> AddAsync(TrackerApp app, int version, string zone, DateTimeOffset at) =>
        app.DbAsync(db =>
        {
            db.PolicyVersions.Add(
                new PolicyVersion
                {
                    Version = version,
                    Policy = new Policy { TimeZone = zone },
                    ChangedAt = at,
                    ChangedBy = Actor.User("ann@example.com"),
                }
            );
            return db.SaveChangesAsync();
        });
}
