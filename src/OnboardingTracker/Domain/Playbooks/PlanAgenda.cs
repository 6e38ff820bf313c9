using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>One run of a playbook to come.</summary>
/// <param name="Context">The policy, and the moment of the run.</param>
public sealed record PlannedRun(Playbook Playbook, RunContext Context);

/// <summary>The runs of all playbooks in the days to come, today included, in the order in which the clock will start them.</summary>
public sealed class PlanAgenda
{
    /// <summary>How far a plan looks, in days of the team, today included.</summary>
    public const int Days = 30;

    /// <param name="start">Now.</param>
    /// <param name="bars">What keeps whole playbooks from doing anything by themselves, by their names.</param>
    /// <param name="late">The playbooks whose run of today was missed and is about to be made.</param>
    public PlanAgenda(
        RunContext start,
        StageCatalogue stages,
        IReadOnlyDictionary<string, PlannedBar> bars,
        IReadOnlyCollection<string>? late = null
    )
    {
        (Start, Stages, Bars, Late) = (start, stages, bars, late ?? []);
        Off = bars.Where(bar => bar.Value.Kind == PlannedBarKind.Off).Select(bar => bar.Key).ToHashSet(StringComparer.Ordinal);
        End = TeamCalendar.StartOf(start.Today.AddDays(Days), start.Policy);
        var contexts = new Dictionary<DateTimeOffset, RunContext> { [start.Now] = start };
        Runs =
        [
            .. PlaybookBook
                .All.SelectMany((playbook, place) => Times(playbook).Select(at => (playbook, place, at)))
                .OrderBy(run => run.at)
                .ThenBy(run => run.playbook.DailyAt(start))
                .ThenBy(run => run.place)
                .Select(run => new PlannedRun(run.playbook, ContextOf(run.playbook, run.at, contexts))),
        ];
    }

    public RunContext Start { get; }

    /// <summary>The first moment after it.</summary>
    public DateTimeOffset End { get; }

    /// <summary>The last day, at its first moment.</summary>
    public RunContext LastDay => Start.On(Start.Today.AddDays(Days - 1));

    public StageCatalogue Stages { get; }

    public IReadOnlyList<PlannedRun> Runs { get; }

    public IReadOnlyDictionary<string, PlannedBar> Bars { get; }

    /// <summary>The playbooks whose run of today was missed and is about to be made.</summary>
    public IReadOnlyCollection<string> Late { get; }

    /// <summary>The playbooks that are switched off.</summary>
    public IReadOnlySet<string> Off { get; }

    /// <summary>The next look at the calls that are over, from a moment on: there is one every minute.</summary>
    public RunContext ReviewAt(DateTimeOffset at)
    {
        var from = at > Start.Now ? at : Start.Now;
        var minutes = (from.UtcTicks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute;
        return new(new DateTimeOffset(minutes * TimeSpan.TicksPerMinute, TimeSpan.Zero), Start.Policy, Start.PolicyVersion);
    }

    /// <summary>What a survey that is not released would ask is shown too, as if it were.</summary>
    public static RunContext AsReleased(Playbook playbook, RunContext context) =>
        playbook.SendsSurvey && !context.Policy.SurveyReleased
            ? new(context.Now, context.Policy with { SurveyReleased = true }, context.PolicyVersion)
            : context;

    private IEnumerable<DateTimeOffset> Times(Playbook playbook)
    {
        if (Late.Contains(playbook.Name))
            yield return Start.Now;
        for (var at = Next(Start.Now); at < End; at = Next(at))
            yield return at;

        DateTimeOffset Next(DateTimeOffset after) => TeamCalendar.Next(playbook.DailyAt(Start), after, Start.Policy);
    }

    private RunContext ContextOf(Playbook playbook, DateTimeOffset at, Dictionary<DateTimeOffset, RunContext> contexts)
    {
        if (!contexts.TryGetValue(at, out var context))
            contexts.Add(at, context = new(at, Start.Policy, Start.PolicyVersion));
        return AsReleased(playbook, context);
    }
}
