using System.Globalization;
using Npgsql;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Erasing;

/// <summary>
/// Every column in which a text can name somebody, read from the database itself, so that a table that is new is not forgotten. Signals
/// are not among them: what is left of those <see cref="ErasedSignals"/> says.
/// </summary>
internal sealed class ErasurePlaces(NpgsqlConnection connection, NpgsqlTransaction? transaction, IReadOnlyList<ErasurePlaces.Place> places)
{
    /// <param name="AccountOf">Whose row it is, as SQL; null: no account's.</param>
    /// <param name="InAccount">Whether it is the account's of the parameter <c>account</c>.</param>
    internal sealed record Place(string Table, IReadOnlyList<Column> Columns, string? AccountOf, string? InAccount)
    {
        public IEnumerable<Column> Plain => Columns.Where(column => column.Kind != "jsonb");

        public IEnumerable<Column> Jsons => Columns.Where(column => column.Kind == "jsonb");
    }

    internal sealed record Column(string Name, string Kind);

    /// <summary>Handled by name, or never about a customer's people: the team, sign-in, rules, keys, and what is done here.</summary>
    private static readonly string[] s_left =
    [
        "signals",
        "erasures",
        "erasure_keys",
        "surveys",
        "survey_opt_outs",
        "members",
        "asp_net_users",
        "asp_net_user_claims",
        "asp_net_user_logins",
        "asp_net_user_tokens",
        "sign_in_sessions",
        "sign_in_attempts",
        "sign_in_links",
        "setup_tokens",
        "api_keys",
        "data_protection_keys",
        "policy_versions",
        "playbook_switches",
        "playbook_runs",
        "mail_templates",
        "mailbox_folders",
        "stages",
        "__EFMigrationsHistory",
    ];

    /// <summary>An account's own name and ids are the organisation's, even where it is called after its owner.</summary>
    private static readonly string[] s_ofAccounts =
    [
        "engaged_by",
        "signal_engaged_by",
        "signal_reason",
        "payment_risk_note",
        "person_edits",
    ];

    public static async Task<ErasurePlaces> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        const string sql = """
            select c.relname::text, a.attname::text, t.typname::text,
                exists (select from pg_attribute x where x.attrelid = c.oid and x.attname = 'account_id' and not x.attisdropped),
                (select fa.attname::text || ' ' || p.relname::text
                    from pg_constraint f
                    join pg_class p on p.oid = f.confrelid
                    join pg_attribute fa on fa.attrelid = f.conrelid and fa.attnum = f.conkey[1]
                    where f.conrelid = c.oid and f.contype = 'f' and array_length(f.conkey, 1) = 1
                        and exists (select from pg_attribute x where x.attrelid = p.oid and x.attname = 'account_id' and not x.attisdropped)
                    order by 1 limit 1)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            join pg_type t on t.oid = a.atttypid
            where c.relkind = 'r' and t.typname = any(array['text', 'varchar', 'jsonb', '_text', '_varchar']) and c.relname::text <> all(@left)
                and (c.relname <> 'accounts' or a.attname::text = any(@of_accounts))
            order by c.relname, a.attnum
            """;
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.AddWithValue("left", s_left);
        command.Parameters.AddWithValue("of_accounts", s_ofAccounts);
        var found = new List<(string Table, Column Column, bool HasAccount, string? Parent)>();
        await using (var rows = await command.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
                found.Add(
                    (
                        rows.GetString(0),
                        new(rows.GetString(1), rows.GetString(2)),
                        rows.GetBoolean(3),
                        await rows.IsDBNullAsync(4, cancel) ? null : rows.GetString(4)
                    )
                );
        }
        return new(connection, transaction, [.. found.GroupBy(one => (one.Table, one.HasAccount, one.Parent)).Select(Of)]);

