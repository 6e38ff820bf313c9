using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Misfits;

/// <summary>A person looked at what does not fit and left it as it is; it is not shown again until the account moves.</summary>
public sealed class LeftMisfit
{
    public long AccountId { get; init; }

    public MisfitKind Kind { get; init; }

    /// <summary>The account's last transition then; 0: it had none.</summary>
    public long TransitionId { get; set; }

    public required Actor LeftBy { get; set; }

    public DateTimeOffset LeftAt { get; set; }
}
