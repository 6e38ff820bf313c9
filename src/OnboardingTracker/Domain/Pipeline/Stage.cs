namespace OnboardingTracker.Domain.Pipeline;

/// <summary>
/// One stage of the property <em>Onboarding Pipeline</em>. Stages are data: one can be renamed or retired, and history,
/// which refers to the code, is untouched by it.
/// </summary>
public sealed class Stage
{
    /// <summary>The code that history, API and exports use; never changed once used.</summary>
    public required string Code { get; init; }

    /// <summary>The name as people see it.</summary>
    public required string Name { get; set; }

    public required StageKind Kind { get; init; }

    /// <summary>Place in lists and on the board, from 1.</summary>
    public required int Position { get; init; }

    /// <summary>
    /// Place in the linear flow; a move to a higher rank is forward, to a lower one back. All outcomes share one rank.
    /// Null: outside the flow, neither forward nor back.
    /// </summary>
    public required int? Rank { get; init; }

    /// <summary>A retired stage takes no new accounts; those in it stay until they are moved.</summary>
    public bool Retired { get; set; }
}
