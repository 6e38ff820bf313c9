using Microsoft.AspNetCore.Http;
using Npgsql;

namespace OnboardingTracker.Bench.Floor;

/// <summary>A delivery read and inserted, durable before the answer, and nothing else: no proof of the sender, no reading, no job.</summary>
internal static class FloorSignals
{
    public static async Task StoreAsync(NpgsqlDataSource database, HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        await using var command = new NpgsqlCommand("insert into floor_signals (source_id, raw) values ($1, $2)", connection)
        {
            Parameters =
            {
                new() { Value = Guid.NewGuid().ToString() },
                new() { Value = body.ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(http.RequestAborted);
    }
}
