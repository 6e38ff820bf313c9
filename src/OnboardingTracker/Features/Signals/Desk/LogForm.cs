using Microsoft.AspNetCore.Mvc.Rendering;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>Model of <c>_LogForm</c>: a call that was held, or an outreach that was made elsewhere.</summary>
public sealed record LogForm
{
    public required string AccountName { get; init; }

    public required string Action { get; init; }

    public required string ReturnUrl { get; init; }

    public bool IsCall { get; init; }

    public string Title => IsCall ? "Log a call" : "Log an outreach";

    /// <summary>The form's own: sent twice, it says so once.</summary>
    public required string Token { get; init; }

    /// <summary>In the team's time zone, as a browser's field writes it.</summary>
    public string? At { get; init; }

    public required string Zone { get; init; }

    public string? With { get; init; }

    public string? Call { get; init; }

    /// <summary>How the call went: one of <see cref="LogModel.Outcomes"/>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Markdown; null: nothing was written of it.</summary>
    public string? Summary { get; init; }

    public string? FollowUp { get; init; }

    public DateOnly? FollowUpOn { get; init; }

    /// <summary>Who can be called in the summary.</summary>
    public IReadOnlyList<Domain.Team.Member> People { get; init; } = [];

    public string? Purpose { get; init; }

    public string? Subject { get; init; }

    public IReadOnlyList<SelectListItem> Contacts { get; init; } = [];

    /// <summary>The calls that are booked, or that nobody is said to have come to.</summary>
    public IReadOnlyList<SelectListItem> Calls { get; init; } = [];
}
