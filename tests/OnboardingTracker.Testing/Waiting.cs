using Npgsql;

namespace OnboardingTracker.Testing;

public static class Waiting
{
    /// <summary>Waits until a query on the app's database finds something; gives up after a minute and a half, for machines that do much at once.</summary>
    public static async Task WaitForAsync(this TrackerApp app, string query)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync(patience.Token);
        await using var command = new NpgsqlCommand(query, connection);
        while (await command.ExecuteScalarAsync(patience.Token) is null)
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
    }
}
