using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Dashboard.Planned;

/// <summary>What will happen to one account on one day by one playbook, or would but for what keeps it away.</summary>
public sealed class PlannedEntry
{
    public long AccountId { get; init; }

    public required string AccountName { get; init; }

    /// <summary>Who owned it when the plan was made; null: nobody.</summary>
    public int? OwnerId { get; init; }

    /// <summary>The team's day.</summary>
    public DateOnly Day { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Playbook { get; init; }

    public string? FromStage { get; init; }

    /// <summary>Null: it stays, an alert is raised or the survey is sent.</summary>
    public string? ToStage { get; init; }

    public required string Because { get; init; }

    /// <summary>Of an alert: what it is raised for, and when it will be due.</summary>
    public string? Occasion { get; init; }

    /// <inheritdoc cref="Occasion"/>
    public DateOnly? DueOn { get; init; }

    /// <summary>One of <see cref="PlannedStates.All"/>.</summary>
    public required string State { get; init; }

    /// <summary>What holds it, where a person does.</summary>
    public long? HoldId { get; init; }
}

/// <summary>Which entries are asked for; null: whatever it is.</summary>
/// <param name="Owner">A member's id; 0: nobody's.</param>
public sealed record PlannedWhich(string? Playbook = null, int? Owner = null, string? State = null, DateOnly? Day = null)
{
    public bool Lets(PlannedCount count) =>
        (Playbook is null || count.Playbook == Playbook)
        && (Owner is null || (count.OwnerId ?? 0) == Owner)
        && (State is null || count.State == State)
        && (Day is null || count.Day == Day);
}

/// <param name="More">There are further ones behind the last.</param>
public sealed record PlannedPage(IReadOnlyList<PlannedEntry> Entries, IReadOnlyDictionary<long, Hold> Holds, bool More);

/// <summary>Reads the entries of the plan that is kept, by day and account, a page at a time.</summary>
public sealed class PlannedEntries(TrackerDb db)
{
    /// <summary>All that happens to one account on one day is on one page, which may so be a little longer.</summary>
    /// <param name="after">The page begins behind this place.</param>
    public async Task<PlannedPage> PageAsync(
        PlannedWhich which,
        (DateOnly Day, long Account)? after,
        int most,
        CancellationToken cancel = default
    )
    {
        var sql = $"""
            select m.account_id, a.name as account_name, m.owner_id, m.day, m.at, m.playbook, m.from_stage, m.to_stage, m.because, m.occasion, m.due_on,
                m.state, m.hold_id
            from (
                select * from planned_moves where {Condition(which, after)} order by day, account_id fetch first @most rows with ties) m
                join accounts a on a.id = m.account_id
            order by m.day, m.account_id, m.id
            """;
        var entries = await db.Database.SqlQueryRaw<PlannedEntry>(sql, [.. Parameters(which, after, most)]).ToListAsync(cancel);
        var ids = entries.Select(entry => entry.HoldId).OfType<long>().Distinct().ToList();
        var holds = ids is []
            ? []
            : await db.Holds.AsNoTracking().Where(hold => ids.Contains(hold.Id)).ToDictionaryAsync(h => h.Id, cancel);
        return new(entries, holds, entries.Count >= most && await IsMoreAsync(which, (entries[^1].Day, entries[^1].AccountId), cancel));
    }

    private async Task<bool> IsMoreAsync(PlannedWhich which, (DateOnly, long) after, CancellationToken cancel)
    {
        var sql = $"""select exists (select from planned_moves where {Condition(which, after)}) as "Value" """;
        return await db.Database.SqlQueryRaw<bool>(sql, [.. Parameters(which, after, null)]).SingleAsync(cancel);
    }

    private static string Condition(PlannedWhich which, (DateOnly, long)? after) =>
        string.Join(
            " and ",
            new[]
            {
                "true",
                which.Playbook is null ? null : "playbook = @playbook",
                which.Owner is null ? null : "coalesce(owner_id, 0) = @owner",
                which.State is null ? null : "state = @state",
                which.Day is null ? null : "day = @day",
                after is null ? null : "(day, account_id) > (@after_day, @after_account)",
            }.OfType<string>()
        );

    private static IEnumerable<NpgsqlParameter> Parameters(PlannedWhich which, (DateOnly Day, long Account)? after, int? most)
    {
        if (which.Playbook is { } playbook)
            yield return new("playbook", NpgsqlDbType.Text) { Value = playbook };
        if (which.Owner is { } owner)
            yield return new NpgsqlParameter<int>("owner", owner);
        if (which.State is { } state)
            yield return new("state", NpgsqlDbType.Text) { Value = state };
        if (which.Day is { } day)
            yield return new NpgsqlParameter<DateOnly>("day", day);
        if (after is { } place)
        {
            yield return new NpgsqlParameter<DateOnly>("after_day", place.Day);
            yield return new NpgsqlParameter<long>("after_account", place.Account);
        }
        if (most is { } limit)
            yield return new NpgsqlParameter<int>("most", limit);
    }
}
