using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Playbooks;

/// <summary>Writes down exactly which accounts a playbook would touch now, and why, without touching them.</summary>
public sealed class DryRuns(TrackerDb db, NpgsqlDataSource database)
{
    public async Task RecordAsync(PlaybookRun run, Playbook playbook, RunContext context, CancellationToken cancel)
    {
        await db.PlaybookRunItems.Where(item => item.RunId == run.Id).ExecuteDeleteAsync(cancel);
        run.Touched = await WriteAsync(run.Id, RunItemKind.Touched, db.Due(playbook, context), playbook, context, cancel);
        run.Held = await WriteAsync(run.Id, RunItemKind.Held, db.HeldBack(playbook, context), playbook, context, cancel);
    }

    /// <summary>Names the accounts that a hold keeps a run away from, for who asked for the run.</summary>
    public async Task<int> RecordHeldAsync(PlaybookRun run, Playbook playbook, RunContext context, CancellationToken cancel)
    {
        // A run that was cut off and started again has named them before.
        await db.PlaybookRunItems.Where(item => item.RunId == run.Id && item.Kind == RunItemKind.Held).ExecuteDeleteAsync(cancel);
        return await WriteAsync(run.Id, RunItemKind.Held, db.HeldBack(playbook, context), playbook, context, cancel);
    }

    /// <summary>Writes what a query finds as items of a run, streaming both ways.</summary>
    public async Task<int> WriteAsync(
        long runId,
        RunItemKind kind,
        IQueryable<PlaybookSubject> subjects,
        Playbook playbook,
        RunContext context,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var writer = await connection.BeginBinaryImportAsync(
            "copy playbook_run_items (run_id, account_id, kind, from_stage, to_stage, reason, evidence, last_transition_id) from stdin (format binary)",
            cancel
        );
        var count = 0;
        await foreach (var subject in subjects.AsAsyncEnumerable().WithCancellation(cancel))
        {
            await writer.StartRowAsync(cancel);
            await writer.WriteAsync(runId, NpgsqlDbType.Bigint, cancel);
            await writer.WriteAsync(subject.AccountId, NpgsqlDbType.Bigint, cancel);
            await writer.WriteAsync(Domain.Accounts.AccountDetails.Code(kind), NpgsqlDbType.Text, cancel);
            await WriteTextAsync(writer, subject.Stage, cancel);
            await writer.WriteAsync(playbook.TargetOf(subject), NpgsqlDbType.Text, cancel);
            await writer.WriteAsync(ReasonFor(playbook, subject, context), NpgsqlDbType.Text, cancel);
            await writer.WriteAsync(
                JsonSerializer.Serialize(playbook.EvidenceOf(subject, context), Json.Options),
                NpgsqlDbType.Jsonb,
                cancel
            );
            if (subject.LastTransitionId is { } last)
                await writer.WriteAsync(last, NpgsqlDbType.Bigint, cancel);
            else
                await writer.WriteNullAsync(cancel);
            count++;
        }
        await writer.CompleteAsync(cancel);
        return count;
    }

    /// <summary>The reason with what a person should know before approving it.</summary>
    private static string ReasonFor(Playbook playbook, PlaybookSubject subject, RunContext context)
    {
        var because = playbook.Because(subject, context);
        return playbook.Remark(subject, context) is { } remark ? $"{because}; {remark}" : because;
    }

    private static Task WriteTextAsync(NpgsqlBinaryImporter writer, string? text, CancellationToken cancel) =>
        text is null ? writer.WriteNullAsync(cancel) : writer.WriteAsync(text, NpgsqlDbType.Text, cancel);
}
