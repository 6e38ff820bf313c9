using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary>The database is away: that is our own fault, and the sender is to try again.</summary>
public sealed class WebhookOutagesTests(TestPostgres postgres)
{
    [Fact]
    public async Task Without_its_database_the_answer_is_503_with_a_time_and_after_it_came_back_200()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        var connection = new NpgsqlConnectionStringBuilder(world.App.ConnectionString);
        (await world.SendAsync("stripe", EventFile.Find("stripe", "invoice.created").Raw)).StatusCode.Should().Be(HttpStatusCode.OK);

        await ExecuteAsync($"alter database {connection.Database} rename to {connection.Database}_away", connection.Database!);
        foreach (var source in EventFile.Sources)
        {
            using var answer = await world.SendAsync(source, EventFile.All.First(file => file.Source == source).Raw);
            answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero);
            (await answer.Content.ReadAsStringAsync()).Should().BeEmpty();
        }
        using var forged = await world.PostAsync("/webhooks/stripe", "{}"u8.ToArray());
        forged.StatusCode.Should().Be(HttpStatusCode.Unauthorized, "who is nobody is told nothing about us");

        await ExecuteAsync($"alter database {connection.Database}_away rename to {connection.Database}", $"{connection.Database}_away");
        using var again = await world.SendAsync("calendly", EventFile.Find("calendly", "invitee.created").Raw);
        again.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.SignalsAsync()).Should().HaveCount(2);

        async Task ExecuteAsync(string sql, string away)
        {
            NpgsqlConnection.ClearAllPools();
            var admin = new NpgsqlConnectionStringBuilder(world.App.ConnectionString) { Database = "postgres", Pooling = false };
            await using var server = new NpgsqlConnection(admin.ConnectionString);
            await server.OpenAsync();
            await using var ends = new NpgsqlCommand(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = @name",
                server
            );
            ends.Parameters.AddWithValue("name", away);
            await using (var renames = new NpgsqlCommand($"alter database {away} allow_connections false", server))
                await renames.ExecuteNonQueryAsync();
            await ends.ExecuteNonQueryAsync();
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await using var command = new NpgsqlCommand(sql, server);
                    await command.ExecuteNonQueryAsync();
                    break;
                }
                catch (PostgresException inUse) when (inUse.SqlState == PostgresErrorCodes.ObjectInUse && attempt < 50)
                {
                    await ends.ExecuteNonQueryAsync();
                    await Task.Delay(20);
                }
            }
            var now = sql.Split(' ')[^1];
            await using var allows = new NpgsqlCommand($"alter database {now} allow_connections true", server);
            await allows.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task A_database_that_does_not_answer_keeps_nobody_waiting_longer_than_a_sender_waits()
    {
        await using var world = await SenderWorld.StartAsync(postgres);
        await using var blocker = new NpgsqlConnection(world.App.ConnectionString);
        await blocker.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("lock table signals in access exclusive mode", blocker, transaction))
            await command.ExecuteNonQueryAsync();

        var waited = Stopwatch.StartNew();
        var answers = await Task.WhenAll(EventFile.All.Take(10).Select(world.SendAsync));

        waited.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5), "the store gives up after that");
        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable);
        await transaction.RollbackAsync();
        using var again = await world.SendAsync(EventFile.All[0]);
        again.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.App.DbAsync(db => db.Signals.CountAsync(s => s.SourceId.StartsWith("evt_")))).Should().BeGreaterThan(0);
    }
}
