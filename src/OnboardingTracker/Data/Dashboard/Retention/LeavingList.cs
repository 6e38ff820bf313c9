using Npgsql;

namespace OnboardingTracker.Data.Dashboard.Retention;

/// <summary>The accounts that may be about to leave, the most certain reason first, of one reason the soonest or newest first.</summary>
internal sealed class LeavingList : IFigureList
{
    public const string Figure = "retention-at-risk";

    /// <summary>A row an account: an end to come comes the sooner the earlier it is, what has happened is the fresher the later it was.</summary>
    public static readonly string Sql = $"""
        {RetentionSql.Logos(RiskSql.Candidates)}
        select l.account_id, l.account_id as key, coalesce(risk.at, l.made_at) as at, bill.worth as amount, risk.note, risk.reason,
            ((9 - risk.reason) * 1000000000000 + case when risk.reason = 0 then -1 else 1 end * extract(epoch from coalesce(risk.at, l.made_at)))::bigint as rank
        from logo l {RetentionSql.BillOfLogo} {RiskSql.OfLogo}
        where risk.reason is not null
        """;

    public string Name => Figure;

    public static List<NpgsqlParameter> Parameters(AsOf asOf)
    {
        // Who is followed still has had its first bill since.
        var from = asOf.Day.AddMonths(-RetentionSql.Months).AddDays(-7);
        return [.. RetentionSql.Parameters(asOf), .. RetentionSql.Between(from, asOf.Day, asOf.Policy)];
    }

    public Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel) =>
        Task.FromResult(Find(keys.GetValueOrDefault("reason", LeavingTable.AllReasons), query.AsOf));

    internal static FigureCell? Find(string code, AsOf asOf)
    {
        if (!asOf.IsNow)
            return null;
        var parameters = Parameters(asOf);
        if (code == LeavingTable.AllReasons)
            return new("About to fall out within three months", Sql, parameters, Ranked: true);
        var place = RiskSql.Reasons.ToList().FindIndex(reason => reason.Code == code);
        if (place < 0)
            return null;
        parameters.Add(new NpgsqlParameter<int>("reason", place));
        return new(
            $"About to fall out: {RiskSql.Reasons[place].Words}",
            $"select * from ({Sql}) f where f.reason = @reason",
            parameters,
            Ranked: true
        );
    }
}
