using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Features.Import.Applying;

/// <summary>Writes what a batch comes to, set by set, in the caller's transaction.</summary>
internal sealed class BatchWrites(NpgsqlTransaction transaction, BatchContext context, StageDoor door)
{
    private readonly NpgsqlConnection _connection = transaction.Connection!;

    /// <exception cref="BatchClashException">An account has changed since it was read.</exception>
    public async Task WriteAsync(BatchPlan plan, CancellationToken cancellation)
    {
        var changed = plan.Changed.ToList();
        if (changed.Count > 0)
        {
            await LockAsync(changed, cancellation);
            await UpdateAsync(changed, cancellation);
        }
        var created = plan.New.ToList();
        if (created.Count > 0)
        {
            await NumberAsync(created, cancellation);
            await InsertAsync(created, cancellation);
        }
        await WriteContactsAsync(plan, cancellation);
        await WriteHistoryAsync(plan, cancellation);
        await MoveAsync(plan, cancellation);
        if (created.Count + changed.Count > 0)
            await LiveChannel.NotifyAsync(_connection, transaction, LiveChannel.Payload("accounts"), cancellation);
    }

    /// <summary>In the order of their ids, as the door does: two writers never wait for each other in a circle.</summary>
    private async Task LockAsync(List<AccountDraft> changed, CancellationToken cancellation)
    {
        await using var command = Command("select id, xmin from accounts where id = any(@id) order by id for update");
        command.Parameters.Add(Values("id", NpgsqlDbType.Bigint, changed, d => d.Id));
        var seen = changed.ToDictionary(d => d.Id, d => d.Account.RowVersion);
        var found = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            if (seen[reader.GetInt64(0)] == reader.GetFieldValue<uint>(1))
                found++;
        if (found < changed.Count)
            throw new BatchClashException($"{changed.Count - found} accounts were changed by others meanwhile.");
    }

    private async Task UpdateAsync(List<AccountDraft> changed, CancellationToken cancellation)
    {
        await using var command = Command(
            """
            update accounts a set
                name = u.name, domain = u.domain, plan = u.plan, program = u.program,
                forecast_amount = u.amount, forecast_currency = u.currency, forecast_in_team_currency = u.in_team,
                next_renewal_on = u.renewal, renewal_number = u.renewal_number, stripe_customer_id = u.stripe,
                sales_owner = u.sales_owner, owner_id = u.owner_id, in_legacy_segment = u.legacy, baseline_on = u.baseline,
                person_edits = u.edits::jsonb, changed_at = greatest(a.changed_at, @now)
            from unnest(@id, @name, @domain, @plan, @program, @amount, @currency, @in_team, @renewal, @renewal_number, @stripe,
                        @sales_owner, @owner_id, @legacy, @baseline, @edits)
                 as u(id, name, domain, plan, program, amount, currency, in_team, renewal, renewal_number, stripe,
                      sales_owner, owner_id, legacy, baseline, edits)
            where a.id = u.id
            """
        );
        Add("id", NpgsqlDbType.Bigint, d => d.Id);
        Add("name", NpgsqlDbType.Text, d => d.Account.Name);
        Add("domain", NpgsqlDbType.Text, d => d.Account.Domain);
        Add("plan", NpgsqlDbType.Text, d => PlanCode(d.Account.Plan));
        Add("program", NpgsqlDbType.Text, d => d.Account.Program);
        Add("amount", NpgsqlDbType.Numeric, d => d.Account.ForecastAmount);
        Add("currency", NpgsqlDbType.Text, d => d.Account.ForecastCurrency);
        Add("in_team", NpgsqlDbType.Numeric, d => d.Account.ForecastInTeamCurrency);
        Add("renewal", NpgsqlDbType.Date, d => d.Account.NextRenewalOn);
        Add("renewal_number", NpgsqlDbType.Integer, d => d.Account.RenewalNumber);
        Add("stripe", NpgsqlDbType.Text, d => d.Account.StripeCustomerId);
        Add("sales_owner", NpgsqlDbType.Text, d => d.Account.SalesOwner);
        Add("owner_id", NpgsqlDbType.Integer, d => d.Account.OwnerId);
        Add("legacy", NpgsqlDbType.Boolean, d => d.Account.InLegacySegment);
        Add("baseline", NpgsqlDbType.Date, d => d.Account.BaselineOn);
        Add("edits", NpgsqlDbType.Text, d => d.Account.PersonEdits is { } edits ? JsonSerializer.Serialize(edits, Json.Options) : null);
        command.Parameters.AddWithValue("now", context.Run.Now);
        await command.ExecuteNonQueryAsync(cancellation);

        void Add<T>(string name, NpgsqlDbType type, Func<AccountDraft, T> value) =>
            command.Parameters.Add(Values(name, type, changed, value));
    }

