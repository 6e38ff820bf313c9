using Npgsql;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.HandOffs;

/// <summary>What a move through the one door does to hand-offs, in its transaction.</summary>
internal static class HandOffStore
{
    /// <summary>The move that handed an account off is undone: so is the hand-off, where Sales has not answered yet.</summary>
    public static async Task WithdrawAsync(NpgsqlTransaction transaction, IReadOnlyList<StageMove> undos, CancellationToken cancel)
    {
        const string sql = """
            update hand_offs h set state = 'withdrawn', decided_at = u.at, decided_by = u.actor, decision = 'the move was undone'
            from unnest(@undone, @at, @actor) as u(transition_id, at, actor)
            where h.transition_id = u.transition_id and h.state = 'pending'
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        command.Parameters.AddWithValue("undone", undos.Select(undo => undo.UndoesId!.Value).ToArray());
        command.Parameters.AddWithValue("at", undos.Select(undo => undo.At).ToArray());
        command.Parameters.AddWithValue("actor", undos.Select(undo => undo.Actor.ToString()).ToArray());
        await command.ExecuteNonQueryAsync(cancel);
    }
}
