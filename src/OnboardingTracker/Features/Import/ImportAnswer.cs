using OnboardingTracker.Data.Imports;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Features.Import;

/// <summary>An import, as the API tells it.</summary>
public sealed record ImportAnswer
{
    public required long Id { get; init; }

    /// <summary>queued, running, completed or failed. One that waits for a person's decision on its preview is queued.</summary>
    public required ImportAnswerState State { get; init; }

    /// <summary>Rows worked so far; always created, updated, unchanged and rejected together.</summary>
    public required int RowsRead { get; init; }

    /// <summary>Rows that made an account.</summary>
    public required int Created { get; init; }

    /// <summary>Rows that changed something about an account that was there.</summary>
    public required int Updated { get; init; }

    /// <summary>Rows that said nothing new.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Rows that were not taken; each has its reasons under rejections.</summary>
    public required int Rejected { get; init; }

    /// <summary>Accounts that entered the pipeline by it.</summary>
    public required int NewLeads { get; init; }

    /// <summary>Nobody enters the pipeline by it.</summary>
    public required bool Baseline { get; init; }

    /// <summary>It takes stage and stageEnteredOn.</summary>
    public required bool Migrate { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What to know that stops nothing, such as columns that were left out.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Why it failed.</summary>
    public required string? Error { get; init; }

    internal static ImportAnswer Of(ImportRecord import) =>
        new()
        {
            Id = import.Id,
            State = import.State switch
            {
                ImportState.Running => ImportAnswerState.Running,
                ImportState.Completed => ImportAnswerState.Completed,
                ImportState.Failed or ImportState.Canceled => ImportAnswerState.Failed,
                _ => ImportAnswerState.Queued,
            },
            RowsRead = import.RowsRead,
            Created = import.Created,
            Updated = import.Updated,
            Unchanged = import.Unchanged,
            Rejected = import.Rejected,
            NewLeads = import.NewLeads,
            Baseline = import.Baseline,
            Migrate = import.Migrate,
            CreatedBy = import.CreatedBy.ToString(),
            CreatedAt = import.CreatedAt,
            FinishedAt = import.FinishedAt,
            Warnings = import.Warnings,
            Error = import.State is ImportState.Canceled ? "Canceled before it began." : import.Error,
        };
}

public enum ImportAnswerState
{
    Queued,
    Running,
    Completed,
    Failed,
}

/// <summary>Why a row was not taken.</summary>
/// <param name="Line">The line of the file on which the row begins, from 1.</param>
/// <param name="Field">The column at fault; null: the row as a whole.</param>
/// <param name="Reason">A sentence for the person who made the file.</param>
public sealed record ImportRejectionAnswer(long Line, string? Field, string Reason);
