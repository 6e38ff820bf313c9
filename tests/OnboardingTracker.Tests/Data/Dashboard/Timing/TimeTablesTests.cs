using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Dashboard.Timing;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Timing;

/// <summary>Time in stage and the length of passages, cell by cell against a reference that reads each account's whole history.</summary>
public sealed class TimeTablesTests(TestPostgres postgres)
{
    [Fact]
    public async Task Time_in_each_stage_is_what_the_histories_say()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        var reference = await TimingReference.ReadAsync(app);
        var seen = 0;
        foreach (var ask in TimingWorld.Asks(Today(app)))
        {
            var (query, rows) = await app.ReadAsync(TimeInStageTable.TableName, ask);
            var closed = reference.ClosedStays(query);
            var open = reference
                .Standing(query.AsOf)
                .ToLookup(account => account.Stage, account => TimingReference.Days(query.AsOf.Until - account.EnteredAt));
            var expected = StageCatalogue
                .Shipped.Where(stage => stage.Kind != StageKind.Outcome)
                .Select(stage =>
                    TimingWorld.Text(
                        stage.Code,
                        closed[stage.Code].Count(),
                        TimingReference.Percentile(closed[stage.Code], 0.5),
                        TimingReference.Percentile(closed[stage.Code], 0.9),
                        open[stage.Code].Count(),
                        TimingReference.Percentile(open[stage.Code], 0.5),
                        TimingReference.Percentile(open[stage.Code], 0.9),
                        TimingReference.Percentile(open[stage.Code], 1)
                    )
                );
            TimingWorld.Text(rows).Should().Be(string.Join('\n', expected), $"of {query}");
            seen += closed.Sum(stays => stays.Count());
        }
        seen.Should().BeGreaterThan(1000, "the history has stays that ended");
    }

    [Fact]
    public async Task Finished_passages_are_what_the_histories_say()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        var reference = await TimingReference.ReadAsync(app);
        var seen = new HashSet<int?>();
        foreach (var ask in TimingWorld.Asks(Today(app)))
        {
            var (query, rows) = await app.ReadAsync(PassageLengthTable.TableName, ask);
            var policy = query.AsOf.Policy;
            var ended = reference.EndedPassages(query).ToList();
            seen.UnionWith(ended.Select(passage => TimingReference.Periods(passage, policy)));
            var expected = StageCatalogue
                .Shipped.Where(stage => stage.Kind == StageKind.Outcome)
                .Select(stage => Row(stage.Code, ended.FindAll(passage => passage.End!.To == stage.Code)))
                .Append(Row("All outcomes", ended));
            TimingWorld.Text(rows).Should().Be(string.Join('\n', expected), $"of {query}");

            string Row(string name, List<ReferencePassage> passages)
            {
                var within = passages.Count(passage => passage.Length <= TimeSpan.FromDays(7 * policy.PassageWeeks));
                var periods = passages.ConvertAll(passage => TimingReference.Periods(passage, policy));
                return TimingWorld.Text(
                    name,
                    passages.Count,
                    within,
                    FigureValue.Share(within, passages.Count).Number,
                    TimingReference.Percentile(passages.Select(passage => TimingReference.Days(passage.Length)), 0.5),
                    TimingReference.Percentile(passages.Select(passage => TimingReference.Days(passage.Length)), 0.9),
                    periods.Count(used => used == 1),
                    periods.Count(used => used == 2),
                    periods.Count(used => used >= 3),
                    periods.Count(used => used is null)
                );
            }
        }
        seen.Should().Contain([null, 1, 2]);
    }

    [Fact]
    public async Task Passages_beyond_the_policy_are_what_the_histories_say()
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        var reference = await TimingReference.ReadAsync(app);
        var beyond = 0m;
        foreach (var ask in TimingWorld.Asks(Today(app)))
        {
            var (query, rows) = await app.ReadAsync(BeyondByStageTable.TableName, ask);
            var standing = reference.Standing(query.AsOf).ToList();
            var expected = StageCatalogue
                .Shipped.Where(stage => stage.Kind != StageKind.Outcome)
                .Select(stage => $"{stage.Code} | {Counts(standing.FindAll(account => account.Stage == stage.Code))}");
            TimingWorld.Text(rows).Should().Be(string.Join('\n', expected), $"of {query}");
            beyond += rows.Sum(row => row[2].Number!.Value);

            var (_, owners) = await app.ReadAsync(BeyondByOwnerTable.TableName, ask);
            var whose = standing.ToLookup(account => account.OwnerId);
            var expectedOwners = reference
                .MemberIds.Where(member => whose.Contains(member.Value))
                .OrderBy(member => member.Value)
                .Select(member => $"{member.Key} | {Counts([.. whose[member.Value]])}")
                .Concat(whose.Contains(null) ? [$"- | {Counts([.. whose[null]])}"] : []);
            TimingWorld.Text(owners.Select(row => row.Skip(1).ToList())).Should().Be(string.Join('\n', expectedOwners), $"of {query}");

            string Counts(List<ReferenceStanding> accounts)
            {
                var lengths = accounts.ConvertAll(account => query.AsOf.Until - account.Passage.BeganAt);
                var over = lengths.Count(length => length > TimeSpan.FromDays(7 * query.AsOf.Policy.PassageWeeks));
                return TimingWorld.Text(
                    accounts.Count,
                    over,
                    FigureValue.Share(over, accounts.Count).Number,
                    TimingReference.Percentile(lengths.Select(TimingReference.Days), 1)
                );
            }
        }
        beyond.Should().BePositive("some passages take longer than eight weeks");
    }

    [Theory]
    [InlineData(TimeInStageTable.TableName)]
    [InlineData(PassageLengthTable.TableName)]
    [InlineData(BeyondByStageTable.TableName)]
    [InlineData(BeyondByOwnerTable.TableName)]
    public async Task Every_number_opens_as_many_as_it_counts(string table)
    {
        await using var app = await RandomHistory.StartAsync(postgres);
        var today = Today(app);
        await app.OpensWhatItCountsAsync(table, FigureAsk.Nothing);
        await app.OpensWhatItCountsAsync(table, new(today.AddDays(-20), today.AddDays(-70), today.AddDays(-25), []));
    }

    private static DateOnly Today(TrackerApp app) => DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
}
