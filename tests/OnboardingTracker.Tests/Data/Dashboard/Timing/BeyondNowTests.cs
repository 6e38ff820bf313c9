using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Timing;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Timing;

/// <summary>Which passages are beyond the weeks, at the very moments at which one of them comes to be, and about midnight.</summary>
public sealed class BeyondNowTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_passage_is_beyond_from_the_first_moment_after_the_weeks()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        // Several of one owner and stage begin on the same day, and some of nobody at its very first moment.
        await app.DbAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                update accounts set passage_began_at = case id % 4 when 0 then date_trunc('day', passage_began_at, 'UTC')
                        when 1 then date_trunc('day', passage_began_at, 'UTC') + interval '1 day' - interval '1 microsecond'
                        else passage_began_at + id * interval '1 microsecond' end,
                    owner_id = case when id % 3 = 0 then null else owner_id end
                where in_work
                """
            )
        );
        var accounts = await app.DbAsync(db => db.Accounts.AsNoTracking().Where(a => a.InWork).ToListAsync());
        var now = await app.AsOfAsync(0);
        var weeks = TimeSpan.FromDays(7 * now.Policy.PassageWeeks);
        var edges = accounts.Select(a => a.PassageBeganAt!.Value + weeks).Distinct().Order().ToList();
        edges.Should().HaveCountGreaterThan(30);
        var seen = new HashSet<int>();

        foreach (var edge in edges.Where((_, i) => i % 3 == 0))
        foreach (var moment in (DateTimeOffset[])[edge.AddMicroseconds(-1), edge, edge.AddMicroseconds(1), edge.AddHours(5)])
        {
            var query = new FigureQuery(
                new AsOf(DateOnly.FromDateTime(moment.UtcDateTime), moment, IsNow: true, now.Run),
                new(now.Day, now.Day)
            );
            var stages = await app.TableAsync(BeyondByStageTable.TableName, query);
            var owners = await app.TableAsync(BeyondByOwnerTable.TableName, query);

            foreach (var stage in StageCatalogue.Shipped.Where(stage => stage.Kind != StageKind.Outcome))
                Holds(stages.Single(row => row["stage"].Text == stage.Code), accounts.FindAll(a => a.Stage == stage.Code), moment);
            var byOwner = accounts.ToLookup(a => a.OwnerId);
            owners.Should().HaveCount(byOwner.Count);
            foreach (var row in owners)
            {
                var owner = row["inWork"].Opens!.Split("owner=")[1];
                Holds(row, [.. byOwner[owner == BeyondByOwnerTable.Nobody ? null : int.Parse(owner, null)]], moment);
            }
            seen.Add(accounts.Count(a => moment - a.PassageBeganAt!.Value > weeks));
        }
        seen.Should().HaveCountGreaterThan(20, "at these moments one more passage after the other comes to be beyond");

        void Holds(Dictionary<string, FigureValue> row, List<Account> expected, DateTimeOffset moment)
        {
            var lengths = expected.ConvertAll(a => moment - a.PassageBeganAt!.Value);
            row["inWork"].Number.Should().Be(expected.Count);
            row["beyond"].Number.Should().Be(lengths.Count(length => length > weeks), $"at {moment:O}");
            row["longest"].Number.Should().Be(lengths.Count == 0 ? null : ClockFigures.Days(Max(lengths.Max(), TimeSpan.Zero)));
        }

        static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
    }
}
