using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Data.Pipeline;

namespace OnboardingTracker.Data.Dashboard.Planned;

/// <summary>The accounts of one day and playbook. What will happen is no row of the database: the list is handed to it.</summary>
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
            || keys.GetValueOrDefault("state") is not ("planned" or "held" or "waiting")
        )
            return null;
        var (state, to) = (keys["state"], keys.GetValueOrDefault("stage"));
        var rows = query.AsOf.IsNow ? PlannedRow.Of(await book.ReadAsync(cancel)) : [];
        if (rows.FirstOrDefault(row => row.Day == day && row.Playbook.Name == playbook && row.To == to) is not { } found)
            return null;
        var accounts = found
            .Moves.Where(move => PlannedRow.StateOf(move) == state)
            .GroupBy(move => move.AccountId)
            .Select(moves => (Move: moves.First(), Because: string.Join("; ", moves.Select(PlannedWords.Because))))
            .ToList();
        return new(
            $"{Title(state)} {day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}: {playbook} {PlannedWords.Effect(found, await db.StagesAsync(cancel))}",
            "select * from unnest(@account, @key, @at, @note, @amount) as f(account_id, key, at, note, amount)",
            [
                Values("account", NpgsqlDbType.Bigint, accounts.ConvertAll(a => a.Move.AccountId)),
                Values("key", NpgsqlDbType.Bigint, accounts.ConvertAll(a => a.Move.AccountId)),
                Values("at", NpgsqlDbType.TimestampTz, accounts.ConvertAll(a => a.Move.At)),
                Values("note", NpgsqlDbType.Text, accounts.ConvertAll(a => a.Because)),
                Values("amount", NpgsqlDbType.Numeric, accounts.ConvertAll(a => a.Move.Subject.ForecastInTeamCurrency)),
            ],
            accounts.Count
        );
    }

    private static string Title(string state) =>
        state switch
        {
            "held" => "Held on",
            "waiting" => "Waiting since",
            _ => "Planned for",
        };

    private static NpgsqlParameter<T[]> Values<T>(string name, NpgsqlDbType type, List<T> values) =>
        new(name, NpgsqlDbType.Array | type) { TypedValue = [.. values] };
}
