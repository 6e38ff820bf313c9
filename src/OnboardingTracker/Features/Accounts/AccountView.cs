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

    public string NameOf(Actor actor) => Names[actor];
}
