using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Domain.Signals;

/// <summary>What is known of one account when its story is told.</summary>
public sealed record StoryFacts
{
    /// <summary>Where it stands now.</summary>
    public required PipelineState State { get; init; }

    /// <summary>All its transitions.</summary>
    public required IReadOnlyList<Transition> History { get; init; }

    /// <summary>All its signals.</summary>
    public required IReadOnlyList<ReceivedSignal> Signals { get; init; }

    public required StageCatalogue Stages { get; init; }

    public required RunContext Context { get; init; }

    /// <summary>The playbooks that are switched off, or held away from this account.</summary>
    public IReadOnlySet<string> Blocked { get; init; } = new HashSet<string>();

    public Policy Policy => Context.Policy;
}

/// <summary>What the signals of a passage come to.</summary>
/// <param name="Steps">The moves to make now, in order.</param>
/// <param name="Pending">The first move that is called for and not made, since its playbook is off or held; null: there is none.</param>
/// <param name="Engagement">The first engagement of this passage by signals; null: none.</param>
/// <param name="RepliedAt">When the customer first wrote after the initial outreach of this passage; null: they did not.</param>
/// <param name="Calls">All calls that the signals tell of, earlier passages included.</param>
/// <param name="Tasks">The tasks that are called for.</param>
/// <param name="Churns">Each end of the last live subscription, those that were taken back included.</param>
/// <param name="ReviewAt">When time alone may give another story; null: it does not.</param>
public sealed record Story(
    IReadOnlyList<StoryStep> Steps,
    StoryStep? Pending,
    Engagement? Engagement,
    DateTimeOffset? RepliedAt,
    IReadOnlyList<Call> Calls,
    IReadOnlyList<StoryTask> Tasks,
    IReadOnlyList<SubscriptionBook.Churn> Churns,
    DateTimeOffset? ReviewAt
)
{
    /// <summary>When the last live subscription ended, unless another one began soon after; null: it did not.</summary>
    public DateTimeOffset? ChurnedAt => Churns.LastOrDefault(churn => churn.TakenBackBy is null)?.At;
}
