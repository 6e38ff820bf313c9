using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.Data.Dashboard.Retention;

/// <summary>Reads the cohorts as of a moment.</summary>
public sealed class RetentionReader(TrackerDb db)
{
    private const string Sql = """

        select date_trunc('month', made_on)::date as month, not compared as apart, over, lost_at is not null as lost, count(*)::int as accounts
        from logo group by 1, 2, 3, 4
        """;

    public async Task<RetentionBook> ReadAsync(AsOf asOf, CancellationToken cancel = default)
    {
        var sql = RetentionSql.Logos() + Sql;
        var parts = await db.Database.SqlQueryRaw<Part>(sql, [.. RetentionSql.Parameters(asOf)]).ToListAsync(cancel);
        var cohorts = new List<RetentionCohort>();
        if (parts.Count > 0)
            for (var month = parts.Min(part => part.Month); month <= parts.Max(part => part.Month); month = month.AddMonths(1))
            {
                var of = parts.FindAll(part => part.Month == month);
                int Sum(bool over, bool lost) => of.Where(p => !p.Apart && p.Over == over && p.Lost == lost).Sum(p => p.Accounts);
                cohorts.Add(
                    new(
                        month,
                        Sum(over: true, lost: false),
                        Sum(over: true, lost: true),
                        Sum(over: false, lost: false),
                        Sum(over: false, lost: true),
                        of.Where(p => p.Apart).Sum(p => p.Accounts)
                    )
                );
            }
        return new(cohorts, asOf.Policy.RetentionGoal);
    }

    /// <summary>A month as tables, files and addresses write it: 2026-03.</summary>
    public static string Text(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private sealed class Part
    {
        public DateOnly Month { get; init; }
        public bool Apart { get; init; }
        public bool Over { get; init; }
        public bool Lost { get; init; }
        public int Accounts { get; init; }
    }
}
