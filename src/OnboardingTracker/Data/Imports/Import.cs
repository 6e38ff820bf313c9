using OnboardingTracker.Domain;

namespace OnboardingTracker.Data.Imports;

public enum ImportFormat
{
    Csv,
    Ndjson,
}

public enum ImportState
{
    /// <summary>The file is taken in; the preview is being made.</summary>
    Previewing,

    /// <summary>The preview waits for a person's decision.</summary>
    Previewed,
    Queued,
    Running,
    Completed,
    Failed,
    Canceled,
}

/// <summary>One import of accounts: the file's fate, from upload to the last row.</summary>
public sealed class Import
{
    public long Id { get; init; }

    public string? FileName { get; init; }

    public ImportFormat Format { get; init; }

    /// <summary>Nobody enters the pipeline by it.</summary>
    public bool Baseline { get; init; }

    /// <summary>Takes stages over from another system.</summary>
    public bool Migrate { get; init; }

    /// <summary>It came from the billing database by the team's own query, not from a person's file.</summary>
    public bool IsSync { get; init; }

    public required Actor CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public ImportState State { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public long Bytes { get; set; }

    /// <summary>Bytes worked so far: progress.</summary>
    public long BytesRead { get; set; }

    /// <summary>The last line of the file whose row is committed; a run that was cut off goes on after it.</summary>
    public long AppliedThroughLine { get; set; }

    public int RowsRead { get; set; }

    public int Created { get; set; }

    public int Updated { get; set; }

    public int Unchanged { get; set; }

    public int Rejected { get; set; }

    /// <summary>New leads that it makes (preview) or made.</summary>
    public int NewLeads { get; set; }

    /// <summary>Things to know that stop nothing, such as columns that were not understood.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];

    public string? Error { get; set; }
}