    private async Task NumberAsync(List<AccountDraft> created, CancellationToken cancellation)
    {
        await using var command = Command("select nextval(pg_get_serial_sequence('accounts', 'id')) from generate_series(1, @count)");
        command.Parameters.AddWithValue("count", created.Count);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        foreach (var draft in created)
        {
            await reader.ReadAsync(cancellation);
            draft.Id = reader.GetInt64(0);
        }
    }

    private Task InsertAsync(List<AccountDraft> created, CancellationToken cancellation) =>
        CopyAsync(
            "accounts (id, external_id, name, domain, plan, program, forecast_amount, forecast_currency, forecast_in_team_currency, "
                + "next_renewal_on, renewal_number, stripe_customer_id, sales_owner, owner_id, in_legacy_segment, baseline_on, "
                + "created_at, changed_at, in_work, passage)",
            created,
            static (row, draft) =>
            {
                var account = draft.Account;
                row.Write(draft.Id, NpgsqlDbType.Bigint);
                row.Write(account.ExternalId, NpgsqlDbType.Text);
                row.Write(account.Name, NpgsqlDbType.Text);
                Write(row, account.Domain);
                row.Write(PlanCode(account.Plan), NpgsqlDbType.Text);
                Write(row, account.Program);
                Write(row, account.ForecastAmount, NpgsqlDbType.Numeric);
                Write(row, account.ForecastCurrency);
                Write(row, account.ForecastInTeamCurrency, NpgsqlDbType.Numeric);
                Write(row, account.NextRenewalOn, NpgsqlDbType.Date);
                row.Write(account.RenewalNumber, NpgsqlDbType.Integer);
                Write(row, account.StripeCustomerId);
                Write(row, account.SalesOwner);
                Write(row, account.OwnerId, NpgsqlDbType.Integer);
                row.Write(account.InLegacySegment, NpgsqlDbType.Boolean);
                Write(row, account.BaselineOn, NpgsqlDbType.Date);
                row.Write(account.CreatedAt, NpgsqlDbType.TimestampTz);
                row.Write(account.ChangedAt, NpgsqlDbType.TimestampTz);
                row.Write(false, NpgsqlDbType.Boolean);
                row.Write(0, NpgsqlDbType.Integer);
            },
            cancellation
        );

    private async Task WriteContactsAsync(BatchPlan plan, CancellationToken cancellation)
    {
        var touched = plan.Drafts.SelectMany(d => d.Contacts.Where(c => c.Changed).Select(contact => (AccountId: d.Id, contact))).ToList();
        var known = touched.FindAll(t => t.contact.Id is not null);
        if (known.Count > 0)
        {
            await using var command = Command(
                "update contacts c set name = u.name from unnest(@id, @name) as u(id, name) where c.id = u.id"
            );
            command.Parameters.Add(Values("id", NpgsqlDbType.Bigint, known, t => t.contact.Id!.Value));
            command.Parameters.Add(Values("name", NpgsqlDbType.Text, known, t => t.contact.Name));
            await command.ExecuteNonQueryAsync(cancellation);
        }
        var now = context.Run.Now;
        await CopyAsync(
            "contacts (account_id, email, name, created_at)",
            touched.FindAll(t => t.contact.Id is null),
            (row, t) =>
            {
                row.Write(t.AccountId, NpgsqlDbType.Bigint);
                row.Write(t.contact.Email, NpgsqlDbType.Text);
                Write(row, t.contact.Name);
                row.Write(now, NpgsqlDbType.TimestampTz);
            },
            cancellation
        );
    }

