using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Timing;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Timing;

/// <summary>Where accounts are stuck, account by account against a reference that reads everything that ever happened to them.</summary>
public sealed class StuckTablesTests(TestPostgres postgres)
{
    private const string Forecast = """{"forecast": ["1 USD", "2 USD"]}""";

    [Fact]
    public async Task Quiet_and_paused_accounts_are_what_their_stories_say()
    {
        await using var app = await StartAsync();
        var reference = await ClockReference.ReadAsync(app);
        var (paused, events) = (0, new HashSet<string>());
        foreach (var ask in TimingWorld.Asks(Today(app)).Where(ask => ask.From is null))
        {
            var (query, clocks) = await app.WithAsync(async services =>
            {
                var query = await services.GetRequiredService<Moments>().QueryAsync(ask, live: true, weeks: 0, default);
                return (query, await AllAsync(services.GetRequiredService<ClockBook>(), query));
            });
            var expected = reference.At(query.AsOf);
            clocks
                .ToDictionary(
                    clock => clock.AccountId,
                    clock => (clock.Stage, clock.Since(query.AsOf), clock.IsPaused(query.AsOf) ? clock.PauseAt : null)
                )
                .Should()
                .Equal(expected, $"as of {query.AsOf.Until}");
            paused += expected.Values.Count(clock => clock.PausedUntil is not null);
            events.UnionWith(clocks.Select(clock => clock.SinceWords(query.AsOf)));

            var (_, rows) = await app.ReadAsync(StuckByStageTable.TableName, ask);
            TimingWorld
                .Text(rows)
                .Should()
                .Be(
                    string.Join(
                        '\n',
                        StageCatalogue
                            .Shipped.Where(stage => stage.Kind != StageKind.Outcome)
                            .Select(stage => Row(stage.Code, [.. expected.Values.Where(clock => clock.Stage == stage.Code)], query))
                    )
                );
            var (_, longest) = await app.ReadAsync(StuckTable.TableName, ask);
            longest
                .Select(row => DateTimeOffset.Parse(row[5].Text!, null))
                .Should()
                .Equal(
                    expected.Values.Where(clock => clock.PausedUntil is null).Select(clock => clock.Since).Order().Take(StuckTable.Most)
                );
            var (_, resting) = await app.ReadAsync(PausedTable.TableName, ask);
            resting
                .Select(row => DateTimeOffset.Parse(row[5].Text!, null))
                .Should()
                .Equal(expected.Values.Select(clock => clock.PausedUntil).OfType<DateTimeOffset>().Order().Take(StuckTable.Most));
        }
        paused.Should().BeGreaterThan(50);
        events.Should().HaveCountGreaterThan(10, "many kinds of events are the last of some account");
    }

    [Fact]
    public async Task Every_number_opens_as_many_as_it_counts()
    {
        await using var app = await StartAsync();
        await app.OpensWhatItCountsAsync(StuckByStageTable.TableName, FigureAsk.Nothing);
        await app.OpensWhatItCountsAsync(StuckByStageTable.TableName, new(Today(app).AddDays(-15), null, null, []));
    }

