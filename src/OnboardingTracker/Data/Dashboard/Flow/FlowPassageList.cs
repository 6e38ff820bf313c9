using System.Globalization;
using Npgsql;

namespace OnboardingTracker.Data.Dashboard.Flow;

/// <summary>The passages behind a number of the family.</summary>
internal sealed class FlowPassageList : IFigureList
{
    public const string ListName = "passages";

    public string Name => ListName;

    /// <summary>The query of the address of a number.</summary>
    public static string Opens(string condition, DateOnly? week, bool? engaged)
    {
        var opens = $"figure={ListName}&is={condition}";
        if (week is { } monday)
            opens += string.Create(CultureInfo.InvariantCulture, $"&week={monday:yyyy-MM-dd}");
        return engaged switch
        {
            true => opens + "&path=engaged",
            false => opens + "&path=never",
            null => opens,
        };
    }

    public Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel) =>
        Task.FromResult(Find(keys, query));

    private static FigureCell? Find(IReadOnlyDictionary<string, string> keys, FigureQuery query)
    {
        if (FlowCondition.Find(keys.GetValueOrDefault("is")) is not { } condition)
            return null;
        var (title, path) = keys.GetValueOrDefault("path") switch
        {
            null => ("Passages", "true"),
            "engaged" => ("Engaged passages", "engaged_at is not null"),
            "never" => ("Passages that never engaged", "engaged_at is null"),
            _ => (null, null),
        };
        if (title is null)
            return null;
        var parameters = FlowSql.Parameters(query);
        var began = FlowTitles.Began(query.Span);
        var week = "true";
        if (keys.GetValueOrDefault("week") is { } text)
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", out var monday))
                return null;
            parameters.Add(new NpgsqlParameter<DateOnly>("week", monday));
            week = "week = @week";
            began = FlowTitles.Began(FlowTitles.Within(monday, query.Span));
        }
        var sql = $"""
            {FlowSql.Passages}
            select account_id, key, {condition.At} as at, null::text as note, null::numeric as amount
            from fact where {condition.Sql} and {path} and {week}
            """;
        return new FigureCell($"{title} {began}{condition.Words}", sql, parameters);
    }
}
