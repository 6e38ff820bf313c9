using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Dashboard;

/// <summary>A table with a column of each kind, and a list of all accounts: what the shell does with any table and any list.</summary>
internal static class FakeFigures
{
    public const string Table = "every-kind";
    public const string Empty = "nothing";

    public static Task<TrackerApp> StartAsync(TestPostgres postgres) =>
        TrackerApp.StartAsync(
            postgres,
            services: services =>
                services
                    .AddScoped<IFigureTable>(_ => new EveryKind(Table, rows: true))
                    .AddScoped<IFigureTable>(_ => new EveryKind(Empty, rows: false))
                    .AddScoped<IFigureList, AllAccounts>()
        );

    private sealed class EveryKind(string name, bool rows) : IFigureTable
    {
        public string Name => name;
        public string Title => "A table of every kind";
        public string About => "Made for tests.";
        public bool IsLive => rows;
        public bool CanBeKept => false;
        public int Weeks => rows ? 4 : 0;

        public IReadOnlyList<FigureColumn> Columns { get; } =
        [
            new("stage", "Stage", FigureKind.Stage),
            new("who", "Who", FigureKind.Text),
            new("on", "On", FigureKind.Day),
            new("at", "At", FigureKind.Time),
            new("accounts", "Accounts", FigureKind.Count, "How many <there> are."),
            new("change", "Change", FigureKind.Change),
            new("forecast", "Forecast", FigureKind.Money),
            new("share", "Share", FigureKind.Share),
            new("days", "Days", FigureKind.Days),
        ];

        public Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<IReadOnlyList<FigureValue>>>(
                rows
                    ?
                    [
                        [
                            FigureValue.Of("2"),
                            FigureValue.Of("=1+1 <b>"),
                            FigureValue.Of(query.Span.From),
                            FigureValue.Of("2026-03-01T08:30:00Z"),
                            FigureValue.Of(1234m, "figure=all&stage=2"),
                            FigureValue.Of(-3m),
                            FigureValue.Of(1240.5m, "figure=all&asOf=2026-02-01"),
                            FigureValue.Share(1, 8),
                            FigureValue.Of(3.75m, "/accounts/42"),
                        ],
                        [.. Columns.Select(column => column.Kind == FigureKind.Stage ? FigureValue.Of("1") : default)],
                    ]
                    : []
            );
    }

    private sealed class AllAccounts : IFigureList
    {
        public string Name => "all";

        public Task<FigureCell?> FindAsync(IReadOnlyDictionary<string, string> keys, FigureQuery query, CancellationToken cancel) =>
            Task.FromResult(
                keys.Keys.Any(key => key != "stage")
                    ? null
                    : new FigureCell(
                        "All that there are",
                        """
                        select a.id as account_id, a.id as key, timestamptz '2026-02-01 12:00Z' + (a.id / 3) * interval '1 hour' as at,
                            case when a.id % 2 = 0 then 'even' end as note, null::numeric as amount
                        from accounts a where a.created_at < @until and (@stage::text is null or a.stage = @stage)
                        """,
                        [
                            new NpgsqlParameter<DateTimeOffset>("until", query.AsOf.Until),
                            new("stage", NpgsqlTypes.NpgsqlDbType.Text) { Value = keys.GetValueOrDefault("stage") ?? (object)DBNull.Value },
                        ]
                    )
            );
    }
}
