using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Erasing;

/// <summary>
/// Takes a person out of everything that is stored: account by account, each in one transaction that holds the account, then what
/// belongs to none. Stages, engagement, calls and their times stay, since the story is told of what is left. Done again it finds nothing;
/// cut off anywhere, it is gone on with, and what was done stays done. Only then are the address and the name forgotten.
/// </summary>
public sealed class ContactErasures(TrackerDb db, NpgsqlDataSource database, ErasureKeys keys, TimeProvider time)
{
    /// <summary>Everything is looked through, once.</summary>
    internal const int PatienceSeconds = 600;

    /// <summary>Rounds after which what keeps arriving is left to the next sweep.</summary>
    private const int MostRounds = 3;

    /// <summary>Notes the wish, so that it will be fulfilled whatever becomes of this process.</summary>
    /// <param name="address">Lower case.</param>
    /// <param name="names">What the person is called.</param>
    /// <returns>The erasure; the one that is under way, where there is one.</returns>
    public async Task<long> RequestAsync(string address, IEnumerable<string> names, Actor actor, CancellationToken cancel = default)
    {
        var hash = ErasureKeys.Hash(await keys.KeyAsync(cancel), address);
        var (called, by, now) = (names.ToArray(), actor.ToString(), time.GetUtcNow());
        var none = JsonSerializer.Serialize(new ErasedCounts(), Json.Options);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into erasures (address_hash, address, names, state, requested_by, requested_at, accounts, counts)
            values ({hash}, {address}, {called}, 'running', {by}, {now}, array[]::text[], {none}::jsonb)
            on conflict (address_hash) where state = 'running' do nothing
            """,
            cancel
        );
        return await db.Erasures.Where(e => e.AddressHash == hash).OrderByDescending(e => e.Id).Select(e => e.Id).FirstAsync(cancel);
    }

    /// <summary>Goes on with every one that is not done.</summary>
    public async Task SweepAsync(CancellationToken cancel = default)
    {
        var running = await db
            .Erasures.Where(e => e.State == ErasureState.Running)
            .OrderBy(e => e.Id)
            .Select(e => e.Id)
            .ToListAsync(cancel);
        foreach (var id in running)
            await RunAsync(id, cancel);
    }

    /// <returns>How it stands then. It is still running where somebody else is at it, or a signal that has just arrived is worked first.</returns>
    public async Task<Erasure> RunAsync(long erasureId, CancellationToken cancel = default)
    {
        await using (
            var alone = await AdvisoryLock.TryTakeAsync(
                database,
                string.Create(CultureInfo.InvariantCulture, $"erasure {erasureId}"),
                cancel
            )
        )
        {
            var erasure = await ReadAsync(erasureId, cancel);
            if (alone is null || erasure is not { State: ErasureState.Running, Address: { } address })
                return erasure;
            var key = await keys.KeyAsync(cancel);
            var person = new ErasedPerson(address, erasure.Names, id => ErasureKeys.Hash(key, id));
            for (var round = 0; round < MostRounds; round++)
            {
                // An answer is known as one by the mail that it answers: it is worked while that is still there.
                if (await IsWaitingAsync(person, cancel))
                    break;
                var (accounts, waiting) = (await FindAsync(person, cancel), 0);
                foreach (var accountId in accounts)
                    waiting += await WriteClash.RepeatAsync(db, () => EraseAsync(erasure, person, accountId, cancel));
                waiting += await WriteClash.RepeatAsync(db, () => EraseAsync(erasure, person, null, cancel));
                if (waiting > 0)
                    break;
                if (accounts.Count > 0)
                    continue;
                await FinishAsync(erasureId, cancel);
                break;
            }
        }
        return await ReadAsync(erasureId, cancel);
    }

    /// <summary>Whether something of theirs has just arrived.</summary>
    private async Task<bool> IsWaitingAsync(ErasedPerson person, CancellationToken cancel)
    {
        var (likes, since) = (
            ErasurePlaces.LikesOf(new ErasedPerson(person.Address, [], person.Token)),
            time.GetUtcNow() - ErasedSignals.Patience
        );
        return await db
            .Database.SqlQuery<long>(
                $"""
                select id as "Value" from signals
                where next_attempt_at is not null and (state = 'received' or (state = 'retrying' and received_at > {since}))
                    and (fact::text ilike any({likes}) or encode(raw, 'escape') ilike any({likes}))
                limit 1
                """
            )
            .AnyAsync(cancel);
    }

    /// <summary>The accounts on which the person is named, in the order in which they are locked.</summary>
    private async Task<IReadOnlyList<long>> FindAsync(ErasedPerson person, CancellationToken cancel)
    {
        // By the address: somebody else elsewhere may bear the name.
        var byAddress = new ErasedPerson(person.Address, [], person.Token);
        await using var connection = await database.OpenConnectionAsync(cancel);
        var places = await ErasurePlaces.ReadAsync(connection, null, cancel);
        return [.. (await places.AccountsAsync(byAddress, cancel)).Union(await OfSignalsAsync(connection, byAddress, cancel)).Order()];
    }

    internal static async Task<IReadOnlyList<long>> OfSignalsAsync(
        NpgsqlConnection connection,
        ErasedPerson person,
        CancellationToken cancel,
        bool inRaw = true
    )
    {
        const string said = "concat_ws(' ', source_id, fact::text, note, last_error, array_to_string(sender_keys, ' '))";
        const string raw = "raw is not null and encode(raw, 'escape')";
        await using var command = new NpgsqlCommand(
            $"""
            select distinct account_id from signals where account_id is not null
                and (({said} ilike any(@likes) and {said} ~* @pattern)
                    {(inRaw ? $"or ({raw} ilike any(@likes) and encode(raw, 'escape') ~* @pattern)" : "")})
            """,
            connection
        )
        {
            CommandTimeout = PatienceSeconds,
        };
        command.Parameters.AddWithValue("likes", ErasurePlaces.LikesOf(person));
        command.Parameters.AddWithValue("pattern", person.Pattern);
        var accounts = new List<long>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            accounts.Add(rows.GetInt64(0));
        return accounts;
    }

    /// <param name="accountId">Null: what belongs to no account.</param>
    /// <returns>How many signals are to be worked first.</returns>
    private async Task<int> EraseAsync(Erasure erasure, ErasedPerson person, long? accountId, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var own = (NpgsqlTransaction)transaction.GetDbTransaction();
        var connection = own.Connection!;
        var now = time.GetUtcNow();
        var signals = new ErasedSignals(connection, own, person);
        var counts = new ErasedCounts();
        if (accountId is { } account)
        {
            // In the worker's order: the signals' rows, then their account.
            await db.Database.ExecuteSqlAsync($"select id from signals where account_id = {account} order by id for update", cancel);
            await AdvisoryLock.TakeAsync(own, AccountStory.LockOf(account), cancel);
            await signals.EraseAsync(account, now, cancel);
            var belongings = new ErasedBelongings(connection, own, person, account);
            await belongings.EraseTasksAsync(signals, erasure.RequestedBy, now, cancel);
            await belongings.EraseNoticesAsync(signals.Theirs, cancel);
            await belongings.EraseSurveysAsync(cancel);
            counts = new ErasedCounts
            {
                Texts = await belongings.EraseMailAsync(cancel),
                Contacts = await belongings.EraseContactAsync(cancel),
            };
        }
        else
            await signals.EraseAsync(null, now, cancel);
        var places = await ErasurePlaces.ReadAsync(connection, own, cancel);
        // What belongs to no account is searched for the address alone: another's may be the same name.
        var sought = accountId is null ? new ErasedPerson(person.Address, [], person.Token) : person;
        counts += new ErasedCounts { Texts = await places.CleanAsync(sought, accountId, cancel) } + signals.Counts;
        await CountAsync(erasure.Id, accountId, counts, cancel);
        if (counts != new ErasedCounts())
        {
            if (accountId is not null)
                await LiveChannel.NotifyAsync(connection, own, LiveChannel.Payload("accounts", accountId), cancel);
            await LiveChannel.NotifyAsync(connection, own, LiveChannel.Payload("signals"), cancel);
        }
        await transaction.CommitAsync(cancel);
        return signals.Waiting;
    }

    /// <summary>With what was done, so that a count is right however often this is begun.</summary>
    private async Task CountAsync(long erasureId, long? accountId, ErasedCounts counts, CancellationToken cancel)
    {
        var sofar = (await ReadAsync(erasureId, cancel)).Counts;
        var sum = JsonSerializer.Serialize(sofar + counts, Json.Options);
        await db.Database.ExecuteSqlAsync(
            $"""
            update erasures set counts = {sum}::jsonb, accounts = array(
                select distinct a from unnest(accounts || array(select external_id::text from accounts where id = {accountId})) as a order by a)
            where id = {erasureId}
            """,
            cancel
        );
    }

    /// <summary>The audit log says that it was done, and not to whom.</summary>
    private async Task FinishAsync(long erasureId, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var now = time.GetUtcNow();
        var finished = await db.Database.ExecuteSqlAsync(
            $"""
            update erasures set state = 'finished', finished_at = {now}, address = null, names = array[]::text[]
            where id = {erasureId} and state = 'running'
            """,
            cancel
        );
        if (finished == 0)
            return;
        var erasure = await ReadAsync(erasureId, cancel);
        var accounts = string.Join(", ", erasure.Accounts);
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = now,
                Actor = erasure.RequestedBy,
                Action = "contact erased",
                Subject = accounts.Length switch
                {
                    0 => "no account",
                    > 400 => accounts[..399] + "…",
                    _ => accounts,
                },
                Values = new Dictionary<string, string?[]>
                {
                    ["accounts"] = [null, accounts],
                    ["contacts"] = Number(erasure.Counts.Contacts),
                    ["mails"] = Number(erasure.Counts.Mails),
                    ["calls"] = Number(erasure.Counts.Calls),
                    ["otherSignals"] = Number(erasure.Counts.OtherSignals),
                    ["rawPayloads"] = Number(erasure.Counts.RawPayloads),
                    ["texts"] = Number(erasure.Counts.Texts),
                },
            }
        );
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);

        static string?[] Number(int count) => [null, count.ToString(CultureInfo.InvariantCulture)];
    }

    private Task<Erasure> ReadAsync(long erasureId, CancellationToken cancel) =>
        db.Erasures.AsNoTracking().SingleAsync(e => e.Id == erasureId, cancel);
}
