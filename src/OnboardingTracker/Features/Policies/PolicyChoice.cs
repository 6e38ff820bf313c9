using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Features.Policies;

/// <summary>A change before it is saved: what was read, what is wished, and what somebody else did meanwhile.</summary>
/// <param name="Present">In force now.</param>
/// <param name="Version">Its version.</param>
/// <param name="Wanted">What would be in force.</param>
/// <param name="Theirs">What somebody else changed since the form was read.</param>
/// <param name="Both">Of those, what was changed here as well, to something else.</param>
public sealed record PolicyChoice(
    Policy Present,
    int Version,
    Policy Wanted,
    IReadOnlyList<PolicyField> Theirs,
    IReadOnlyList<PolicyField> Both
)
{
    /// <summary>Puts what was changed here onto the policy that is in force now, so that neither side's change is lost unseen.</summary>
    /// <param name="read">The policy that the form was filled from.</param>
    /// <param name="typed">What the form says now.</param>
    public static PolicyChoice Of(Policy read, Policy typed, Policy present, int version)
    {
        var mine = PolicyGroups.Fields.Where(field => field.Differs(read, typed)).ToList();
        var theirs = PolicyGroups.Fields.Where(field => field.Differs(read, present)).ToList();
        return new PolicyChoice(
            present,
            version,
            mine.Aggregate(present, (policy, field) => field.With(policy, field.Text(typed))),
            theirs,
            [.. theirs.Where(field => mine.Contains(field) && field.Differs(typed, present))]
        );
    }

    public IReadOnlyList<PolicyField> Changes => [.. PolicyGroups.Fields.Where(value => value.Differs(Present, Wanted))];

    /// <summary>What it would move today; set where the change can be saved.</summary>
    public IReadOnlyList<PlaybookPreview> Previews { get; init; } = [];
}
