using System.Text.Json;
using OnboardingTracker.Data.Dashboard;

namespace OnboardingTracker.Tests.Data.Dashboard;

public sealed class KeptRowsTests
{
    [Fact]
    public void What_is_kept_is_what_is_read()
    {
        decimal?[] numbers = [null, 0, -1, 0.0001m, 12.50m, decimal.MaxValue];
        string?[] texts = [null, "", "5", "[\"a\", 1]", "Zoë “says” \"no\" \\ \n 漢", "figure=retention&cohort=2026-03"];
        var rows = texts
            .Select(text =>
                (List<FigureValue>)[.. numbers.SelectMany(number => texts.Select(opens => new FigureValue(text, number, opens)))]
            )
            .Append([])
            .ToList();

        KeptRows.Read(KeptRows.Write(rows)).Should().BeEquivalentTo(rows, how => how.WithStrictOrdering());
        KeptRows.Read(KeptRows.Write([])).Should().BeEmpty();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("[[{\"text\": \"a\"}]]")]
    [InlineData("[[[1, \"a\", 2]]]")]
    [InlineData("[[1")]
    public void What_was_written_otherwise_is_not_guessed_at(string json) =>
        FluentActions.Invoking(() => KeptRows.Read(json)).Should().Throw<JsonException>();
}
