using System.Globalization;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Dashboard.Load;

namespace OnboardingTracker.Tests.Data.Dashboard.Effects;

/// <summary>What the playbooks did and people put right, against a reference that looks at one thing after the other.</summary>
public sealed class EffectTableTests(TestPostgres postgres)
{
    private static readonly string[] s_counts = ["touched", "undone", "corrected", "tookBack"];

    [Theory]
    [InlineData(1)]
    public async Task What_each_playbook_did_and_people_put_right_is_what_the_histories_say(int seed)
    {
        await using var app = await RandomWork.StartAsync(postgres, seed);
        var reference = await EffectReference.ReadAsync(app);
        var seen = new Dictionary<string, decimal>();
        foreach (var (daysAgo, span) in new[] { (0, 84), (1, 84), (1, 20), (4, 40), (9, 84), (16, 7), (30, 84), (50, 100), (300, 84) })
        {
            var asOf = await app.AsOfAsync(daysAgo);
            var query = new FigureQuery(asOf, asOf.Last(span));
            var expected = reference.Count(query);
            var weeks = await app.TableAsync("playbook-weeks", query);
            weeks
                .Select(row => row["week"].Text + row["playbook"].Text)
                .Should()
                .BeEquivalentTo(expected.Keys.Select(key => $"{key.Week:yyyy-MM-dd}{key.Playbook}").Distinct());
            foreach (var row in weeks)
            {
                var week = DateOnly.Parse(row["week"].Text!, CultureInfo.InvariantCulture);
                var playbook = row["playbook"].Text!;
                foreach (var column in s_counts)
                    row[column]
                        .Number.Should()
                        .Be(
                            expected.GetValueOrDefault((week, playbook, column)),
                            $"{week} {playbook} {column}, {daysAgo} days ago, {span} days"
                        );
                HasItsParts(row);
                // People had a whole week of hours for its last move, also where the clocks changed.
                var complete = TeamCalendar.StartOf(week.AddDays(7), asOf.Policy).AddDays(7) <= asOf.Until;
                (row["open"].Text is null).Should().Be(complete, $"{week} as of {asOf.Day}");
                if (daysAgo == 4)
                    await OpensAsync(app, row, query);
            }
            var rows = await app.TableAsync("playbook-effect", query);
            rows.Select(row => row["playbook"].Text).Should().StartWith(PlaybookBook.All.Select(playbook => playbook.Name));
            foreach (var row in rows)
            {
                foreach (var column in s_counts)
                {
                    var sum = expected
                        .Where(one => one.Key.Playbook == row["playbook"].Text && one.Key.Column == column)
                        .Sum(one => one.Value);
                    row[column].Number.Should().Be(sum, $"{row["playbook"].Text} {column}, {daysAgo} days ago, {span} days");
                    seen[column] = seen.GetValueOrDefault(column) + sum;
                }
                HasItsParts(row);
                if (daysAgo is 0 or 30)
                    await OpensAsync(app, row, query);
            }
        }
        seen.Values.Should().OnlyContain(number => number > 10, "a figure that is always nought compares nothing");
    }

    private static void HasItsParts(Dictionary<string, FigureValue> row)
    {
        var wrong = row["undone"].Number + row["corrected"].Number;
        row["wrong"].Number.Should().Be(wrong).And.BeLessThanOrEqualTo(row["touched"].Number!.Value);
        row["errorRate"].Should().Be(FigureValue.Share(wrong!.Value, row["touched"].Number!.Value, row["wrong"].Opens));
    }

    private static async Task OpensAsync(TrackerApp app, Dictionary<string, FigureValue> row, FigureQuery query)
    {
        foreach (var column in s_counts.Append("wrong"))
        {
            var behind = await app.ListAsync(row[column].Opens!, query);
            behind.Should().HaveCount((int)row[column].Number!, row[column].Opens);
            behind.Select(one => (one.At, one.Key)).Should().OnlyHaveUniqueItems();
        }
    }
}
