using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace OnboardingTracker.Features.Accounts;

/// <summary>
/// The statement that finds the places of one page over all that is kept of an account. Each part reads a page's worth from the index of
/// its own table, and what they find is put into one order, so that a page costs the same however long the history is.
/// </summary>
internal sealed class TimelineSql(long accountId, TimelineKinds kinds, TimelineCursor? place, bool newer, int most)
{
    private readonly StringBuilder _sql = new();

    public (string Sql, NpgsqlParameter[] Parameters) Build()
    {
        _sql.Append("select at, source, id from (");
        if (kinds.Has(TimelineKind.Details) && kinds.Has(TimelineKind.Risk))
            Part(TimelineSource.Changes, "account_changes", "at");
        else if (kinds.Has(TimelineKind.Risk))
            Part(TimelineSource.Changes, "account_changes", "at", where: "jsonb_exists(\"values\", 'paymentRisk')");
        else if (kinds.Has(TimelineKind.Details))
            Part(TimelineSource.Changes, "account_changes", "at", where: "not jsonb_exists(\"values\", 'paymentRisk')");
        if (kinds.Has(TimelineKind.Checklist))
            Part(TimelineSource.Checklist, "checklist_marks", "at");
        if (kinds.Has(TimelineKind.Moves))
            Part(TimelineSource.Moves, "transitions", "at");
        if (kinds.Has(TimelineKind.Holds))
        {
            Part(TimelineSource.Holds, "holds", "placed_at", "id * 2");
            Part(TimelineSource.Holds, "holds", "lifted_at", "id * 2 + 1", "lifted_at is not null");
        }
        if (kinds.Has(TimelineKind.Tasks))
            Part(TimelineSource.Tasks, "task_changes", "at");
        if (kinds.Has(TimelineKind.Notes))
            Part(TimelineSource.Notes, "notes", "at");
        var signals = kinds.SignalKindsWanted;
        if (kinds.HasSignals)
            Part(
                TimelineSource.Signals,
                "signals",
                "occurred_at",
                where: "state = 'worked' and "
                    + (
                        signals is not { } wanted ? "kind is not null"
                        : wanted.Only ? "kind = any (@kinds)"
                        : "kind <> all (@kinds)"
                    )
            );
        var order = newer ? "asc" : "desc";
        _sql.Append(") places order by at ").Append(order).Append(", source ").Append(order).Append(", id ").Append(order);
        _sql.Append(" limit @most");
        return (
            _sql.ToString(),
            [
                new("account", accountId),
                new("most", most),
                new("at", NpgsqlDbType.TimestampTz) { Value = place?.At ?? (object)DBNull.Value },
                new("id", place?.Id ?? 0L),
                new("kinds", signals?.Kinds ?? []),
            ]
        );
    }

    private void Part(TimelineSource source, string table, string at, string id = "id", string? where = null)
    {
        _sql.Append(_sql.Length > 40 ? " union all " : "");
        _sql.Append("(select ").Append(at).Append(" as at, ").Append((int)source).Append(" as source, ").Append(id).Append(" as id from ");
        _sql.Append(table).Append(" where account_id = @account");
        if (where is not null)
            _sql.Append(" and ").Append(where);
        if (place is not null)
            _sql.Append(" and ").Append(Beyond(source, at, id));
        var order = newer ? " asc" : " desc";
        _sql.Append(" order by ").Append(at).Append(order).Append(", ").Append(id).Append(order).Append(" limit @most)");
    }

    /// <summary>Of the moment of the place, what is kept in a higher source is newer, and in a lower one older.</summary>
    private string Beyond(TimelineSource source, string at, string id) =>
        (source.CompareTo(place!.Source), newer) switch
        {
            (0, true) => $"({at}, {id}) > (@at, @id)",
            (0, false) => $"({at}, {id}) < (@at, @id)",
            (> 0, true) => $"{at} >= @at",
            (> 0, false) => $"{at} < @at",
            (_, true) => $"{at} > @at",
            (_, false) => $"{at} <= @at",
        };
}
