using OnboardingTracker.Domain.Checklists;

namespace OnboardingTracker.Features.Accounts.Checklists;

/// <summary>Model of <c>_ItemForm</c>: one item of an account's audit, and what was said of it before.</summary>
public sealed record ItemForm
{
    public required ChecklistItem Item { get; init; }

    public required string AccountName { get; init; }

    public required string Action { get; init; }

    public required string ReturnUrl { get; init; }

    public ChecklistState State { get; init; }

    public string? Finding { get; init; }

    /// <summary>The last mark that the person saw; 0: there was none.</summary>
    public long Seen { get; init; }

    public string? Error { get; init; }

    /// <summary>What somebody else said of it meanwhile.</summary>
    public string? Conflict { get; init; }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<(string Who, ChecklistMark Mark)> Marks { get; init; } = [];

    public required TimeZoneInfo Zone { get; init; }

    public required DateOnly Today { get; init; }

    public static string Word(ChecklistState state) =>
        state switch
        {
            ChecklistState.Done => "Done",
            ChecklistState.NotNeeded => "Not needed",
            _ => "Open",
        };
}
