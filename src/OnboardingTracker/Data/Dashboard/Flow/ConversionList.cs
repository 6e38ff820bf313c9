using Npgsql;
using OnboardingTracker.Data.Pipeline;

namespace OnboardingTracker.Data.Dashboard.Flow;

/// <summary>The passages that entered a stage, and of these the ones that went to another next.</summary>
internal sealed class ConversionList(TrackerDb db) : IFigureList
{
    public const string ListName = "conversion";

    public string Name => ListName;

    /// <param name="next">Null: whatever came next.</param>
    public static string Opens(string stage, string? next) => $"figure={ListName}&stage={stage}{(next is null ? "" : $"&next={next}")}";

    public async Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel)
    {
        var stages = await db.StagesAsync(cancel);
        if (stages.Find(keys.GetValueOrDefault("stage")) is not { } stage)
            return null;
        var parameters = FlowSql.Parameters(query);
        parameters.Add(new NpgsqlParameter<string>("stage", stage.Code));
        var title = $"Passages {FlowTitles.Began(query.Span)}, that entered {stages.Label(stage.Code)}";
        var (where, at) = ("true", "at");
        if (keys.GetValueOrDefault("next") is { } next)
        {
            if (!ConversionTable.Nexts.Contains(next))
                return null;
            parameters.Add(new NpgsqlParameter<string>("next", next));
            (where, at) = ("next = @next", "coalesce(next_at, at)");
            title += next switch
            {
                FlowSql.StillThere => " and are still there",
                FlowSql.BeganAnew => " and began anew from there",
                FlowSql.Left => " and left the pipeline from there, merged into another account",
                _ => $" and went to {stages.Label(next)} next",
            };
        }
        var sql = $"""
            {FlowSql.Entries}
            select account_id, key, {at} as at, null::text as note, null::numeric as amount
            from entry where stage = @stage and {where}
            """;
        return new FigureCell(title, sql, parameters);
    }
}
