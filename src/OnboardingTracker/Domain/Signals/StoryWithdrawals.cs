using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Domain.Signals;

/// <summary>
/// What takes an automatic move back: the named exceptions of the playbooks' table, and a person's correction of a signal. Nothing else
/// moves an account back by itself, and nothing takes back what a person decided.
/// </summary>
internal sealed class StoryWithdrawals(StoryFacts facts, IReadOnlyList<Call> calls, IReadOnlyList<SubscriptionBook.Churn> churns)
{
    /// <summary>The move back to where the remaining signals put the account, if something takes its last move back.</summary>
    public StoryStep? Back(string? to)
    {
        if (PipelineHistory.Effective(facts.History) is not [.., { Actor.Kind: ActorKind.Playbook } last])
            return null;
        if (!PlaybookNames.BySignals.Contains(last.Actor.Name) || facts.History[^1].Actor.IsPerson)
            return null;
        if (TakenBack(last) is { } takenBack)
            return takenBack;
        // Out of the pipeline goes an account by a person's undo alone.
        if (to is null)
            return null;
        return Withdrawn(to) ?? Corrected(to, last);
    }

    /// <summary>A churn that was a change of plan, and an outreach that was never sent: the pair of moves counts for nothing.</summary>
    private StoryStep? TakenBack(Transition last)
    {
        if (last.To == StageCodes.Churned)
        {
            // Or else one is known by now that had lived all along, or the end itself was corrected.
            var began = churns.LastOrDefault(churn => churn.TakenBackBy is not null)?.TakenBackBy;
            var words = began is null
                ? "the subscription that ended was not the last one"
                : $"another subscription began on {SignalStory.Day(facts, began.OccurredAt)}";
            return new(last.From!, PlaybookNames.Churned, words, began?.OccurredAt ?? facts.Context.Now, began)
            {
                IsException = true,
                TakesBack = last.Id,
            };
        }
        if (last is not { To: StageCodes.OnboardingInitiated, From: { } from } || Refused(last) is not { } refused)
            return null;
        return new(
            from,
            PlaybookNames.InitialOutreach,
            $"the outreach was refused on {SignalStory.Day(facts, refused.OccurredAt)}",
            refused.OccurredAt,
            refused
        )
        {
            IsException = true,
            TakesBack = last.Id,
        };
    }

    private ReceivedSignal? Refused(Transition outreach)
    {
        var sent = facts
            .Signals.Where(signal => outreach.Evidence?.Signals?.Contains(signal.SignalId) == true)
            .Select(signal => signal.Fact.Mail?.MessageId)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        return facts.Signals.FirstOrDefault(signal =>
            signal.Kind == SignalKinds.EmailRefused && sent.Contains(signal.Fact.Mail?.MessageId ?? "")
        );
    }

    private StoryStep? Withdrawn(string to)
    {
        // A cancellation that arrives after its call was taken as held takes that back too.
        var taken = facts.State.Stage switch
        {
            StageCodes.EngagedCallBooked => calls.Where(call => call.State == CallState.Canceled),
            StageCodes.IntroCallCompleted or StageCodes.SecondCallCompleted => calls.Where(call =>
                call.State is CallState.NoShow or CallState.Canceled
            ),
            _ => [],
        };
        if (taken.MaxBy(call => call.WithdrawnAt) is not { WithdrawnAt: { } at } call)
            return null;
        var (playbook, words) =
            call.State == CallState.Canceled
                ? (PlaybookNames.CallCanceled, "the call was cancelled")
                : (PlaybookNames.CallNoShow, "nobody came to the call");
        return new(to, playbook, $"{words}, {SignalStory.Day(facts, at)}", at, call.Last) { IsException = true };
    }

    /// <summary>A signal that the last move stood on is no longer what it was: corrected, or given to another account.</summary>
    private StoryStep? Corrected(string to, Transition last)
    {
        var stoodOn = last.Evidence?.Signals ?? [];
        if (stoodOn.Count == 0)
            return null;
        var still = facts.Signals.Where(signal => stoodOn.Contains(signal.SignalId)).ToList();
        if (still.Count == stoodOn.Count && still.All(signal => signal.IsEngagement is null))
            return null;
        return new(to, last.Actor.Name, "a signal was corrected", facts.Context.Now, still.FirstOrDefault()) { IsException = true };
    }
}
