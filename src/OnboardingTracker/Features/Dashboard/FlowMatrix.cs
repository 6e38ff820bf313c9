using OnboardingTracker.Data.Dashboard;

namespace OnboardingTracker.Features.Dashboard;

/// <summary>The conversion from stage to stage, laid out with a row for each stage and a column for what came next.</summary>
public sealed class FlowMatrix
{
    private readonly Dictionary<(string Stage, string Next), (FigureValue Passages, FigureValue Share)> _cells;

    public FlowMatrix(FigureReading reading)
    {
        Reading = reading;
        _cells = reading.Rows.ToDictionary(row => (row[0].Text!, row[1].Text!), row => (row[2], row[3]));
        Stages = [.. reading.Rows.Select(row => row[0].Text!).Distinct().Where(stage => _cells[(stage, Entered)].Passages.Number > 0)];
        var occurring = reading.Rows.Select(row => row[1].Text!).Where(next => next != Entered).ToHashSet();
        Nexts =
        [
            .. reading.Rows.Select(row => row[0].Text!).Distinct().Where(occurring.Contains),
            .. occurring.Where(next => reading.Stages.Find(next) is null).Order(),
        ];
    }

    /// <summary>What the table calls the row of all who entered a stage.</summary>
    public const string Entered = "entered";

    public FigureReading Reading { get; }

    /// <summary>The stages that any passage entered, in order.</summary>
    public IReadOnlyList<string> Stages { get; }

    /// <summary>What came next for any, stages first.</summary>
    public IReadOnlyList<string> Nexts { get; }

    /// <summary>Null: none went there.</summary>
    public (FigureValue Passages, FigureValue Share)? this[string stage, string next] =>
        _cells.TryGetValue((stage, next), out var cell) ? cell : null;

    /// <summary>How strongly a cell is tinted, from 1 to 5; its number says the same.</summary>
    public static int Heat(FigureValue share) => (int)Math.Clamp(Math.Ceiling((share.Number ?? 0) * 5), 1, 5);
}
