using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Dashboard.Flow;

/// <summary>From which stage to which, with each pair that occurred in a row of its own.</summary>
internal sealed class ConversionTable(FlowBook book) : FlowTable(book)
{
    public const string TableName = "conversion";

    public override string Name => TableName;

    public override string Title => "Conversion from stage to stage";

    public override string About =>
        "Of the passages that began in these days: how many entered a stage, and where they went next from their first stay there. "
        + "A passage that entered a stage twice counts once. Moves that were undone, and their undos, count for nothing.";

    public override IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("stage", "Stage", FigureKind.Stage),
        new(
            "next",
            "Next",
            FigureKind.Stage,
            "The next stage; still there; began anew: the account went from an outcome to 1 or 2, which is another passage; "
                + "left: the account was merged into another. Entered: the row of all who entered."
        ),
        new("passages", "Passages", FigureKind.Count),
        new("share", "Share", FigureKind.Share, "Of those that entered the stage."),
    ];

    /// <summary>What the second column says of all who entered.</summary>
    public const string Entered = "entered";

    private static readonly string[] s_stages = [.. StageCatalogue.Shipped.OrderBy(stage => stage.Position).Select(stage => stage.Code)];

    /// <summary>What can come next, in order, as the list's address says it.</summary>
    public static IReadOnlyList<string> Nexts { get; } = [.. s_stages, FlowSql.StillThere, FlowSql.BeganAnew, FlowSql.Left];

    /// <summary>In words for people; a stage is its code.</summary>
    public static string Words(string next) =>
        next switch
        {
            FlowSql.StillThere => "still there",
            FlowSql.BeganAnew => "began anew",
            FlowSql.Left => "left the pipeline",
            _ => next,
        };

    protected override IEnumerable<IReadOnlyList<FigureValue>> Rows(FlowFigures figures, FigureQuery query)
    {
        var steps = figures.Steps.ToLookup(step => step.Stage);
        foreach (var stage in s_stages)
        {
            var entered = steps[stage].Sum(step => step.Passages);
            yield return Row(stage, Entered, entered, entered, null);
            foreach (var next in Nexts)
            {
                var passages = steps[stage].Where(step => step.Next == next).Sum(step => step.Passages);
                if (passages > 0)
                    yield return Row(stage, Words(next), passages, entered, next);
            }
        }
    }

    private static IReadOnlyList<FigureValue> Row(string stage, string words, long passages, long entered, string? next) =>
        [
            FigureValue.Of(stage),
            FigureValue.Of(words),
            FigureValue.Of(passages, ConversionList.Opens(stage, next)),
            FigureValue.Share(passages, entered),
        ];
}
