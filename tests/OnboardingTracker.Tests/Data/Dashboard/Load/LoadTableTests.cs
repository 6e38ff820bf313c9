using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Load;

/// <summary>Each specialist's load against a reference that reads every history from its beginning.</summary>
public sealed class LoadTableTests(TestPostgres postgres)
{
    private static readonly string[] s_state = ["activeAccounts", "forecast", "openTasks", "overdueTasks"];

    private static readonly (string Column, string Reference)[] s_activity =
    [
        ("initialOutreach", "initialOutreach"),
        ("calls", "calls"),
        ("finalOutreach", "finalOutreach"),
        ("onboardedNoEngagement", "6a"),
        ("onboardedEngaged", "6b"),
        ("salesHandoff", "6c"),
        ("churned", "6d"),
    ];

    [Fact]
    public async Task What_each_specialist_has_and_had_is_what_the_histories_say()
    {
        await using var app = await RandomWork.StartAsync(postgres);
        var reference = await LoadReference.ReadAsync(app);
        foreach (var daysAgo in new[] { 0, 1, 2, 5, 9, 14, 20, 27, 35, 44, 54, 65, 80, 200 })
        {
            var asOf = await app.AsOfAsync(daysAgo);
            var query = new FigureQuery(asOf, asOf.Last(1));
            var rows = await app.TableAsync("load", query);
            var expected = reference.State(asOf);

            var owners = rows.ConvertAll(row => row["owner"].Text ?? "");
            owners.Should().OnlyHaveUniqueItems();
            expected.Keys.Select(key => key.Owner).Distinct().Should().BeSubsetOf(owners);
            foreach (var row in rows)
            foreach (var column in s_state)
                row[column]
                    .Number.Should()
                    .Be(
                        expected.GetValueOrDefault((row["owner"].Text ?? "", column)),
                        $"{column} of {row["owner"].Text} {daysAgo} days ago"
                    );
            foreach (var row in rows.Where(_ => daysAgo is 0 or 5 or 35))
            foreach (var column in s_state)
            {
                var behind = await app.ListAsync(row[column].Opens!, query);
                (column == "forecast" ? behind.Sum(one => one.Amount ?? 0) : behind.Count)
                    .Should()
                    .Be(row[column].Number, row[column].Opens);
                behind.Select(one => (one.At, one.Key)).Should().OnlyHaveUniqueItems();
            }
        }
        reference.State(await app.AsOfAsync(0)).Values.Should().OnlyContain(number => number > 0);
    }

    [Fact]
    public async Task What_each_specialist_did_is_what_the_histories_say()
    {
        await using var app = await RandomWork.StartAsync(postgres);
        var reference = await LoadReference.ReadAsync(app);
        var seen = new Dictionary<string, decimal>();
        foreach (
            var (daysAgo, span) in new[] { (0, 28), (1, 28), (1, 100), (3, 9), (10, 28), (17, 3), (24, 60), (40, 100), (60, 20), (300, 28) }
        )
        {
            var asOf = await app.AsOfAsync(daysAgo);
            var query = new FigureQuery(asOf, asOf.Last(span));
            var expected = reference.Activity(query);
            var weeks = await app.TableAsync("load-weeks", query);
            weeks
                .Select(row => row["week"].Text + row["owner"].Text)
                .Should()
                .BeEquivalentTo(expected.Keys.Select(key => $"{key.Week:yyyy-MM-dd}{key.Owner}").Distinct());
            foreach (var row in weeks)
            {
                var week = DateOnly.Parse(row["week"].Text!, System.Globalization.CultureInfo.InvariantCulture);
                foreach (var (column, name) in s_activity)
                {
                    var key = (week, row["owner"].Text ?? "", name);
                    row[column].Number.Should().Be(expected.GetValueOrDefault(key), $"{key} as of {daysAgo} days ago, {span} days");
                    if (daysAgo is 0 or 24)
                        (await app.ListAsync(row[column].Opens!, query)).Should().HaveCount((int)row[column].Number!, row[column].Opens);
                }
            }
            var rows = await app.TableAsync("load-activity", query);
            rows.Select(row => row["owner"].Text ?? "").Should().BeEquivalentTo(expected.Keys.Select(key => key.Owner).Distinct());
            foreach (var row in rows)
            foreach (var (column, name) in s_activity)
            {
                var sum = expected.Where(one => one.Key.Owner == (row["owner"].Text ?? "") && one.Key.Column == name).Sum(one => one.Value);
                row[column].Number.Should().Be(sum, $"{column} of {row["owner"].Text} as of {daysAgo} days ago, {span} days");
                seen[column] = seen.GetValueOrDefault(column) + sum;
                if (daysAgo is 1 or 40)
                    (await app.ListAsync(row[column].Opens!, query)).Should().HaveCount((int)row[column].Number!, row[column].Opens);
            }
        }
        seen.Values.Should().OnlyContain(number => number > 10, "a figure that is always nought compares nothing");
    }

    [Fact]
    public async Task A_past_day_keeps_its_load_whoever_leaves_and_whatever_is_handed_over()
    {
        await using var app = await RandomWork.StartAsync(postgres);
        var before = await ReadAsync(app, 12);

        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.DbAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into account_changes (account_id, at, source, actor, "values")
                select a.id, {app.Clock.GetUtcNow()}, 'rule', 'user:specialist0@example.com', jsonb_build_object('owner', jsonb_build_array(m.email, null))
                from accounts a join members m on m.id = a.owner_id where m.email = 'specialist1@example.com';
                update accounts set owner_id = null where owner_id = (select id from members where email = 'specialist1@example.com');
                update members set active = false where email = 'specialist1@example.com';
                update tasks set state = 'done', changed_at = {app.Clock.GetUtcNow()}, changed_by = 'user:specialist0@example.com' where id % 2 = 0;
                """
            )
        );

        (await ReadAsync(app, 12)).Should().Equal(before).And.Contain(line => line.Contains("specialist1@example.com"));
        var asOf = await app.AsOfAsync(0);
        (await app.TableAsync("load", new FigureQuery(asOf, asOf.Last(1))))
            .Where(row => row["owner"].Text == "specialist1@example.com")
            .Should()
            .OnlyContain(row => row["activeAccounts"].Number == 0, "the tasks that are left are shown with whom they lie");
    }

    private static async Task<List<string>> ReadAsync(TrackerApp app, int daysAgo)
    {
        var asOf = await app.AsOfAsync(daysAgo);
        var lines = new List<string>();
        foreach (var table in new[] { "load", "load-activity", "load-weeks" })
        foreach (var row in await app.TableAsync(table, new FigureQuery(asOf, asOf.Last(28))))
            lines.Add(
                table
                    + " "
                    + string.Join(' ', row.Values.Select(value => value.Text ?? FormattableString.Invariant($"{value.Number:0.0000}")))
            );
        return lines;
    }
}
