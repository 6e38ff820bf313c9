namespace OnboardingTracker.Domain.Pipeline;

/// <summary>What an account's transitions say when read from the first to the last. The history is the truth; all else follows from it.</summary>
public static class PipelineHistory
{
    /// <summary>The transitions that count: undone ones and their undos are left out. An undo that was itself undone has no effect.</summary>
    /// <param name="transitions">All transitions of one account.</param>
    public static IReadOnlyList<Transition> Effective(IEnumerable<Transition> transitions)
    {
        var undone = new HashSet<long>();
        var effective = new List<Transition>();
        foreach (var transition in transitions.OrderByDescending(t => t.Id))
        {
            if (undone.Contains(transition.Id))
                continue;
            if (transition.UndoesId is { } undoes)
                undone.Add(undoes);
            else
                effective.Add(transition);
        }
        effective.Reverse();
        return effective;
    }

    /// <summary>The state that the transitions lead to.</summary>
    public static PipelineState Replay(IReadOnlyCollection<Transition> transitions, StageCatalogue stages)
    {
        var state = PipelineState.NotInPipeline;
        foreach (var transition in Effective(transitions))
            state = transition.To is { } to
                ? state.After(to, transition.Actor, transition.At, transition.Id, stages)
                : PipelineState.NotInPipeline;
        return state with { LastTransitionId = transitions.Count == 0 ? null : transitions.Max(t => t.Id) };
    }

    /// <summary>Each stage's first and last entry and the time spent in it, for every passage, oldest passage first.</summary>
    /// <param name="transitions">All transitions of one account.</param>
    /// <param name="now">Up to when the open stay is counted.</param>
    public static IReadOnlyList<PassageTimes> Times(IEnumerable<Transition> transitions, StageCatalogue stages, DateTimeOffset now)
    {
        var effective = Effective(transitions);
        var passages = new List<PassageTimes>();
        var state = PipelineState.NotInPipeline;
        var enteredAt = DateTimeOffset.MinValue;
        for (var i = 0; i < effective.Count; i++)
        {
            var transition = effective[i];
            // Two machines' clocks may disagree by a moment, and a migrated stage is dated as given: no stay counts from before the
            // one before it, so that none is negative and no hour is counted twice.
            enteredAt = Later(enteredAt, transition.At);
            // Merged into another account: what follows is that one's history.
            if (transition.To is null)
            {
                state = PipelineState.NotInPipeline;
                continue;
            }
            if (state.OpensPassage(transition.To, stages))
                passages.Add(new PassageTimes(passages.Count + 1, transition.At));
            state = state.After(transition.To, transition.Actor, transition.At, transition.Id, stages);
            var isOpen = i + 1 == effective.Count;
            var leftAt = Later(enteredAt, isOpen ? now : effective[i + 1].At);
            passages[^1].Add(transition, leftAt - enteredAt, isOpen);
        }
        return passages;

        static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
    }

    /// <summary>
    /// The stage that an account in 5 goes back to when a person keeps it for another period: where it last was in this passage before
    /// the final outreach came due; 2 where the history names none, such as for an account migrated in 5.
    /// </summary>
    /// <param name="transitions">All transitions of one account.</param>
    public static string StageBeforeFinalOutreach(IEnumerable<Transition> transitions, StageCatalogue stages)
    {
        var effective = Effective(transitions);
        for (var i = effective.Count - 1; i >= 0 && effective[i].Passage == effective[^1].Passage; i--)
        {
            if (stages.IsBack(StageCodes.AwaitingFinalOutreach, effective[i].To!))
                return effective[i].To!;
            if (effective[i].From is { } from && stages.IsBack(StageCodes.AwaitingFinalOutreach, from))
                return from;
        }
        return StageCodes.OnboardingInitiated;
    }
}
