using Microsoft.AspNetCore.Mvc.Rendering;

namespace OnboardingTracker.Features.Tasks;

/// <summary>Model of <c>_TaskForm</c>: a new task, or one to be changed.</summary>
public sealed record TaskForm
{
    public required string AccountName { get; init; }

    public required string Action { get; init; }

    public required string ReturnUrl { get; init; }

    public bool IsNew { get; init; }

    public string? Title { get; init; }

    public DateOnly? DueOn { get; init; }

    public DateOnly? SnoozedUntil { get; init; }

    /// <summary>A member's e-mail; null: nobody yet.</summary>
    public string? Assignee { get; init; }

    public uint? Version { get; init; }

    public IReadOnlyList<SelectListItem> People { get; init; } = [];

    /// <summary>More about it, for who does it.</summary>
    public string? Details { get; init; }

    /// <summary>It is still to be done.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whose it is and who is away.</summary>
    public string? Away { get; init; }

    /// <summary>What somebody else did meanwhile.</summary>
    public string? Conflict { get; init; }
}
