using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.Dashboard.Timing;

/// <summary>Accounts in work whose passage takes longer than the policy allows, by stage.</summary>
public sealed class BeyondByStageTable(TrackerDb db) : IFigureTable
{
    public const string TableName = "beyond-length";

    public string Name => TableName;

    public string Title => "Beyond the weeks, by stage";

    public string About =>
        "Accounts in work, and those of them whose passage has taken longer than the weeks that the policy allows. A passage that was taken over "
        + "from another system counts from the day given.";

    public bool IsLive => true;

    public bool CanBeKept => true;

    public int Weeks => 0;

    public IReadOnlyList<FigureColumn> Columns { get; } = [new("stage", "Stage", FigureKind.Stage), .. BeyondRow.Columns];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var sql = $"""
            {BeyondSql.Book(query.AsOf)}
            select s.stage as who, {BeyondSql.Sums}
            from unnest(@in_work) with ordinality as s(stage, place) left join book b on b.stage = s.stage
            group by s.stage, s.place order by s.place
            """;
        var rows = await db.Database.SqlQueryRaw<BeyondRow>(sql, [.. TimingSql.Parameters(query, sql)]).ToListAsync(cancel);
        return [.. rows.Select(row => row.Values(FigureValue.Of(row.Who), $"stage={row.Who}"))];
    }
}

/// <summary>The same by whose accounts they are.</summary>
public sealed class BeyondByOwnerTable(TrackerDb db) : IFigureTable
{
    public const string TableName = "beyond-length-by-owner";

    /// <summary>Of the row of accounts that nobody owns.</summary>
    public const string Nobody = "none";

    public string Name => TableName;

    public string Title => "Beyond the weeks, by owner";

    public string About =>
        "Accounts in work by whose they were, and those of them whose passage has taken longer than the weeks that the policy allows.";

    public bool IsLive => true;

    public bool CanBeKept => true;

    public int Weeks => 0;

    public IReadOnlyList<FigureColumn> Columns { get; } =
    [new("owner", "Owner", FigureKind.Text), new("ownerEmail", "E-mail", FigureKind.Text), .. BeyondRow.Columns];

    public async Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel)
    {
        var sql = $"""
            {BeyondSql.Book(query.AsOf)}
            select coalesce(b.owner_id::text, '{Nobody}') as who, m.name, m.email, {BeyondSql.Sums}
            from book b left join members m on m.id = b.owner_id
            group by b.owner_id, m.name, m.email order by m.name, b.owner_id
            """;
        var rows = await db.Database.SqlQueryRaw<OwnerRow>(sql, [.. TimingSql.Parameters(query, sql)]).ToListAsync(cancel);
        return
        [
            .. rows.Select(row =>
                (IReadOnlyList<FigureValue>)
                    [FigureValue.Of(row.Name ?? "Nobody"), .. row.Values(FigureValue.Of(row.Email), $"owner={row.Who}")]
            ),
        ];
    }

    internal sealed class OwnerRow : BeyondRow
    {
        public string? Name { get; init; }
        public string? Email { get; init; }
    }
}

/// <summary>What both count.</summary>
internal class BeyondRow
{
    public static IReadOnlyList<FigureColumn> Columns { get; } =
    [
        new("inWork", "In work", FigureKind.Count),
        new("beyond", "Beyond the weeks", FigureKind.Count),
        new("shareBeyond", "Share beyond", FigureKind.Share),
        new("longest", "Longest passage", FigureKind.Days),
    ];

    public required string Who { get; init; }
    public int InWork { get; init; }
    public int Beyond { get; init; }
    public decimal? Longest { get; init; }

    public IReadOnlyList<FigureValue> Values(FigureValue who, string key)
    {
        var all = $"figure={GoingPassageList.ListName}&{key}";
        var beyond = all + "&beyond=yes";
        return
        [
            who,
            FigureValue.Of(InWork, all),
            FigureValue.Of(Beyond, beyond),
            FigureValue.Share(Beyond, InWork, beyond),
            FigureValue.Of(Longest, all),
        ];
    }
}
