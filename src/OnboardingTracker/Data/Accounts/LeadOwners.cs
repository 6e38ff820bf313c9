using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Accounts;

/// <summary>Gives leads an owner: new ones as they come in, unowned ones when somebody appears.</summary>
public sealed class LeadOwners(TrackerDb db, OwnerNotices notices)
{
    /// <summary>One assignment at a time, so that two processes do not both see the same person as least busy.</summary>
    private const string LockName = "owner assignment";

    /// <summary>New leads become members of the segment and get an owner where they have none, in the context's transaction, which moves them.</summary>
    public async Task WelcomeAsync(
        NpgsqlTransaction transaction,
        long[] accountIds,
        string playbook,
        RunContext context,
        CancellationToken cancel
    )
    {
        await AdvisoryLock.TakeAsync(transaction, LockName, cancel);
        var unowned = await UnownedAsync(transaction, "where id = any(@ids) and owner_id is null", accountIds, cancel);
        var owners = await DealAsync(transaction, unowned, context, cancel);
        const string sql = """
            with wanted as materialized (select * from unnest(@ids, @owners) as w(account_id, owner_id)),
            welcomed as (
                update accounts a set lead_since = @at, owner_id = coalesce(a.owner_id, w.owner_id), changed_at = greatest(a.changed_at, @at)
                from wanted w where a.id = w.account_id
                returning a.id, w.owner_id)
            insert into account_changes (account_id, at, source, actor, "values")
            select w.id, @at, @source, @actor,
                   case when m.email is null then @segments::jsonb
                        else @segments::jsonb || jsonb_build_object('owner', jsonb_build_array(null, m.email)) end
            from welcomed w left join members m on m.id = w.owner_id
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        command.Parameters.AddWithValue("ids", accountIds);
        command.Parameters.Add(
            new NpgsqlParameter<int?[]>("owners", NpgsqlDbType.Array | NpgsqlDbType.Integer)
            {
                TypedValue = [.. accountIds.Select(id => owners.TryGetValue(id, out var owner) ? owner : (int?)null)],
            }
        );
        command.Parameters.AddWithValue("at", context.Now);
        command.Parameters.AddWithValue("source", DetailSources.Rule);
        command.Parameters.AddWithValue("actor", Actor.Playbook(playbook).ToString());
        command.Parameters.AddWithValue("segments", SegmentEntered);
        await command.ExecuteNonQueryAsync(cancel);
        await notices.TellAsync(owners, leads: true, Actor.Playbook(playbook), context.Now, cancel);
    }

    /// <summary>Deals the unowned accounts that somebody has work with to whoever is present now.</summary>
    /// <returns>How many found an owner.</returns>
    public async Task<int> AssignUnownedAsync(RunContext context, CancellationToken cancel = default)
    {
        await using var own = await db.Database.BeginTransactionAsync(cancel);
        var transaction = (NpgsqlTransaction)own.GetDbTransaction();
        await AdvisoryLock.TakeAsync(transaction, LockName, cancel);
        var unowned = await UnownedAsync(
            transaction,
            "where in_work and owner_id is null order by next_renewal_on nulls last, id limit 10000",
            [],
            cancel
        );
        var owners = await DealAsync(transaction, unowned, context, cancel);
        if (owners.Count > 0)
        {
            const string sql = """
                with locked as materialized (select id from accounts where id = any(@ids) order by id for update),
                owned as (
                    update accounts a set owner_id = w.owner_id, changed_at = greatest(a.changed_at, @at)
                    from unnest(@ids, @owners) as w(account_id, owner_id) join locked l on l.id = w.account_id
                    where a.id = l.id and a.owner_id is null
                    returning a.id, a.owner_id)
                insert into account_changes (account_id, at, source, actor, "values")
                select o.id, @at, @source, @actor, jsonb_build_object('owner', jsonb_build_array(null, m.email))
                from owned o join members m on m.id = o.owner_id
                """;
            await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
            command.Parameters.AddWithValue("ids", owners.Keys.ToArray());
            command.Parameters.AddWithValue("owners", owners.Values.ToArray());
            command.Parameters.AddWithValue("at", context.Now);
            command.Parameters.AddWithValue("source", DetailSources.Rule);
            command.Parameters.AddWithValue("actor", Actor.Playbook(PlaybookNames.NewLead).ToString());
            await command.ExecuteNonQueryAsync(cancel);
            await notices.TellAsync(owners, leads: true, Actor.Playbook(PlaybookNames.NewLead), context.Now, cancel);
            await LiveChannel.NotifyAsync(db, LiveChannel.Payload("accounts"), cancel);
        }
        await own.CommitAsync(cancel);
        return owners.Count;
    }

    private static string SegmentEntered { get; } =
        JsonSerializer.Serialize(
            new Dictionary<string, string?[]> { [DetailNames.Segments] = [null, Segments.OnboardingLead] },
            Json.Options
        );

    private static async Task<List<long>> UnownedAsync(NpgsqlTransaction transaction, string where, long[] ids, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select id from accounts {where}", transaction.Connection, transaction);
        command.Parameters.AddWithValue("ids", ids);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var unowned = new List<long>();
        while (await reader.ReadAsync(cancel))
            unowned.Add(reader.GetInt64(0));
        return unowned;
    }

    private static async Task<Dictionary<long, int>> DealAsync(
        NpgsqlTransaction transaction,
        List<long> unowned,
        RunContext context,
        CancellationToken cancel
    )
    {
        var owners = new Dictionary<long, int>();
        if (unowned.Count == 0)
            return owners;
        var assignment = new OwnerAssignment(await LoadsAsync(transaction, context.Now - OwnerAssignment.Window, cancel));
        foreach (var account in unowned)
        {
            if (assignment.Next() is not { } owner)
                break;
            owners[account] = owner;
        }
        return owners;
    }

    private static async Task<List<SpecialistLoad>> LoadsAsync(
        NpgsqlTransaction transaction,
        DateTimeOffset since,
        CancellationToken cancel
    )
    {
        const string sql = """
            select m.id,
                   (select count(*) from accounts a where a.owner_id = m.id and a.passage_began_at >= @since)::int,
                   (select count(*) from accounts a where a.owner_id = m.id and a.in_work)::int
            from members m where m.role = 'specialist' and m.active and not m.absent order by m.id
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        command.Parameters.AddWithValue("since", since);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var loads = new List<SpecialistLoad>();
        while (await reader.ReadAsync(cancel))
            loads.Add(new SpecialistLoad(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2)));
        return loads;
    }
}
