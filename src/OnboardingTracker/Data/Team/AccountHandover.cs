using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Team;

/// <summary>Gives all accounts of one member to another, or to nobody, with their ownership history.</summary>
public sealed class AccountHandover
{
    /// <param name="to">Null: they are unowned until dealt out.</param>
    /// <returns>How many accounts went over.</returns>
    public async Task<int> HandOverAsync(
        NpgsqlTransaction transaction,
        int from,
        int? to,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        // Rows are locked in the order of their ids, as the one door does.
        const string sql = """
            with owned as materialized (select id from accounts where owner_id = @from order by id for update),
            given as (
                update accounts a set owner_id = @to, changed_at = greatest(a.changed_at, @at) from owned o where a.id = o.id
                returning a.id)
            insert into account_changes (account_id, at, source, actor, "values")
            select g.id, @at, @source, @actor, jsonb_build_object('owner', jsonb_build_array(
                (select email from members where id = @from), (select email from members where id = @to)))
            from given g
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        command.Parameters.AddWithValue("from", from);
        command.Parameters.Add(new NpgsqlParameter<int?>("to", NpgsqlDbType.Integer) { TypedValue = to });
        command.Parameters.AddWithValue("at", now);
        command.Parameters.AddWithValue("source", DetailSources.Rule);
        command.Parameters.AddWithValue("actor", actor.ToString());
        var given = await command.ExecuteNonQueryAsync(cancel);
        if (given > 0)
            await LiveChannel.NotifyAsync(transaction.Connection!, transaction, LiveChannel.Payload("accounts"), cancel);
        return given;
    }
}
