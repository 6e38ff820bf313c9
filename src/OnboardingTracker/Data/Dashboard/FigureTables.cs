using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Dashboard;

/// <summary>A table with what it was asked for and what it gave.</summary>
/// <param name="Stages">By their names of now, in which stages are written.</param>
public sealed record FigureReading(
    IFigureTable Table,
    FigureQuery Query,
    IReadOnlyList<IReadOnlyList<FigureValue>> Rows,
    StageCatalogue Stages
);

/// <summary>Finds the tables of the dashboard and reads them.</summary>
public sealed class FigureTables(TrackerDb db, Moments moments, IEnumerable<IFigureTable> tables)
{
    private StageCatalogue? _stages;

    public Moments Moments => moments;

    public IFigureTable? Find(string name) => tables.FirstOrDefault(table => table.Name == name);

    public async Task<FigureReading> ReadAsync(IFigureTable table, FigureAsk ask, CancellationToken cancel = default)
    {
        var query = await moments.QueryAsync(ask, table.IsLive, table.Weeks, cancel);
        return new(table, query, await RowsAsync(table, query, cancel), await StagesAsync(cancel));
    }

    public async Task<StageCatalogue> StagesAsync(CancellationToken cancel = default) => _stages ??= await db.StagesAsync(cancel);

    /// <summary>The one place where a table's values come from.</summary>
    private static Task<IReadOnlyList<IReadOnlyList<FigureValue>>> RowsAsync(
        IFigureTable table,
        FigureQuery query,
        CancellationToken cancel
    ) => table.ReadAsync(query, cancel);
}
