using OnboardingTracker.Data;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>One playbook as its pages show it.</summary>
/// <param name="Switch">Who switched it last; null: nobody ever did, and it is on.</param>
/// <param name="Released">It may run by itself; false: a lead has yet to run it once for real.</param>
/// <param name="WhyNot">What keeps it from real runs, besides its switch; null: nothing.</param>
/// <param name="Last">The newest run that was not a dry one.</param>
public sealed record PlaybookSheet(
    Playbook Playbook,
    PlaybookSwitch? Switch,
    PlaybookRun? Last,
    RunContext Context,
    StageCatalogue Stages,
    ActorNames Names,
    bool Released,
    string? WhyNot = null
)
{
    public string Name => Playbook.Name;

    public string Url => $"/playbooks/{Playbook.Name}";

    public EffectWords Words => EffectWords.Of(Playbook.Effect);

    public bool Enabled => Switch?.Enabled ?? true;

    public TimeZoneInfo Zone => TeamCalendar.Zone(Context.Policy);

    public DateOnly Today => Context.Today;

    /// <summary>Where it moves accounts to; null: it moves none.</summary>
    public Stage? MovesTo => Stages.Find(Playbook.MovesTo);

    /// <summary>When the schedule runs it next.</summary>
    public DateTimeOffset NextAt => TeamCalendar.Next(Playbook.DailyAt(Context), Context.Now, Context.Policy);
}
