namespace OnboardingTracker.Features.Dashboard;

/// <summary>
/// A chart above the table that holds its values: it is drawn in the browser from that table's cells, so that both always say the same.
/// </summary>
/// <param name="Kind">"area" (stacked), "bar" (beside each other) or "line".</param>
/// <param name="Title">What it shows, for everybody.</param>
/// <param name="Table">The name of the table; what <c>_FigureData</c> wrote of it comes first.</param>
/// <param name="X">The column along the bottom.</param>
/// <param name="Series">The columns that are drawn, one each; with <see cref="By"/> the one column of the values.</param>
/// <param name="Unit">What the values count: "accounts".</param>
public sealed record FigureChart(string Kind, string Title, string Table, string X, IReadOnlyList<string> Series, string Unit)
{
    /// <summary>The column whose values are a series each; null: each column of <see cref="Series"/> is one.</summary>
    public string? By { get; init; }

    /// <summary>A column with text where the value may still change: drawn dashed.</summary>
    public string? Open { get; init; }

    /// <summary>Bars upon each other.</summary>
    public bool Stacked { get; init; }

    /// <summary>A line across at a goal.</summary>
    public decimal? Goal { get; init; }
}
