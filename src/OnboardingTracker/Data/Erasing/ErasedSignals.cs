using System.Text.Json;
using Npgsql;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Erasing;

/// <summary>
/// Takes a person out of the signals of one account, or of none: the raw payload goes, and of the fact stays what the account's story
/// stands on. One that has just arrived is left to be worked first, so that nothing of the account's is lost.
/// </summary>
internal sealed class ErasedSignals(NpgsqlConnection connection, NpgsqlTransaction transaction, ErasedPerson person)
{
    /// <summary>How long one that could not be worked is waited for; then it goes as it is.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private sealed record Row(
        long Id,
        string Source,
        string SourceId,
        SignalState State,
        DateTimeOffset ReceivedAt,
        SignalFact? Fact,
        string? Note,
        string? LastError,
        bool HasRaw,
        bool IsNamedInRaw
    );

    private readonly List<(
        long Id,
        string SourceId,
        string? Fact,
        string? Note,
        string? LastError,
        string State,
        bool DropRaw,
        bool IsTheirs
    )> _changes = [];

    public ErasedCounts Counts { get; private set; } = new();

    /// <summary>Signals that name the person and are still to be worked.</summary>
    public int Waiting { get; private set; }

    /// <summary>Those of which a skeleton is left.</summary>
    public IReadOnlyList<long> Theirs => [.. _changes.Where(change => change.IsTheirs).Select(change => change.Id)];

    /// <summary>What tasks were raised for, before and after.</summary>
    public Dictionary<string, string> Occasions { get; } = [];

    public async Task EraseAsync(long? accountId, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await ReadAsync(accountId, cancel);
        var unread = rows.FindAll(row => row.Fact is null && row.IsNamedInRaw);
        var waiting = rows.FindAll(row =>
            (row.State is SignalState.Received || (row.State is SignalState.Retrying && now - row.ReceivedAt < Patience))
            && (row.Fact is { } fact ? ErasedFacts.IsTheirs(fact, person) : row.IsNamedInRaw)
        );
        Waiting = waiting.Count;
        var theirs = rows.FindAll(row => row.Fact is { } fact && ErasedFacts.IsTheirs(fact, person)).Select(row => row.Id).ToHashSet();
        theirs.UnionWith(unread.Select(row => row.Id));
        var ids = rows.Where(row => theirs.Contains(row.Id) && row.Fact is not null)
            .SelectMany(row => ErasedFacts.IdsOf(row.Fact!))
            .ToHashSet(StringComparer.Ordinal);
        // A word about their call that names nobody, such as a cancellation.
        for (var known = -1; known < theirs.Count; )
        {
            known = theirs.Count;
            foreach (var row in rows.Where(row => row.Fact?.Call is not null && ErasedFacts.IdsOf(row.Fact).Any(ids.Contains)))
            {
                theirs.Add(row.Id);
                ids.UnionWith(ErasedFacts.IdsOf(row.Fact!));
            }
        }
        foreach (var row in rows.Except(waiting))
        {
            if (theirs.Contains(row.Id))
                Erase(row);
            else
                Clean(row, ids);
        }
        await WriteAsync(cancel);
    }

    private void Erase(Row row)
    {
        var skeleton = row.Fact is { } fact ? ErasedFacts.Skeleton(fact, person) : null;
        Remember(row, skeleton);
        var state = row.State is SignalState.Worked or SignalState.Dismissed ? row.State : SignalState.Unused;
        _changes.Add((row.Id, TokenOf(row), Text(skeleton), ErasedPerson.Word, null, AccountDetails.Code(state), true, true));
        Counts += new ErasedCounts
        {
            Mails = row.Fact?.Mail is null ? 0 : 1,
            Calls = row.Fact?.Call is null ? 0 : 1,
            OtherSignals = row.Fact is { Mail: null, Call: null } or null ? 1 : 0,
            RawPayloads = row.HasRaw ? 1 : 0,
        };
    }

    private void Clean(Row row, HashSet<string> ids)
    {
        var cleaned = row.Fact is { } fact ? ErasedFacts.Cleaned(fact, person, ids) : null;
        var (was, becomes) = (Text(row.Fact), Text(cleaned));
        var (note, error) = (person.Clean(row.Note), person.Clean(row.LastError));
        var sourceId = person.IsNamedIn(row.SourceId) ? TokenOf(row) : row.SourceId;
        var dropRaw = row.HasRaw && (row.IsNamedInRaw || was != becomes);
        if (was == becomes && note == row.Note && error == row.LastError && sourceId == row.SourceId && !dropRaw)
            return;
        Remember(row, cleaned);
        _changes.Add((row.Id, sourceId, becomes, note, error, AccountDetails.Code(row.State), dropRaw, false));
        Counts += new ErasedCounts { RawPayloads = dropRaw ? 1 : 0, Texts = 1 };
    }

    /// <summary>The story asks for the same tasks as before, by their new names.</summary>
    private void Remember(Row row, SignalFact? becomes)
    {
        Rename(row.Fact?.Mail?.MessageId, becomes?.Mail?.MessageId, "reply", "final outreach");
        Rename(row.Fact?.Call?.Call, becomes?.Call?.Call, "call canceled", "no show");
        Rename(row.Fact?.Call?.RescheduledFrom, becomes?.Call?.RescheduledFrom, "call canceled", "no show");

        void Rename(string? was, string? now, params string[] kinds)
        {
            if (was is null || now is null || was == now)
                return;
            foreach (var kind in kinds)
            {
                var occasion = $"{kind} {was}";
                Occasions[occasion.Length <= 300 ? occasion : occasion[..300]] = $"{kind} {now}";
            }
        }
    }

    private string TokenOf(Row row) =>
        row.SourceId.StartsWith("erased:", StringComparison.Ordinal)
            ? row.SourceId
            : person.Token(ErasureKeys.SourceIdText(row.Source, row.SourceId));

    private static string? Text(SignalFact? fact) => fact is null ? null : JsonSerializer.Serialize(fact, Json.Options);

    private async Task<List<Row>> ReadAsync(long? accountId, CancellationToken cancel)
    {
        const string inRaw = "raw is not null and encode(raw, 'escape') ilike any(@likes) and encode(raw, 'escape') ~* @pattern";
        var sql = $"""
            select id, source, source_id, state, received_at, fact::text, note, last_error, raw is not null, {inRaw}
            from signals
            where {(
                accountId is not null
                    ? "account_id = @account"
                    : $"""
                    account_id is null and (concat_ws(' ', source_id, fact::text, note, last_error, array_to_string(sender_keys, ' ')) ilike any(@likes)
                        or {inRaw})
                    """
            )}
            order by id for update
            """;
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = ContactErasures.PatienceSeconds };
        command.Parameters.AddWithValue("pattern", person.Pattern);
        command.Parameters.AddWithValue("likes", ErasurePlaces.LikesOf(person));
        if (accountId is { } account)
            command.Parameters.AddWithValue("account", account);
        var found = new List<Row>();
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            found.Add(
                new(
                    rows.GetInt64(0),
                    rows.GetString(1),
                    rows.GetString(2),
                    Enum.Parse<SignalState>(rows.GetString(3), true),
                    await rows.GetFieldValueAsync<DateTimeOffset>(4, cancel),
                    Or(5) is { } fact ? JsonSerializer.Deserialize<SignalFact>(fact, Json.Options) : null,
                    Or(6),
                    Or(7),
                    rows.GetBoolean(8),
                    rows.GetBoolean(9)
                )
            );
        return found;

        string? Or(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        if (_changes.Count == 0)
            return;
        await using var command = new NpgsqlCommand(
            """
            update signals s set fact = v.fact::jsonb, note = v.note, last_error = v.last_error, state = v.state,
                raw = case when v.drop_raw then null else s.raw end,
                next_attempt_at = case when v.state = s.state then s.next_attempt_at end,
                sender_keys = case when not v.theirs then (select array_agg(k) from unnest(s.sender_keys) as k where k !~* @pattern) end,
                -- Delivered once more while it was erased: the second one is told apart by its number.
                source_id = case when v.source_id <> s.source_id
                        and exists (select from signals o where o.source = s.source and o.source_id = v.source_id)
                    then v.source_id || ':' || s.id else v.source_id end
            from unnest(@ids, @source_ids, @facts, @notes, @errors, @states, @drops, @theirs)
                as v(id, source_id, fact, note, last_error, state, drop_raw, theirs)
            where s.id = v.id
            """,
            connection,
            transaction
        );
        command.Parameters.AddWithValue("pattern", person.Pattern);
        command.Parameters.AddWithValue("ids", _changes.Select(c => c.Id).ToArray());
        command.Parameters.AddWithValue("source_ids", _changes.Select(c => c.SourceId).ToArray());
        command.Parameters.AddWithValue("facts", _changes.Select(c => c.Fact).ToArray());
        command.Parameters.AddWithValue("notes", _changes.Select(c => c.Note).ToArray());
        command.Parameters.AddWithValue("errors", _changes.Select(c => c.LastError).ToArray());
        command.Parameters.AddWithValue("states", _changes.Select(c => c.State).ToArray());
        command.Parameters.AddWithValue("drops", _changes.Select(c => c.DropRaw).ToArray());
        command.Parameters.AddWithValue("theirs", _changes.Select(c => c.IsTheirs).ToArray());
        await command.ExecuteNonQueryAsync(cancel);
    }
}
