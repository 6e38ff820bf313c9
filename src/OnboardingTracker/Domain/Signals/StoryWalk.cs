using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Domain.Signals;

/// <summary>Walks an account through what happened to it, by the table of the playbooks.</summary>
internal sealed class StoryWalk(StoryFacts facts, StoryBase start, Engagement? engagement, IReadOnlySet<string> blocked)
{
    private DateTimeOffset _enteredAt = start.At;

    /// <summary>A hand move to 4a or 4b is a completed call as well.</summary>
    private int _completed = start.Stage switch
    {
        StageCodes.IntroCallCompleted => 1,
        StageCodes.SecondCallCompleted => 2,
        _ => 0,
    };

    public StoryBase Base => start;

    public string? Stage { get; private set; } = start.Stage;

    /// <summary>The stages that it came through, and by what; moves by a rule of the calendar included.</summary>
    public List<StoryStep> Path { get; } = [];

    public void Meet(StoryEvent e)
    {
        if (!start.Lets(e))
            return;
        if (e.Kind == StoryEventKind.MovedByRule)
        {
            if (Stage is null || facts.Stages.IsForward(Stage, e.To!))
                Go(e.To!, "", e);
            return;
        }
        var (to, playbook) = Next(e);
        if (to is null || to == Stage || blocked.Contains(playbook!))
            return;
        Go(to, playbook!, e);
    }

    private void Go(string to, string playbook, StoryEvent e)
    {
        Stage = to;
        _enteredAt = e.At;
        Path.Add(new(to, playbook, $"{e.Words} on {SignalStory.Day(facts, e.At)}", e.At, e.Signal));
    }

    /// <summary>The table of the playbooks, a line each. Null: recorded, and no move.</summary>
    private (string? To, string? Playbook) Next(StoryEvent e)
    {
        switch (e.Kind)
        {
            case StoryEventKind.Purchased:
                return (StageCodes.PaidCallPurchased, PlaybookNames.PaidCallPurchased);
            case StoryEventKind.Churned when facts.Stages.IsInWork(Stage):
                return (StageCodes.Churned, PlaybookNames.Churned);
            case StoryEventKind.Sent when Stage == StageCodes.NewAccount:
                return (StageCodes.OnboardingInitiated, PlaybookNames.InitialOutreach);
            case StoryEventKind.Sent when Stage == StageCodes.AwaitingFinalOutreach && StoryEvents.IsFinalOutreach(e.Signal!):
                return (
                    HasEngagedBy(e.At) ? StageCodes.OnboardedEngaged : StageCodes.OnboardedNoEngagement,
                    PlaybookNames.FinalOutreachSent
                );
            case StoryEventKind.Received when Stage == StageCodes.OnboardingInitiated:
                return (StageCodes.EngagedEmail, PlaybookNames.CustomerReplied);
            case StoryEventKind.Booked
                when e.Call is not { State: CallState.Canceled }
                    && Stage is StageCodes.NewAccount or StageCodes.OnboardingInitiated or StageCodes.EngagedEmail:
                return (StageCodes.EngagedCallBooked, PlaybookNames.CallBooked);
            case StoryEventKind.Completed when !IsTheHandMovedCall(e.Call!):
                return Completed();
        }
        if (e.IsEngagement && Stage == StageCodes.OnboardedNoEngagement && e.At <= _enteredAt.AddDays(facts.Policy.LateEngagementDays))
            return (StageCodes.OnboardedEngaged, PlaybookNames.LateEngagement);
        return default;
    }

    /// <summary>First completed call → 4a, second → 4b, from any active stage below that and below 5.</summary>
    private (string? To, string? Playbook) Completed()
    {
        _completed++;
        var to = _completed == 1 ? StageCodes.IntroCallCompleted : StageCodes.SecondCallCompleted;
        if (Stage == StageCodes.OnboardedNoEngagement)
            return (StageCodes.OnboardedEngaged, PlaybookNames.LateEngagement);
        var below5 = facts.Stages.IsInWork(Stage) && facts.Stages.IsForward(Stage, StageCodes.AwaitingFinalOutreach);
        return below5 && Stage is not null && facts.Stages.IsForward(Stage, to) ? (to, PlaybookNames.CallCompleted) : default;
    }

    /// <summary>The call that a person had in mind when moving the account to 4a or 4b before the calendar said so counts once.</summary>
    private bool IsTheHandMovedCall(Call call) =>
        start is { ByPerson: true, Stage: StageCodes.IntroCallCompleted or StageCodes.SecondCallCompleted }
        && (call.StartsAt ?? call.CompletedAt) <= start.At;

    private bool HasEngagedBy(DateTimeOffset at) => engagement?.At <= at || Stated()?.At <= at;

    /// <summary>Engagement that a person stated by a move of this passage.</summary>
    private Engagement? Stated() =>
        PipelineHistory
            .Effective(facts.History)
            .Where(move => move.Passage == facts.State.Passage)
            .Select(move => Engagement.StatedBy(move.To, move.Actor, move.At))
            .FirstOrDefault(stated => stated is not null);
}
