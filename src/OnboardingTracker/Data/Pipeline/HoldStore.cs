using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Pipeline;

/// <param name="Passage">The account's passage once the hold is there.</param>
public sealed record PlacedHold(long AccountId, int Passage, HoldToPlace Hold, Actor By, DateTimeOffset At);

/// <summary>Writes holds. Placing touches the account's row, so that a playbook that decided before it loses.</summary>
public static class HoldStore
{
    /// <summary>Places holds; one that is there already is replaced and stays in history as lifted.</summary>
    public static async Task PlaceAsync(NpgsqlTransaction transaction, IReadOnlyList<PlacedHold> holds, CancellationToken cancel = default)
    {
        const string sql = """
            with wanted as materialized (
                select * from unnest(@account, @passage, @playbook, @at, @actor, @reason, @until)
                as w(account_id, passage, playbook, at, actor, reason, until)),
            touched as (
                update accounts a set changed_at = greatest(a.changed_at, w.at) from wanted w where a.id = w.account_id)
            update holds h set lifted_at = w.at, lifted_by = w.actor
            from wanted w where h.account_id = w.account_id and h.playbook = w.playbook and h.lifted_at is null;
            insert into holds (account_id, passage, playbook, placed_at, placed_by, reason, until_renewal_on, until_new_signal)
            select * from (select * from unnest(@account, @passage, @playbook, @at, @actor, @reason, @until, @until_signal)) w
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        Add("account", NpgsqlDbType.Bigint, hold => hold.AccountId);
        Add("passage", NpgsqlDbType.Integer, hold => hold.Passage);
        Add("playbook", NpgsqlDbType.Text, hold => hold.Hold.Playbook);
        Add("at", NpgsqlDbType.TimestampTz, hold => hold.At);
        Add("actor", NpgsqlDbType.Text, hold => hold.By.ToString());
        Add("reason", NpgsqlDbType.Text, hold => hold.Hold.Reason);
        Add("until", NpgsqlDbType.Date, hold => hold.Hold.UntilRenewalOn);
        Add("until_signal", NpgsqlDbType.Boolean, hold => hold.Hold.UntilNewSignal);
        await command.ExecuteNonQueryAsync(cancel);

        void Add<T>(string name, NpgsqlDbType type, Func<PlacedHold, T> value) =>
            command.Parameters.Add(new NpgsqlParameter<T[]>(name, NpgsqlDbType.Array | type) { TypedValue = [.. holds.Select(value)] });
    }

    /// <summary>Lifts the hold on one playbook for one account.</summary>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> LiftAsync(
        NpgsqlTransaction transaction,
        long accountId,
        string playbook,
        Actor by,
        DateTimeOffset at,
        CancellationToken cancel = default
    )
    {
        await using var command = new NpgsqlCommand(
            "update holds set lifted_at = @at, lifted_by = @by where account_id = @account and playbook = @playbook and lifted_at is null",
            transaction.Connection,
            transaction
        );
        command.Parameters.AddWithValue("at", at);
        command.Parameters.AddWithValue("by", by.ToString());
        command.Parameters.AddWithValue("account", accountId);
        command.Parameters.AddWithValue("playbook", playbook);
        return await command.ExecuteNonQueryAsync(cancel) > 0;
    }

    /// <summary>Lifts the holds that undone transitions had placed: an undo leaves things as they were.</summary>
    /// <param name="transitions">Ids of the undos.</param>
    public static async Task TakeBackAsync(NpgsqlTransaction transaction, long[] transitions, CancellationToken cancel = default)
    {
        // A move and the holds that it places carry the same moment and the same actor.
        await using var command = new NpgsqlCommand(
            """
            update holds h set lifted_at = undo.at, lifted_by = undo.actor
            from transitions undo join transitions undone on undone.id = undo.undoes_id
            where undo.id = any(@transitions) and h.account_id = undone.account_id
              and h.placed_at = undone.at and h.placed_by = undone.actor and h.lifted_at is null
            """,
            transaction.Connection,
            transaction
        );
        command.Parameters.AddWithValue("transitions", transitions);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
