using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace OnboardingTracker.Data;

/// <summary>How one replica tells the others, and their open pages, that something changed: PostgreSQL's NOTIFY, sent with the commit.</summary>
public static class LiveChannel
{
    public const string Name = "onboarding_tracker";

    /// <summary>"accounts" or "accounts 42": a topic, and the one account where it is only one.</summary>
    public static string Payload(string topic, long? id = null) =>
        id is null ? topic : string.Create(CultureInfo.InvariantCulture, $"{topic} {id}");

    /// <summary>Sent when the transaction commits, and not at all when it does not. Equal messages of one transaction arrive once.</summary>
    public static async Task NotifyAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        string payload,
        CancellationToken cancel = default
    )
    {
        await using var command = new NpgsqlCommand("select pg_notify(@channel, @payload)", connection, transaction);
        command.Parameters.AddWithValue("channel", Name);
        command.Parameters.AddWithValue("payload", payload);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>In the context's transaction; without one, at once.</summary>
    public static Task NotifyAsync(TrackerDb db, string payload, CancellationToken cancel = default) =>
        db.Database.ExecuteSqlAsync($"select pg_notify({Name}, {payload})", cancel);
}
