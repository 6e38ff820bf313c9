using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Dashboard.Stages;

namespace OnboardingTracker.Data.Dashboard;

/// <summary>
/// Reads tables, and keeps what they gave for a day that is over: it follows from what had been recorded by then, so it stays right, and the
/// next reader does not wait for it.
/// </summary>
public sealed class KeptTables(TrackerDb db, TimeProvider time)
{
    /// <summary>A table that nobody asked for in this time is worked out again by who asks.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(40);

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> RowsAsync(IFigureTable table, FigureQuery query, CancellationToken cancel)
    {
        if (!table.CanBeKept || query.AsOf.IsNow || time.GetUtcNow() < query.AsOf.Until + StageRollUp.Grace)
            return await table.ReadAsync(query, cancel);
        var name = NameOf(table);
        var rows = await db
            .KeptTables.AsNoTracking()
            .Where(t => t.Name == name && t.Day == query.AsOf.Day && t.SpanFrom == query.Span.From && t.SpanTo == query.Span.To)
            .Select(t => t.Rows)
            .FirstOrDefaultAsync(cancel);
        if (rows is not null)
            return KeptRows.Read(rows);
        var read = await table.ReadAsync(query, cancel);
        var json = KeptRows.Write(read);
        // Somebody else may have read it at the same moment, with the same result.
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into kept_tables (name, day, span_from, span_to, rows, kept_at)
            values ({name}, {query.AsOf.Day}, {query.Span.From}, {query.Span.To}, {json}, {time.GetUtcNow()})
            on conflict do nothing
            """,
            cancel
        );
        return read;
    }

    public Task<int> DropOldAsync(CancellationToken cancel = default)
    {
        var before = time.GetUtcNow() - KeptFor;
        return db.KeptTables.Where(table => table.KeptAt < before).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Of how rows are written (<see cref="KeptRows"/>): an earlier release wrote objects.</summary>
    private const int Format = 2;

    /// <summary>With its columns: a new release that counts or writes otherwise says so by its version and reads anew.</summary>
    private static string NameOf(IFigureTable table) =>
        string.Create(CultureInfo.InvariantCulture, $"{table.Name} {table.Version}.{table.Columns.Count}.{Format}");
}
