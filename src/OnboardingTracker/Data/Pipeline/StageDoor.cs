using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Data.HandOffs;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Pipeline;

/// <summary>
/// The one door: the only code that writes an account's stage. It takes one or 100,000 decided moves and, in one transaction and
/// set-wise, checks that each account is still where its decision saw it, changes the stage, appends the transition and places
/// the holds that belong to it. A move whose account has changed meanwhile is not applied, and is missing from the answer.
/// </summary>
public sealed partial class StageDoor(TrackerDb db)
{
    /// <summary>Applies decided moves, at most one per account, in the caller's transaction or in one of its own.</summary>
    /// <returns>The new transition's id by account, for the moves that were applied.</returns>
    public async Task<IReadOnlyDictionary<long, long>> ApplyAsync(IReadOnlyList<StageMove> moves, CancellationToken cancel = default)
    {
        if (moves.Count == 0)
            return new Dictionary<long, long>();
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await using var _ = own;
        var transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();

        var applied = await MoveAsync(transaction, moves, cancel);
        if (moves.Any(move => move.UndoesId is not null))
        {
            await HoldStore.TakeBackAsync(transaction, [.. applied.Values], cancel);
            var undos = moves.Where(move => move.UndoesId is not null && applied.ContainsKey(move.AccountId)).ToList();
            await HandOffStore.WithdrawAsync(transaction, undos, cancel);
        }
        var withHolds = moves.Where(move => move.Holds.Count > 0 && applied.ContainsKey(move.AccountId)).ToList();
        if (withHolds.Count > 0)
            await PlaceHoldsAsync(transaction, withHolds, cancel);
        if (applied.Count > 0)
        {
            await CloseAlertsAsync(transaction, moves, applied, cancel);
            await NotifyAsync(transaction, applied, cancel);
        }
        if (own is not null)
            await own.CommitAsync(cancel);
        Count(moves, applied);
        return applied;
    }

    private static void Count(IReadOnlyList<StageMove> moves, Dictionary<long, long> applied)
    {
        foreach (var group in moves.Where(move => applied.ContainsKey(move.AccountId)).GroupBy(move => (move.After.Stage, move.Actor.Kind)))
            TrackerMetrics.Moves.Add(
                group.Count(),
                new("to", group.Key.Stage ?? "none"),
                new("by", group.Key.Kind.ToString().ToLowerInvariant())
            );
        TrackerMetrics.LostMoves.Add(moves.Count - applied.Count);
    }

