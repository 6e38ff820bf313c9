using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Features.Import;

/// <summary>What came of a person's decision about a preview.</summary>
public enum ImportDecision
{
    Done,

    /// <summary>It makes more new leads than the policy lets pass without a second look; the number was not confirmed.</summary>
    NeedsNumber,

    /// <summary>Somebody decided before, or there is no such import.</summary>
    TooLate,
}

/// <summary>A person's decision on a preview: import it, or not.</summary>
public sealed class ImportDecisions(TrackerDb db, IBackgroundJobClient jobs, TimeProvider time)
{
    /// <param name="newLeads">The number of new leads that the person confirms, where that is asked for.</param>
    public async Task<ImportDecision> ConfirmAsync(long importId, int? newLeads, Actor actor, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var import = await LockAsync(importId, cancellation);
        if (import is not { State: ImportState.Previewed })
            return ImportDecision.TooLate;
        var (policy, _) = await db.CurrentPolicyAsync(cancellation);
        if (AsksForNumber(import, policy.ConfirmNewLeadsAbove) && newLeads != import.NewLeads)
            return ImportDecision.NeedsNumber;
        import.State = ImportState.Queued;
        await DecideAsync(import, "import confirmed", actor, transaction, cancellation);
        jobs.Enqueue<ImportJob>(job => job.RunAsync(import.Id, CancellationToken.None));
        return ImportDecision.Done;
    }

    /// <summary>Nothing of the file is imported, and the file goes.</summary>
    public async Task<ImportDecision> CancelAsync(long importId, Actor actor, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var import = await LockAsync(importId, cancellation);
        if (import is not { State: ImportState.Previewing or ImportState.Previewed })
            return ImportDecision.TooLate;
        import.State = ImportState.Canceled;
        import.FinishedAt = time.GetUtcNow();
        await db.ImportChunks.Where(chunk => chunk.ImportId == importId).ExecuteDeleteAsync(cancellation);
        await DecideAsync(import, "import canceled", actor, transaction, cancellation);
        return ImportDecision.Done;
    }

    public static bool AsksForNumber(ImportRecord import, int above) => !import.Baseline && import.NewLeads > above;

    internal static string SubjectOf(ImportRecord import) => $"import {import.Id} {import.FileName}".TrimEnd();

    /// <summary>Two people who press at once: the second finds it decided.</summary>
    private async Task<ImportRecord?> LockAsync(long importId, CancellationToken cancellation) =>
        await db.Imports.FromSql($"select * from imports where id = {importId} for update").FirstOrDefaultAsync(cancellation);

    private async Task DecideAsync(
        ImportRecord import,
        string action,
        Actor actor,
        IDbContextTransaction transaction,
        CancellationToken cancellation
    )
    {
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = time.GetUtcNow(),
                Actor = actor,
                Action = action,
                Subject = SubjectOf(import),
                Values = new Dictionary<string, string?[]> { ["newLeads"] = [null, $"{import.NewLeads}"] },
            }
        );
        await db.SaveChangesAsync(cancellation);
        var npgsql = (NpgsqlTransaction)transaction.GetDbTransaction();
        await LiveChannel.NotifyAsync(npgsql.Connection!, npgsql, LiveChannel.Payload(ImportFeature.Topic, import.Id), cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
