using Npgsql;

namespace OnboardingTracker.Data.Dashboard.Retention;

/// <summary>The accounts that may be about to leave, the most certain reason first, of one reason the soonest or newest first.</summary>
internal sealed class LeavingList(LeavingBook book) : IFigureList
{
    public const string Figure = "retention-at-risk";

    public string Name => Figure;

    public async Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel)
    {
        if (Find(keys.GetValueOrDefault("reason", LeavingTable.AllReasons), query.AsOf) is not { } cell)
            return null;
        await book.RefreshAsync(query.AsOf, cancel);
        return cell;
    }

    /// <summary>For who has read the table of the same moment: what is kept is up to date.</summary>
    internal static FigureCell? Find(string code, AsOf asOf)
    {
        if (!asOf.IsNow)
            return null;
        if (code == LeavingTable.AllReasons)
            return new("About to fall out within three months", LeavingSql.Kept, [], Ranked: true);
        var place = RiskSql.Reasons.ToList().FindIndex(reason => reason.Code == code);
        return place < 0
            ? null
            : new(
                $"About to fall out: {RiskSql.Reasons[place].Words}",
                $"{LeavingSql.Kept} and k.reason = @reason",
                [new NpgsqlParameter<int>("reason", place)],
                Ranked: true
            );
    }
}