    private static async Task<Dictionary<long, long>> MoveAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<StageMove> moves,
        CancellationToken cancel
    )
    {
        // Rows are locked in the order of their ids, so that two doors at work never wait for each other in a circle.
        const string sql = """
            with wanted as materialized (
                select nextval(pg_get_serial_sequence('transitions', 'id')) as transition_id, w.*
                from (select * from unnest(
                    @account, @seen_transition, @seen_version, @from, @to, @at, @entered, @in_work, @passage, @began,
                    @engaged_at, @engaged_by, @outreach, @actor, @reason, @evidence, @run, @undoes, @migrated, @recorded)
                    as w(account_id, seen_transition, seen_version, from_stage, to_stage, at, entered, in_work, passage, began,
                         engaged_at, engaged_by, outreach, actor, reason, evidence, run, undoes, migrated, recorded)
                    order by account_id) w),
            locked as materialized (
                select a.id, w.transition_id, a.stage_entered_at, a.owner_id, a.renewal_number, a.next_renewal_on, a.passage, a.engaged_at,
                    -- Two machines' clocks may disagree by a moment: what comes later was written later.
                    greatest(w.recorded, p.recorded_at) as recorded
                from accounts a join wanted w on a.id = w.account_id left join transitions p on p.id = a.last_transition_id
                where a.last_transition_id is not distinct from w.seen_transition
                  and (w.seen_version is null or a.xmin::text = w.seen_version)
                order by a.id
                for update of a),
            moved as (
                update accounts a set
                    stage = w.to_stage, stage_entered_at = w.entered, in_work = w.in_work, passage = w.passage,
                    passage_began_at = w.began, engaged_at = w.engaged_at, engaged_by = w.engaged_by,
                    initial_outreach_at = w.outreach, last_transition_id = w.transition_id,
                    renewal_number = case when a.passage = w.passage then a.renewal_number else 1 end,
                    signal_engaged_at = case when a.passage = w.passage then a.signal_engaged_at end,
                    signal_engaged_by = case when a.passage = w.passage then a.signal_engaged_by end,
                    signal_stage = null, signal_playbook = null, signal_received_at = null, signal_id = null,
                    signal_reason = null,
                    changed_at = greatest(a.changed_at, w.at)
                from wanted w join locked l on l.transition_id = w.transition_id
                where a.id = l.id
                returning a.id, w.transition_id),
            known as (
                insert into engagements (account_id, passage, at, by, recorded_at)
                select l.id, w.passage, w.engaged_at, w.engaged_by, l.recorded
                from wanted w join locked l on l.transition_id = w.transition_id
                where w.passage > 0 and w.engaged_at is distinct from case when w.passage = l.passage then l.engaged_at else (
                    -- A passage of that number may have been begun before, and been undone.
                    select k.at from engagements k where k.account_id = l.id and k.passage = w.passage order by k.id desc limit 1) end)
            insert into transitions (id, account_id, passage, from_stage, to_stage, at, recorded_at, actor, reason, evidence, playbook_run_id, undoes_id,
                migrated, from_entered_at, owner_id, renewal_number, renewal_on)
            select w.transition_id, w.account_id, w.passage, w.from_stage, w.to_stage, w.at, l.recorded, w.actor, w.reason, w.evidence::jsonb, w.run,
                w.undoes, w.migrated, case when w.from_stage is not null then l.stage_entered_at end, l.owner_id, l.renewal_number, l.next_renewal_on
            from wanted w join moved m on m.transition_id = w.transition_id join locked l on l.transition_id = w.transition_id
            returning account_id, id
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        Add("account", NpgsqlDbType.Bigint, move => move.AccountId);
        Add("seen_transition", NpgsqlDbType.Bigint, move => move.Before.LastTransitionId);
        Add("seen_version", NpgsqlDbType.Text, move => move.RowVersion?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("from", NpgsqlDbType.Text, move => move.Before.Stage);
        Add("to", NpgsqlDbType.Text, move => move.After.Stage);
        Add("at", NpgsqlDbType.TimestampTz, move => move.At);
        Add("entered", NpgsqlDbType.TimestampTz, move => move.After.StageEnteredAt);
        Add("in_work", NpgsqlDbType.Boolean, move => move.InWorkAfter);
        Add("passage", NpgsqlDbType.Integer, move => move.After.Passage);
        Add("began", NpgsqlDbType.TimestampTz, move => move.After.PassageBeganAt);
        Add("engaged_at", NpgsqlDbType.TimestampTz, move => move.After.Engagement?.At);
        Add("engaged_by", NpgsqlDbType.Text, move => move.After.Engagement?.Evidence);
        Add("outreach", NpgsqlDbType.TimestampTz, move => move.After.InitialOutreachAt);
        Add("actor", NpgsqlDbType.Text, move => move.Actor.ToString());
        Add("reason", NpgsqlDbType.Text, move => move.Reason);
        Add("evidence", NpgsqlDbType.Text, move => move.Evidence is { } evidence ? JsonSerializer.Serialize(evidence, Json.Options) : null);
        Add("run", NpgsqlDbType.Bigint, move => move.PlaybookRunId);
        Add("undoes", NpgsqlDbType.Bigint, move => move.UndoesId);
        Add("migrated", NpgsqlDbType.Boolean, move => move.Migrated);
        Add("recorded", NpgsqlDbType.TimestampTz, move => move.RecordedAt ?? move.At);

        var applied = new Dictionary<long, long>(moves.Count);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            applied.Add(reader.GetInt64(0), reader.GetInt64(1));
        return applied;

        void Add<T>(string name, NpgsqlDbType type, Func<StageMove, T> value) =>
            command.Parameters.Add(new NpgsqlParameter<T[]>(name, NpgsqlDbType.Array | type) { TypedValue = [.. moves.Select(value)] });
    }

    private static async Task PlaceHoldsAsync(NpgsqlTransaction transaction, IReadOnlyList<StageMove> moves, CancellationToken cancel)
    {
        var holds = moves.SelectMany(move => move.Holds.Select(hold => (move, hold))).ToList();
        await HoldStore.PlaceAsync(
            transaction,
            [.. holds.Select(h => new PlacedHold(h.move.AccountId, h.move.After.Passage, h.hold, h.move.Actor, h.move.At))],
            cancel
        );
    }

    private static async Task NotifyAsync(NpgsqlTransaction transaction, Dictionary<long, long> applied, CancellationToken cancel)
    {
        var payload = LiveChannel.Payload("accounts", applied.Count == 1 ? applied.Keys.First() : null);
        await LiveChannel.NotifyAsync(transaction.Connection!, transaction, payload, cancel);
    }
}
