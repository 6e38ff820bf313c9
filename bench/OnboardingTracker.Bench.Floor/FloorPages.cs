using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace OnboardingTracker.Bench.Floor;

/// <summary>The rows that the pages show, read by hand-written SQL on prepared statements and written as bare HTML.</summary>
internal static class FloorPages
{
    private const string Columns =
        "a.id, a.name, a.domain, a.stage, a.plan, a.forecast_amount, a.forecast_currency, a.next_renewal_on, m.name, a.stage_entered_at, a.payment_risk, a.engaged_at is not null";

    private const string TodaySql = $"""
        select {Columns} from accounts a left join members m on m.id = a.owner_id where a.in_work order by a.next_renewal_on, a.id limit 51;
        select stage, count(*), sum(forecast_in_team_currency) from accounts where in_work group by stage
        """;

    // As the indexes give them: a column's first cards from the index of its order, the sums from indexes alone.
    private const string BoardSql = $"""
        select {Columns} from stages s cross join lateral (
            select * from accounts a where a.stage = s.code order by a.next_renewal_on, a.id limit 50) a
            left join members m on m.id = a.owner_id
        where s.kind <> 'outcome'
        union all
        select {Columns} from stages s cross join lateral (
            select * from accounts a where a.stage = s.code and a.stage_entered_at > now() - interval '30 days'
            order by a.stage_entered_at desc, a.id desc limit 50) a
            left join members m on m.id = a.owner_id
        where s.kind = 'outcome';
        select stage, count(*), sum(forecast_in_team_currency) from accounts where in_work group by stage;
        select stage, count(*), sum(forecast_in_team_currency) from accounts
        where stage in ('6a', '6b', '6c', '6d') and stage_entered_at > now() - interval '30 days' group by stage
        """;

    public static Task TodayAsync(NpgsqlDataSource database, HttpContext http) => WriteAsync(database, http, TodaySql);

    public static Task BoardAsync(NpgsqlDataSource database, HttpContext http) => WriteAsync(database, http, BoardSql);

    private static async Task WriteAsync(NpgsqlDataSource database, HttpContext http, string sql)
    {
        var html = new StringBuilder("<!doctype html><title>floor</title><table>", 16_384);
        await using (var connection = await database.OpenConnectionAsync(http.RequestAborted))
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.PrepareAsync(http.RequestAborted);
            await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
            do
            {
                while (await reader.ReadAsync(http.RequestAborted))
                {
                    html.Append("<tr>");
                    for (var i = 0; i < reader.FieldCount; i++)
                        html.Append("<td>").Append(reader.IsDBNull(i) ? "" : Text(reader.GetValue(i)));
                }
            } while (await reader.NextResultAsync(http.RequestAborted));
        }
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(html.ToString(), http.RequestAborted);
    }

    private static string Text(object value) =>
        WebUtility.HtmlEncode(value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value.ToString()!);
}
