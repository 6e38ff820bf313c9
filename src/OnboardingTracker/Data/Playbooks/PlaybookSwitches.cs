using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Domain;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>Switches playbooks on and off, audited. A run that is going on is not cut short by it.</summary>
public sealed class PlaybookSwitches(TrackerDb db, TimeProvider time)
{
    /// <returns>Whether that changed anything.</returns>
    public async Task<bool> SetAsync(string playbook, bool enabled, Actor by, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var raw = (NpgsqlTransaction)transaction.GetDbTransaction();
        // Two people at the switch at once: one after the other, each with its own entry in the audit log.
        await AdvisoryLock.TakeAsync(raw, $"playbook switch {playbook}", cancel);
        var present = await db.PlaybookSwitches.FirstOrDefaultAsync(s => s.Playbook == playbook, cancel);
        if ((present?.Enabled ?? true) == enabled)
            return false;
        if (present is null)
            db.PlaybookSwitches.Add(present = new PlaybookSwitch { Playbook = playbook });
        present.Enabled = enabled;
        present.ChangedAt = now;
        present.ChangedBy = by;
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = now,
                Actor = by,
                Action = enabled ? "playbook switched on" : "playbook switched off",
                Subject = playbook,
                Values = new Dictionary<string, string?[]> { ["enabled"] = [enabled ? "false" : "true", enabled ? "true" : "false"] },
            }
        );
        await db.SaveChangesAsync(cancel);
        await LiveChannel.NotifyAsync(raw.Connection!, raw, LiveChannel.Payload("playbooks"), cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }
}
