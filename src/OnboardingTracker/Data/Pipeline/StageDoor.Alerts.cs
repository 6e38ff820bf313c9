using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Pipeline;

/// <content>A move answers alerts: those that the new stage has no use for close with it.</content>
public sealed partial class StageDoor
{
    private static async Task CloseAlertsAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<StageMove> moves,
        Dictionary<long, long> applied,
        CancellationToken cancel
    )
    {
        var closings = moves
            .Where(move => applied.ContainsKey(move.AccountId))
            .SelectMany(move => TaskKinds.WithMoves.Where(kind => !AlertPlan.Outlives(kind, move)).Select(kind => (move, kind)))
            .Select(one => (one.move.AccountId, one.kind, one.move.At, Closing: AlertPlan.LeftTheStages(one.kind, one.move.After.Stage)))
            .ToList();
        if (closings.Count == 0)
            return;
        // A playbook may open again what closed like this; hence it is said to be the playbook's closing, whoever moved the account.
        const string sql = """
            update tasks t set state = c.state, snoozed_until = null, closed_at = c.at, closed_by = t.created_by, closed_because = c.because
            from unnest(@account, @kind, @state, @because, @at) as c(account_id, kind, state, because, at)
            where t.account_id = c.account_id and t.kind = c.kind and t.occasion is not null and t.state in ('open', 'snoozed')
              and t.created_by like 'playbook:%'
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        command.Parameters.AddWithValue("account", closings.ConvertAll(c => c.AccountId));
        command.Parameters.AddWithValue("kind", closings.ConvertAll(c => c.kind));
        command.Parameters.AddWithValue("state", closings.ConvertAll(c => Domain.Accounts.AccountDetails.Code(c.Closing.State)));
        command.Parameters.AddWithValue("because", closings.ConvertAll(c => c.Closing.Because));
        command.Parameters.AddWithValue("at", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, closings.ConvertAll(c => c.At));
        if (await command.ExecuteNonQueryAsync(cancel) > 0)
            await LiveChannel.NotifyAsync(transaction.Connection!, transaction, LiveChannel.Payload("tasks"), cancel);
    }
}
