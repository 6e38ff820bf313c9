namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>The passages of accounts in work, and those that take longer than the policy allows.</summary>
public sealed class GoingPassageList(TrackerDb db) : IFigureList
{
    public const string ListName = "going";

    public string Name => ListName;

    public async Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel)
    {
        var beyond = keys.GetValueOrDefault("beyond");
        if (beyond is not (null or "yes") || await Whose.ReadAsync(db, keys, query.AsOf, cancel) is not { } whose)
            return null;
        var sql = $"""
            {PassageSql.Going(query.AsOf)}
            select account_id, account_id as key, began_at as at,
                'for ' || round((days / 7)::numeric, 1) || ' weeks, in ' || stage as note, null::numeric as amount, -(extract(epoch from began_at) * 1000000)::bigint as rank
            from going
            where {whose.Condition} {(beyond is null ? "" : "and beyond")}
            """;
        return new(
            $"In work{whose.Words} {TimingSql.InWords(query.AsOf)}, by when the passage began"
                + (beyond is null ? "" : $": those of more than {query.AsOf.Policy.PassageWeeks} weeks"),
            sql,
            TimingSql.Parameters(query, sql, whose.Parameters),
            Ranked: true
        );
    }
}
