using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Data.Pipeline;

namespace OnboardingTracker.Data.Dashboard.Planned;

/// <summary>The accounts of one day and playbook.</summary>
public sealed class PlannedList(TrackerDb db, PlannedBook book) : IFigureList
{
    private const string Day = "yyyy-MM-dd";

    public string Name => "planned";

    /// <summary>What a number of the table opens.</summary>
    public static string Address(PlannedRow row, string state) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"figure=planned&day={row.Day.ToString(Day, CultureInfo.InvariantCulture)}&playbook={row.Playbook.Name}&state={state}"
        ) + (row.To is { } to ? $"&stage={to}" : "");

    public async Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel)
    {
        if (
            !DateOnly.TryParseExact(keys.GetValueOrDefault("day"), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || keys.GetValueOrDefault("playbook") is not { } playbook
            || keys.GetValueOrDefault("state") is not { } state
            || !PlannedStates.All.Contains(state)
            || !query.AsOf.IsNow
        )
            return null;
        var to = keys.GetValueOrDefault("stage");
        var plan = await book.ReadAsync(cancel);
        if (PlannedRow.Of(plan).FirstOrDefault(row => row.Day == day && row.Playbook.Name == playbook && row.To == to) is not { } found)
            return null;
        return new(
            $"{Title(state)} {day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}: {playbook} {PlannedWords.Effect(found, await db.StagesAsync(cancel))}",
            """
            select m.account_id, m.account_id as key, min(m.at) as at,
                string_agg(concat_ws('; ', case m.state
                    when 'held' then 'held by ' || split_part(h.placed_by, ':', 2) || coalesce(' (' || nullif(h.reason, '') || ')', '')
                    when 'waiting' then nullif(@bar, '') end, m.because), '; ' order by m.id) as note,
                max(a.forecast_in_team_currency) as amount
            from planned_moves m join accounts a on a.id = m.account_id left join holds h on h.id = m.hold_id
            where m.day = @day and m.playbook = @playbook and m.state = @state and m.to_stage is not distinct from @to
            group by m.account_id
            """,
            [
                new NpgsqlParameter<DateOnly>("day", day),
                new NpgsqlParameter<string>("playbook", playbook),
                new NpgsqlParameter<string>("state", state),
                new NpgsqlParameter<string>("bar", plan.Bars.GetValueOrDefault(playbook)?.Because ?? ""),
                new("to", NpgsqlDbType.Text) { Value = (object?)to ?? DBNull.Value },
            ],
            found.Accounts(state)
        );
    }

    private static string Title(string state) =>
        state switch
        {
            PlannedStates.Held => "Held on",
            PlannedStates.Waiting => "Waiting since",
            _ => "Planned for",
        };
}
