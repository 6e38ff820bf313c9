using Npgsql;
using NpgsqlTypes;

namespace OnboardingTracker.Data.Dashboard.Load;

/// <summary>The accounts and tasks that a person had at a moment.</summary>
public sealed class LoadStateList(TrackerDb db) : IFigureList
{
    private const string ListName = "load";

    public string Name => ListName;

    internal static string Opens(string what, LoadPerson person) => $"figure={ListName}&what={what}&member={person.Key}";

    public async Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel)
    {
        if (!keys.TryGetValue("what", out var what) || !LoadStateSql.Figures.Contains(what))
            return null;
        if (await LoadPerson.FindAsync(db, keys.GetValueOrDefault("member"), cancel) is not { } person)
            return null;
        var (asOf, title) = (
            query.AsOf,
            what switch
            {
                LoadStateSql.Active => "Active accounts",
                LoadStateSql.OpenTasks => "Open tasks",
                _ => "Overdue tasks",
            }
        );
        var sql = $"""
            {LoadStateSql.Of(asOf)}
            select account_id, key, at, note, amount from fact where figure = @what and member_id is not distinct from @member
            """;
        return new(
            $"{title} {person.InWords} {(asOf.IsNow ? "now" : FormattableString.Invariant($"at the end of {asOf.Day:d MMMM yyyy}"))}",
            sql,
            LoadStateSql.Parameters(asOf, sql, new("what", what), LoadActivityList.Member(person))
        );
    }
}

/// <summary>The moves of some days on the accounts that a person owned at that moment.</summary>
public sealed class LoadActivityList(TrackerDb db) : IFigureList
{
    private const string ListName = "load-activity";

    public string Name => ListName;

    internal static string Opens(string what, LoadPerson person, DateOnly? week) =>
        $"figure={ListName}&what={what}&member={person.Key}{(week is { } monday ? "&week=" + LoadParameters.Text(monday) : "")}";

    internal static NpgsqlParameter Member(LoadPerson person) =>
        new("member", NpgsqlDbType.Integer) { Value = person.Id is { } id ? id : DBNull.Value };

    public async Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel)
    {
        if (!keys.TryGetValue("what", out var what) || !LoadActivitySql.Figures.Contains(what))
            return null;
        if (await LoadPerson.FindAsync(db, keys.GetValueOrDefault("member"), cancel) is not { } person)
            return null;
        var week = LoadParameters.Day(keys, "week");
        if (week is null && keys.ContainsKey("week"))
            return null;
        var title = what switch
        {
            LoadActivitySql.InitialOutreach => "Initial outreach",
            LoadActivitySql.Calls => "Calls held",
            LoadActivitySql.FinalOutreach => "Final outreach",
            _ => $"Moves to {LoadActivitySql.Outcomes[what]}",
        };
        var sql = $"""
            {LoadActivitySql.Facts}
            select account_id, key, at, note, amount from fact
            where figure = @what and member_id is not distinct from @member{(week is null ? "" : " and week = @week")}
            """;
        return new(
            $"{title} on accounts {person.InWords} {LoadParameters.InWords(query.Span, week)}",
            sql,
            LoadActivitySql.Parameters(
                query,
                sql,
                new("what", what),
                Member(person),
                new NpgsqlParameter<DateOnly>("week", week ?? default)
            )
        );
    }
}
