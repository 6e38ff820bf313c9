using OnboardingTracker.Data.Dashboard.Stages;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Dashboard;

/// <summary>A table with what it was asked for and what it gave.</summary>
/// <param name="Stages">By their names of that moment, in which stages are written.</param>
public sealed record FigureReading(
    IFigureTable Table,
    FigureQuery Query,
    IReadOnlyList<IReadOnlyList<FigureValue>> Rows,
    StageCatalogue Stages
);

/// <summary>Finds the tables of the dashboard and reads them.</summary>
public sealed class FigureTables(TrackerDb db, Moments moments, KeptTables kept, IEnumerable<IFigureTable> tables)
{
    public Moments Moments => moments;

    public IEnumerable<IFigureTable> All => tables;

    public IFigureTable? Find(string name) => tables.FirstOrDefault(table => table.Name == name);

    public async Task<FigureReading> ReadAsync(IFigureTable table, FigureAsk ask, CancellationToken cancel = default)
    {
        var query = await moments.QueryAsync(ask, table.IsLive, table.Weeks, cancel);
        return new(table, query, await kept.RowsAsync(table, query, cancel), await StagesAsync(query.AsOf, cancel));
    }

    /// <summary>The stages as they were called at the moment that is asked for.</summary>
    public async Task<StageCatalogue> StagesAsync(AsOf asOf, CancellationToken cancel = default)
    {
        var stages = await db.StagesAsync(cancel);
        if (asOf.IsNow)
            return stages;
        var names = (await db.StageNamesAtAsync(asOf.Until, cancel)).ToDictionary(name => name.Stage);
        return new(stages.InOrder.Select(stage => names.TryGetValue(stage.Code, out var name) ? Named(stage, name) : stage));
    }

    private static Stage Named(Stage stage, StageName then) =>
        new()
        {
            Code = stage.Code,
            Name = then.Name,
            Kind = stage.Kind,
            Position = then.Position,
            Rank = stage.Rank,
            Retired = then.Retired,
        };
}
