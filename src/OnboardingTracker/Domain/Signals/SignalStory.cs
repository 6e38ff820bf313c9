using System.Globalization;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Domain.Signals;

/// <summary>
/// The stage that the signals of a passage give: one pure function of all that is known, whatever order it came in and however often.
/// It starts from where the passage began or a person last put the account, walks through what happened since, and says which moves
/// are still to be made. Source: pipeline.md, "Order of signals" and "The playbooks".
/// </summary>
public static class SignalStory
{
    /// <summary>Tells the story of one account.</summary>
    public static Story Tell(StoryFacts facts)
    {
        var calls = CallBook.Read(facts.Signals, facts.Policy, facts.Context.Now);
        var churns = SubscriptionBook.Read(facts.Signals, TimeSpan.FromDays(facts.Policy.ChurnTakenBackDays));
        var events = StoryEvents.Read(facts, calls, churns);
        var engagement = facts.State.Stage is null ? null : StoryEvents.FirstEngagement(events);
        var withdrawals = new StoryWithdrawals(facts, calls, churns);

        var steps = Steps(facts, events, engagement, withdrawals, facts.Blocked);
        var pending = facts.Blocked.Count == 0 ? null : FirstBlocked(facts, events, engagement, withdrawals);
        return new(
            steps,
            pending,
            engagement,
            StoryEvents.FirstReply(events, facts.State.InitialOutreachAt),
            calls,
            StoryTasks.Read(facts, events, calls),
            churns,
            CallBook.NextAssumption(calls, facts.Policy)
        );
    }

    private static StoryStep? FirstBlocked(
        StoryFacts facts,
        IReadOnlyList<StoryEvent> events,
        Engagement? engagement,
        StoryWithdrawals withdrawals
    ) => Steps(facts, events, engagement, withdrawals, new HashSet<string>()).FirstOrDefault(step => facts.Blocked.Contains(step.Playbook));

    private static IReadOnlyList<StoryStep> Steps(
        StoryFacts facts,
        IReadOnlyList<StoryEvent> events,
        Engagement? engagement,
        StoryWithdrawals withdrawals,
        IReadOnlySet<string> blocked
    )
    {
        var walk = new StoryWalk(facts, StoryBase.Of(facts), engagement, blocked);
        foreach (var e in events)
            walk.Meet(e);
        var current = facts.State.Stage;
        if (walk.Stage == current)
            return [];
        // What lies ahead of where the account is: the part of the walk after it was there.
        var last = walk.Path.FindLastIndex(step => step.To == current);
        var ahead =
            last >= 0 || walk.Base.Stage == current
                ? walk.Path[(last + 1)..]
                : walk.Path.FindAll(step => facts.Stages.IsForward(current, step.To) || !IsInFlow(facts, step.To));
        if (ahead.Count > 0)
            return [.. ahead.Select((step, i) => Marked(facts, step, i == 0 ? current : ahead[i - 1].To))];
        var back = OtherOutcome(facts, events, walk) ?? withdrawals.Back(walk.Stage);
        return back is not null && !blocked.Contains(back.Playbook) ? [back] : [];
    }

    /// <summary>
    /// An outcome that a playbook chose before it was known, or corrected, that the customer had engaged or churned by then.
    /// </summary>
    private static StoryStep? OtherOutcome(StoryFacts facts, IReadOnlyList<StoryEvent> events, StoryWalk walk)
    {
        if (facts.History is not [.., { Actor.IsPerson: false }])
            return null;
        if (walk is { Stage: StageCodes.Churned, Path: [.., var churned] } && facts.Stages.IsOutcome(facts.State.Stage))
            return churned with { IsException = true };
        var first = events.FirstOrDefault(e => e.IsEngagement);
        return (facts.State.Stage, walk.Stage) switch
        {
            (StageCodes.OnboardedNoEngagement, StageCodes.OnboardedEngaged) when first is not null => new(
                StageCodes.OnboardedEngaged,
                PlaybookNames.LateEngagement,
                $"{first.Words} on {Day(facts, first.At)}",
                first.At,
                first.Signal
            )
            {
                IsException = true,
            },
            (StageCodes.OnboardedEngaged, StageCodes.OnboardedNoEngagement) when first is null => new(
                StageCodes.OnboardedNoEngagement,
                PlaybookNames.FinalOutreachSent,
                "no engagement is left: a signal was corrected",
                facts.Context.Now,
                null
            )
            {
                IsException = true,
            },
            _ => null,
        };
    }

    private static StoryStep Marked(StoryFacts facts, StoryStep step, string? from) =>
        step with
        {
            IsException = from is not null && !facts.Stages.IsForward(from, step.To),
        };

    private static bool IsInFlow(StoryFacts facts, string stage) => facts.Stages.Find(stage)?.Rank is not null;

    /// <summary>"2026-03-03".</summary>
    internal static string Day(StoryFacts facts, DateTimeOffset at) =>
        facts.Context.DayOf(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
