namespace OnboardingTracker.Domain.Checklists;

/// <summary>One thing that is looked at when a new account is audited.</summary>
/// <param name="Code">By what its answers are kept.</param>
/// <param name="Title">What is ticked off.</param>
/// <param name="Asks">What to look for.</param>
public sealed record ChecklistItem(string Code, string Title, string Asks)
{
    /// <summary>The audit of a new account. Source: pipeline.md, the account page; the handbook's stage 1.</summary>
    public static IReadOnlyList<ChecklistItem> All { get; } =
    [
        new("configuration", "Configuration checked", "What is set up that costs without serving them?"),
        new("bill", "Bill checked", "Does the bill fit what they use, and will they expect it?"),
        new("refund", "Refund or adjustment decided", "Is anything to be given back or corrected?"),
    ];

    public static ChecklistItem? Find(string? code) => All.FirstOrDefault(item => item.Code == code);
}

/// <summary>What was said of an item.</summary>
public enum ChecklistState
{
    Open,
    Done,
    NotNeeded,
}
