using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Domain.Signals;

/// <summary>
/// Where the story starts: where a person last put the account, or else where its passage began. A signal that happened or arrived
/// before a person's last move never moves the account again.
/// </summary>
/// <param name="Stage">Null: not in the pipeline.</param>
/// <param name="At">When it came there.</param>
/// <param name="IsEntry">It is the entry itself: what happened shortly before it counts.</param>
/// <param name="ByPerson">A person put it there.</param>
internal sealed record StoryBase(string? Stage, DateTimeOffset At, bool IsEntry, bool ByPerson)
{
    public static StoryBase Of(StoryFacts facts)
    {
        var passage = facts.State.Passage;
        var byPerson = facts.History.LastOrDefault(move => move.Actor.IsPerson);
        var entry = PipelineHistory.Effective(facts.History).FirstOrDefault(move => move.Passage == passage);
        if (byPerson is not null && (byPerson.Passage == passage || byPerson.To is null))
            return new(byPerson.To, byPerson.At, byPerson.Id == entry?.Id && passage == 1 && !byPerson.Migrated, ByPerson: true);
        return entry is null
            ? new(null, DateTimeOffset.MinValue, IsEntry: true, ByPerson: false)
            : new(entry.To, entry.At, IsEntry: passage == 1, ByPerson: false);
    }

    /// <summary>Whether an event may still move the account.</summary>
    public bool Lets(StoryEvent e)
    {
        if (IsEntry)
            return true;
        // An account in 6a is engaged as soon as we know it, however long ago it happened.
        if (Stage == StageCodes.OnboardedNoEngagement && e.IsEngagement)
            return e.KnownAt > At;
        return e.At >= At && (!ByPerson || e.KnownAt > At);
    }
}