        static Place Of(IGrouping<(string Table, bool HasAccount, string? Parent), (string, Column Column, bool, string?)> table)
        {
            Column[] columns = [.. table.Select(one => one.Column)];
            if (table.Key.Table == "accounts")
                return new("accounts", columns, "t.id", "t.id = @account");
            if (table.Key.HasAccount)
                return new(table.Key.Table, columns, "t.account_id", "t.account_id = @account");
            return table.Key.Parent?.Split(' ') is [var key, var parent]
                ? new(
                    table.Key.Table,
                    columns,
                    $"(select p.account_id from \"{parent}\" p where p.id = t.\"{key}\")",
                    $"t.\"{key}\" in (select p.id from \"{parent}\" p where p.account_id = @account)"
                )
                : new(table.Key.Table, columns, null, null);
        }
    }

    /// <summary>The accounts on which the person is named somewhere.</summary>
    public async Task<IReadOnlyCollection<long>> AccountsAsync(ErasedPerson person, CancellationToken cancel)
    {
        var accounts = new HashSet<long>();
        foreach (var place in places.Where(place => place.AccountOf is not null))
        {
            await using var command = Command(
                $"select distinct {place.AccountOf} from \"{place.Table}\" t where {place.AccountOf} is not null and ({Names(place.Columns)})",
                person,
                null
            );
            await using var rows = await command.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
                accounts.Add(rows.GetInt64(0));
        }
        return accounts;
    }

    /// <summary>Puts a word in the person's place.</summary>
    /// <param name="accountId">Null: in what belongs to no account.</param>
    /// <returns>In how many rows.</returns>
    public async Task<int> CleanAsync(ErasedPerson person, long? accountId, CancellationToken cancel)
    {
        var cleaned = 0;
        foreach (var place in places)
        {
            if (accountId is not null && place.InAccount is null)
                continue;
            var where =
                accountId is not null ? place.InAccount
                : place.AccountOf is null ? "true"
                : $"{place.AccountOf} is null";
            Column[] plain = [.. place.Plain];
            if (plain.Length > 0)
            {
                await using var command = Command(
                    $"update \"{place.Table}\" t set {string.Join(", ", plain.Select(Replaced))} where {where} and ({Names(plain)})",
                    person,
                    accountId
                );
                cleaned += await command.ExecuteNonQueryAsync(cancel);
            }
            foreach (var json in place.Jsons)
                cleaned += await CleanJsonAsync(place, json, where!, person, accountId, cancel);
        }
        return cleaned;
    }

    private async Task<int> CleanJsonAsync(
        Place place,
        Column json,
        string where,
        ErasedPerson person,
        long? accountId,
        CancellationToken cancel
    )
    {
        var (rowIds, texts) = (new List<string>(), new List<string>());
        await using (
            var command = Command(
                $"select t.ctid::text, t.\"{json.Name}\"::text from \"{place.Table}\" t where {where} and {Likely(json)} for update of t",
                person,
                accountId
            )
        )
        {
            await using var rows = await command.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
            {
                var was = rows.GetString(1);
                var becomes = ErasedJson.Clean(was, person);
                if (becomes == ErasedJson.Same(was))
                    continue;
                rowIds.Add(rows.GetString(0));
                texts.Add(becomes);
            }
        }
        if (rowIds.Count == 0)
            return 0;
        await using var update = new NpgsqlCommand(
            $"update \"{place.Table}\" t set \"{json.Name}\" = v.text::jsonb from unnest(@ids, @texts) as v(id, text) where t.ctid = v.id::tid",
            connection,
            transaction
        );
        update.Parameters.AddWithValue("ids", rowIds.ToArray());
        update.Parameters.AddWithValue("texts", texts.ToArray());
        return await update.ExecuteNonQueryAsync(cancel);
    }

    private NpgsqlCommand Command(string sql, ErasedPerson person, long? accountId)
    {
        var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = ContactErasures.PatienceSeconds };
        command.Parameters.AddWithValue("pattern", person.Pattern);
        command.Parameters.AddWithValue("likes", LikesOf(person));
        if (accountId is { } id)
            command.Parameters.AddWithValue("account", id);
        return command;
    }

    /// <summary>What the cheap look asks for, before the exact one.</summary>
    public static string[] LikesOf(ErasedPerson person) =>
        [Like(person.Address), .. person.Names.Select(name => string.Join('%', name.Split(' ').Select(Escaped).Prepend("").Append("")))];

    private static string Like(string text) => string.Create(CultureInfo.InvariantCulture, $"%{Escaped(text)}%");

    private static string Escaped(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);

    private static string Names(IEnumerable<Column> columns) =>
        string.Join(
            " or ",
            columns.Select(column => column.Kind == "jsonb" ? Likely(column) : $"({Likely(column)} and {AsText(column)} ~* @pattern)")
        );

    private static string Likely(Column column) => $"{AsText(column)} ilike any(@likes)";

    private static string AsText(Column column) =>
        column.Kind is "_text" or "_varchar" ? $"array_to_string(t.\"{column.Name}\", ' ')" : $"t.\"{column.Name}\"::text";

    private static string Replaced(Column column) =>
        column.Kind is "_text" or "_varchar"
            ? $"\"{column.Name}\" = (select coalesce(array_agg(regexp_replace(x, @pattern, '{ErasedPerson.Word}', 'gi') order by n), array[]::{column.Kind[1..]}[]) from unnest(t.\"{column.Name}\") with ordinality as u(x, n))"
            : $"\"{column.Name}\" = regexp_replace(t.\"{column.Name}\", @pattern, '{ErasedPerson.Word}', 'gi')";
}
