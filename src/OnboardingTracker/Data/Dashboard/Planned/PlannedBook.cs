using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Dashboard.Planned;

/// <summary>
/// The plan of the days to come. It is kept: whatever changes what a playbook looks at of an account leaves a note of the account (the
/// triggers of <c>plan_changes</c>), and who reads next makes the plan of those anew, so that reading costs what happened since. When what
/// all of it stands on has changed (<see cref="PlanBasis"/>: the day, the policy, a switch), all of it is made anew: one query a playbook
/// finds the accounts that it may reach, and each of these walks through the runs to come.
/// </summary>
public sealed class PlannedBook(TrackerDb db, PlanAgendas agendas)
{
    /// <summary>Where more accounts have changed, to make everything anew is less work.</summary>
    private const int MostAnew = 5_000;

    private const string LockName = "planned moves";

    private KeptPlan? _plan;

    /// <summary>The plan as of now; within one request it is one.</summary>
    public async Task<KeptPlan> ReadAsync(CancellationToken cancel = default)
    {
        if (_plan is { } known)
            return known;
        var agenda = await RefreshAsync(cancel);
        var counts = await db
            .Database.SqlQueryRaw<PlannedCount>("select day, playbook, to_stage, state, owner_id, accounts, entries from planned_counts")
            .ToListAsync(cancel);
        return _plan = new(agenda.Start, agenda.Bars, counts);
    }

    /// <summary>Brings what is kept up to date. The same again finds nothing to do.</summary>
    /// <returns>What it stands on now.</returns>
    public async Task<PlanAgenda> RefreshAsync(CancellationToken cancel = default)
    {
        var agenda = await agendas.ReadAsync(cancel);
        var (basis, stale) = await KeptAsync(agenda, cancel);
        if (!stale && basis == PlanBasis.Of(agenda))
            return agenda;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var raw = (NpgsqlTransaction)transaction.GetDbTransaction();
        // One after the other, and each by what holds when its turn has come: what somebody saw earlier does not overwrite what was made later.
        await AdvisoryLock.TakeAsync(raw, LockName, cancel);
        agenda = await agendas.ReadAsync(cancel);
        (basis, _) = await KeptAsync(agenda, cancel);
        // Before the accounts are read: of each note that is taken, the change is seen.
        var changed = await TakeNotesAsync(agenda, raw, cancel);
        var only = basis == PlanBasis.Of(agenda) && changed is { Length: <= MostAnew } ? changed : null;
        if (only is not [])
            await MakeAsync(agenda, only, raw, cancel);
        await transaction.CommitAsync(cancel);
        return agenda;
    }

    private async Task<(string? Basis, bool Stale)> KeptAsync(PlanAgenda agenda, CancellationToken cancel)
    {
        var kept = await db
            .Database.SqlQueryRaw<Kept>(
                $$"""
                select (select basis from plan_basis) as basis,
                    exists (select from plan_changes) or exists (select from planned_moves where {{Overdue}}) as stale
                """,
                Now(agenda)
            )
            .SingleAsync(cancel);
        return (kept.Basis, kept.Stale);
    }

    /// <returns>
    /// The accounts of which there is a note, and those that a run which is over was to reach: it has, or another one will. Null: somebody wrote
    /// so many at once that they are not named.
    /// </returns>
    private static async Task<long[]?> TakeNotesAsync(PlanAgenda agenda, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        await using var take = new NpgsqlCommand(
            $"""
            with taken as (delete from plan_changes returning account_id)
            select case when bool_or(account_id is null) then null else coalesce(array_agg(distinct account_id), array[]::bigint[]) end
            from (select account_id from taken union all select account_id from planned_moves where {Overdue}) t
            """,
            transaction.Connection,
            transaction
        );
        take.Parameters.Add(Now(agenda));
        return await take.ExecuteScalarAsync(cancel) as long[];
    }

    private const string Overdue = "at <= @now";

    private static NpgsqlParameter<DateTime> Now(PlanAgenda agenda) => new("now", agenda.Start.Now.UtcDateTime);

    /// <param name="only">The plan of these accounts; null: of all.</param>
    private async Task MakeAsync(PlanAgenda agenda, long[]? only, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var accounts = await new PlannedAccounts(db, agenda, only).ReadAsync(cancel);
        var moves = accounts.SelectMany(account => PlannedWalk.Of(account, agenda));
        await db.Database.ExecuteSqlAsync($"delete from planned_moves where {only is null} or account_id = any({only ?? []})", cancel);
        await WriteAsync(moves, transaction.Connection!, cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from planned_counts;
            insert into planned_counts (day, playbook, to_stage, state, owner_id, accounts, entries)
            select day, playbook, to_stage, state, owner_id, count(distinct account_id), count(*) from planned_moves
            group by day, playbook, to_stage, state, owner_id;
            insert into plan_basis (basis, made_at) values ({PlanBasis.Of(agenda)}, {agenda.Start.Now.ToUniversalTime()})
            on conflict (only_one) do update set basis = excluded.basis, made_at = excluded.made_at
            """,
            cancel
        );
    }

    private static async Task WriteAsync(IEnumerable<PlannedMove> moves, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var rows = await connection.BeginBinaryImportAsync(
            """
            copy planned_moves (account_id, owner_id, day, at, playbook, from_stage, to_stage, because, occasion, due_on, state, hold_id)
            from stdin (format binary)
            """,
            cancel
        );
        foreach (var move in moves)
        {
            await rows.StartRowAsync(cancel);
            await rows.WriteAsync(move.AccountId, NpgsqlDbType.Bigint, cancel);
            await ValueAsync(move.Subject.OwnerId, NpgsqlDbType.Integer);
            await rows.WriteAsync(move.Day, NpgsqlDbType.Date, cancel);
            await rows.WriteAsync(move.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancel);
            await rows.WriteAsync(move.Playbook.Name, NpgsqlDbType.Text, cancel);
            await TextAsync(move.From);
            await TextAsync(move.To);
            await rows.WriteAsync(move.Because, NpgsqlDbType.Text, cancel);
            await TextAsync(move.Occasion?.ToString());
            await ValueAsync(move.DueOn, NpgsqlDbType.Date);
            await rows.WriteAsync(PlannedStates.Of(move.Bar), NpgsqlDbType.Text, cancel);
            await ValueAsync(move.Bar?.Hold?.Id, NpgsqlDbType.Bigint);
        }
        await rows.CompleteAsync(cancel);

        Task TextAsync(string? text) => text is null ? rows.WriteNullAsync(cancel) : rows.WriteAsync(text, NpgsqlDbType.Text, cancel);

        Task ValueAsync<T>(T? value, NpgsqlDbType type)
            where T : struct => value is { } given ? rows.WriteAsync(given, type, cancel) : rows.WriteNullAsync(cancel);
    }

    private sealed class Kept
    {
        public string? Basis { get; init; }
        public bool Stale { get; init; }
    }
}
