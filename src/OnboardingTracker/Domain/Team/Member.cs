namespace OnboardingTracker.Domain.Team;

/// <summary>A person of the team.</summary>
public sealed class Member
{
    public int Id { get; init; }

    /// <summary>Lower case; unique; how the person is named in history and API.</summary>
    public required string Email { get; init; }

    public required string Name { get; set; }

    public required Role Role { get; set; }

    /// <summary>Away: gets no new leads until back.</summary>
    public bool Absent { get; set; }

    /// <summary>A deactivated person cannot sign in and owns nothing new; history keeps them.</summary>
    public bool Active { get; set; } = true;

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether new leads are assigned to this person.</summary>
    public bool TakesNewLeads => Role == Role.Specialist && Active && !Absent;
}
