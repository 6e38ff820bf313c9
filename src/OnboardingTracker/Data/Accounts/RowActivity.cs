using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Accounts;

/// <summary>What went on with an account, beside its row in a list.</summary>
/// <param name="LastContactAt">When they or we last wrote or spoke; null: never, as far as is known.</param>
/// <param name="NextTask">Its open task that is due first.</param>
public sealed record RowActivity(DateTimeOffset? LastContactAt, AccountTask? NextTask);

public static class RowActivityQuery
{
    private static readonly string[] s_contact =
    [
        SignalKinds.EmailSent,
        SignalKinds.EmailReceived,
        SignalKinds.CallCompleted,
        SignalKinds.CallBooked,
    ];

    /// <summary>Of the accounts of one page of a list: two queries by their ids.</summary>
    public static async Task<IReadOnlyDictionary<long, RowActivity>> RowActivityAsync(
        this TrackerDb db,
        IReadOnlyCollection<long> accountIds,
        CancellationToken cancel = default
    )
    {
        var ids = accountIds.ToList();
        var contacts = await db
            .Signals.AsNoTracking()
            .Where(s =>
                s.AccountId != null && ids.Contains(s.AccountId.Value) && s.State == SignalState.Worked && s_contact.Contains(s.Kind)
            )
            .GroupBy(s => s.AccountId!.Value)
            .Select(signals => new { AccountId = signals.Key, At = signals.Max(s => s.OccurredAt) })
            .ToDictionaryAsync(contact => contact.AccountId, contact => contact.At, cancel);
        var tasks = (
            await db.Tasks.AsNoTracking().Where(t => ids.Contains(t.AccountId) && t.State == TaskState.Open).ToListAsync(cancel)
        ).ToLookup(task => task.AccountId);
        return ids.ToDictionary(
            id => id,
            id => new RowActivity(
                contacts.TryGetValue(id, out var at) ? at : null,
                tasks[id].OrderBy(task => task.DueOn ?? DateOnly.MaxValue).ThenBy(task => task.Id).FirstOrDefault()
            )
        );
    }
}