    [Fact]
    public async Task Kept_clocks_follow_whatever_happens()
    {
        await using var app = await StartAsync();
        await ClocksAsync(app);
        for (var round = 0; round < 3; round++)
        {
            app.Clock.Advance(TimeSpan.FromDays(2));
            await new RandomActivity(app, 10 + round).WriteAsync();
            // People correct, hand over, withdraw, undo and move.
            await app.DbAsync(db =>
                db.Database.ExecuteSqlRawAsync(
                    """
                    update signals set is_engagement = not coalesce(is_engagement, true) where id % 7 = 1 and kind in ('emailReceived', 'consultationPurchased');
                    update signals set state = 'worked' where id % 11 = 2;
                    update signals set account_id = (select min(id) + signals.id % 90 from accounts) where id % 13 = 3;
                    update notes set withdrawn_at = null where id % 5 = 1;
                    update notes set account_id = (select min(id) + notes.id % 90 from accounts) where id % 9 = 3;
                    update tasks set account_id = (select min(id) + tasks.id % 90 from accounts) where id % 9 = 4;
                    """
                )
            );
            await MoveSomeAsync(app);
            var reference = await ClockReference.ReadAsync(app);
            var (query, _) = await app.ReadAsync(StuckByStageTable.TableName, FigureAsk.Nothing);
            (await ClocksAsync(app))
                .ToDictionary(
                    clock => clock.Key,
                    clock =>
                        (clock.Value.Stage, clock.Value.Since(query.AsOf), clock.Value.IsPaused(query.AsOf) ? clock.Value.PauseAt : null)
                )
                .Should()
                .Equal(reference.At(query.AsOf), $"in round {round}");
            (await app.DbAsync(db => db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from quiet_clocks").SingleAsync()))
                .Should()
                .Be(reference.At(query.AsOf).Count, "those of accounts that are done are gone");
        }
    }

    [Fact]
    public async Task A_machine_s_write_leaves_the_clock_alone_and_a_person_s_sets_it_back()
    {
        await using var app = await StartAsync();
        var before = await ClocksAsync(app);
        var quiet = before.Values.First(clock => clock.PauseAt is null);
        app.Clock.Advance(TimeSpan.FromDays(3));
        var now = app.Clock.GetUtcNow();
        await app.DbAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into tasks (account_id, title, kind, due_on, state, created_by, created_at)
                values ({quiet.AccountId}, 'Large invoice', 'largeInvoice', {Today(app).AddDays(
                    7
                )}, 'open', 'playbook:large-invoice', {now});
                insert into account_changes (account_id, at, source, actor, "values")
                values ({quiet.AccountId}, {now}, 'api', 'api:billing', {Forecast}::jsonb);
                """
            )
        );
        (await ClocksAsync(app))[quiet.AccountId].Should().BeEquivalentTo(quiet);

        await app.DbAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"update tasks set assignee_id = null, title = 'Mine', changed_by = 'user:ann@example.com', changed_at = {now} where account_id = {quiet.AccountId} and kind = 'largeInvoice'"
            )
        );
        var after = (await ClocksAsync(app))[quiet.AccountId];
        (after.EventAt, after.Event, after.Pause).Should().Be((now, "task", "task"));
    }

    private static string Row(
        string stage,
        List<(string Stage, DateTimeOffset Since, DateTimeOffset? PausedUntil)> accounts,
        FigureQuery query
    )
    {
        var quiet = accounts.Where(account => account.PausedUntil is null).Select(account => query.AsOf.Until - account.Since).ToList();
        return TimingWorld.Text(
            stage,
            accounts.Count,
            quiet.Count(length => length.TotalDays > 7),
            quiet.Count(length => length.TotalDays > 14),
            quiet.Count(length => length.TotalDays > 28),
            quiet.Count == 0 ? null : Math.Round((decimal)quiet.Max().Ticks / TimeSpan.TicksPerDay, 2, MidpointRounding.AwayFromZero),
            accounts.Count - quiet.Count
        );
    }

    private static async Task MoveSomeAsync(TrackerApp app)
    {
        var ann = Actor.User("specialist1@example.com");
        var accounts = await app.DbAsync(db =>
            db.Accounts.Where(a => a.InWork && a.Id % 3 == 1).Select(a => new { a.Id, a.LastTransitionId }).ToListAsync()
        );
        foreach (var account in accounts)
            await app.WithAsync(services =>
                account.Id % 2 == 0
                    ? services.GetRequiredService<AccountMoves>().UndoAsync(account.Id, account.LastTransitionId!.Value, ann)
                    : services.GetRequiredService<AccountMoves>().MoveAsync(new(account.Id, StageCodes.EngagedEmail, ann, "as it comes"))
            );
    }

    private static Task<Dictionary<long, Clock>> ClocksAsync(TrackerApp app) =>
        app.WithAsync(async services =>
        {
            var query = await services.GetRequiredService<Moments>().QueryAsync(FigureAsk.Nothing, live: true, weeks: 0, default);
            return (await AllAsync(services.GetRequiredService<ClockBook>(), query)).ToDictionary(clock => clock.AccountId);
        });

    private static async Task<List<Clock>> AllAsync(ClockBook book, FigureQuery query) =>
        [.. await book.QuietestAsync(query, int.MaxValue), .. await book.PausedAsync(query, int.MaxValue)];

    private async Task<TrackerApp> StartAsync()
    {
        var app = await RandomHistory.StartAsync(postgres);
        await new RandomActivity(app, 3).WriteAsync();
        return app;
    }

    private static DateOnly Today(TrackerApp app) => DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
}