    private Task WriteHistoryAsync(BatchPlan plan, CancellationToken cancellation)
    {
        var (at, by) = (context.Run.Now, context.By.ToString());
        return CopyAsync(
            "account_changes (account_id, at, source, actor, \"values\")",
            [.. plan.Drafts.Where(d => d.Changes.Count > 0)],
            (row, draft) =>
            {
                row.Write(draft.Id, NpgsqlDbType.Bigint);
                row.Write(at, NpgsqlDbType.TimestampTz);
                row.Write(DetailSources.Import, NpgsqlDbType.Text);
                row.Write(by, NpgsqlDbType.Text);
                row.Write(JsonSerializer.Serialize(draft.Changes, Json.Options), NpgsqlDbType.Jsonb);
            },
            cancellation
        );
    }

    /// <summary>Through the one door, which takes one move per account at a time: the first of each, then the second, and so on.</summary>
    private async Task MoveAsync(BatchPlan plan, CancellationToken cancellation)
    {
        var movers = plan.Drafts.Where(d => d.Moves.Count > 0).ToList();
        var last = movers.ToDictionary(d => d.Id, d => d.Account.LastTransitionId);
        for (var turn = 0; movers.Count > 0; movers = movers.FindAll(d => d.Moves.Count > turn))
        {
            var moves = movers.ConvertAll(draft =>
            {
                var move = draft.Moves[turn];
                return move with { AccountId = draft.Id, Before = move.Before with { LastTransitionId = last[draft.Id] } };
            });
            var applied = await door.ApplyAsync(moves, cancellation);
            if (applied.Count < moves.Count)
                throw new BatchClashException($"{moves.Count - applied.Count} accounts were moved by others meanwhile.");
            foreach (var (account, transition) in applied)
                last[account] = transition;
            turn++;
        }
    }

    private async Task CopyAsync<T>(
        string target,
        IReadOnlyList<T> rows,
        Action<NpgsqlBinaryImporter, T> write,
        CancellationToken cancellation
    )
    {
        if (rows.Count == 0)
            return;
        await using var copy = await _connection.BeginBinaryImportAsync($"copy {target} from stdin (format binary)", cancellation);
        copy.Timeout = ImportRunner.StatementTimeout;
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellation);
            write(copy, row);
        }
        await copy.CompleteAsync(cancellation);
    }

    private NpgsqlCommand Command(string sql) =>
        new(sql, _connection, transaction) { CommandTimeout = (int)ImportRunner.StatementTimeout.TotalSeconds };

    private static NpgsqlParameter<TValue[]> Values<T, TValue>(string name, NpgsqlDbType type, List<T> rows, Func<T, TValue> value) =>
        new(name, NpgsqlDbType.Array | type) { TypedValue = [.. rows.Select(value)] };

    private static void Write(NpgsqlBinaryImporter row, string? text)
    {
        if (text is null)
            row.WriteNull();
        else
            row.Write(text, NpgsqlDbType.Text);
    }

    private static void Write<T>(NpgsqlBinaryImporter row, T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } given)
            row.Write(given, type);
        else
            row.WriteNull();
    }

    private static string PlanCode(Plan plan) => s_planCodes[(int)plan];

    private static readonly string[] s_planCodes = [.. Enum.GetValues<Plan>().Select(plan => AccountDetails.Code(plan))];
}
