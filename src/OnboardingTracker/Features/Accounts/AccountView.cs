using OnboardingTracker.Data;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Features.Accounts;

/// <summary>Everything that the page of one account shows, read at one moment.</summary>
public sealed class AccountView
{
    public required Account Account { get; init; }

    /// <summary>All of them, oldest first.</summary>
    public required IReadOnlyList<Transition> Transitions { get; init; }

    public required StageCatalogue Stages { get; init; }

    public required RunContext Context { get; init; }

    public required ActorNames Names { get; init; }

    public required IReadOnlySet<string> SwitchedOff { get; init; }

    public long Id => Account.Id;

    public string Url => FormattableString.Invariant($"/accounts/{Account.Id}");

    public Stage? Stage => Stages.Find(Account.Stage);

    public DateOnly Today => Context.Today;

    public TimeZoneInfo Zone => TeamCalendar.Zone(Context.Policy);

    public bool WithSales => Account.SalesOwner is not null;

    /// <summary>The account's last transition as this page shows it; 0: it has none. Forms carry it, so that nothing unseen is overwritten.</summary>
    public long LastSeen => Account.LastTransitionId ?? 0;

    public IReadOnlyList<Hold> HoldsInForce =>
        [.. Account.Holds.Where(hold => hold.InForce(Account.NextRenewalOn, Account.Passage)).OrderBy(hold => hold.Playbook)];

    /// <summary>What to do next, and why; null: nothing.</summary>
    public NextStep? Next =>
        NextStep.Of(
            new NextStepFacts(
                Account.Stage,
                Account.StageEnteredAt,
                Account.NextRenewalOn,
                Account.RenewalNumber,
                Account.InitialOutreachAt,
                Account.Plan,
                Owned: Account.OwnerId is not null,
                WithSales,
                Held: HoldsInForce.Any(hold => hold.Playbook == PlaybookNames.FinalOutreachDue)
            ),
            Context
        );

    public string NameOf(Actor actor) => Names[actor];

    /// <summary>The move that brought it where it is; null: it is not in the pipeline.</summary>
    public Transition? LastMove => PipelineHistory.Effective(Transitions) is [.., var last] ? last : null;

    public Transition? Find(long transitionId) => Transitions.FirstOrDefault(move => move.Id == transitionId);

    /// <summary>The undo that a move, or an undo, was taken back by; null: it counts.</summary>
    public Transition? UndoneBy(long transitionId) => (_undoneBy ??= Undone()).GetValueOrDefault(transitionId);

    /// <summary>Whether the rules let this move, or undo, be undone now: only the last one can be.</summary>
    public bool CanBeUndone(long transitionId) => transitionId == Account.LastTransitionId || transitionId == LastMove?.Id;

    /// <summary>Read from the newest on: an undo that was itself undone has no effect.</summary>
    private Dictionary<long, Transition> Undone()
    {
        var undone = new Dictionary<long, Transition>();
        foreach (var move in Transitions.OrderByDescending(move => move.Id))
        {
            if (move.UndoesId is { } undoes && !undone.ContainsKey(move.Id))
                undone.TryAdd(undoes, move);
        }
        return undone;
    }

    private Dictionary<long, Transition>? _undoneBy;
}
