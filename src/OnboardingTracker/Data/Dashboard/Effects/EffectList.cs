using Npgsql;
using OnboardingTracker.Data.Dashboard.Load;

namespace OnboardingTracker.Data.Dashboard.Effects;

/// <summary>The accounts that a playbook touched.</summary>
public sealed class EffectList : IFigureList
{
    internal const string ListName = "playbook-effect";

    private static readonly Dictionary<string, (string Words, string Where)> s_figures = new()
    {
        ["touched"] = ("Touched", "not took_back"),
        ["undone"] = ("Undone by a person of what was done", "undone"),
        ["corrected"] = ("Corrected by a person within a week of what was done", "corrected"),
        ["wrong"] = ("Undone or corrected of what was done", "(undone or corrected)"),
        ["tookBack"] = ("Taken back by itself", "took_back"),
    };

    public string Name => ListName;

    public Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel) =>
        Task.FromResult(Find(keys, query));

    private static FigureCell? Find(IReadOnlyDictionary<string, string> keys, FigureQuery query)
    {
        if (!keys.TryGetValue("what", out var what) || !s_figures.TryGetValue(what, out var figure))
            return null;
        if (!keys.TryGetValue("playbook", out var playbook))
            return null;
        var week = LoadParameters.Day(keys, "week");
        if (week is null && keys.ContainsKey("week"))
            return null;
        var sql = $"""
            {EffectSql.Facts}
            select account_id, key, at, note, null::numeric as amount from fact
            where playbook = @playbook and {figure.Where}{(week is null ? "" : " and week = @week")}
            """;
        return new(
            $"{figure.Words} by {playbook} {LoadParameters.InWords(query.Span, week)}",
            sql,
            EffectSql.Parameters(query, sql, new("playbook", playbook), new NpgsqlParameter<DateOnly>("week", week ?? default))
        );
    }
}
