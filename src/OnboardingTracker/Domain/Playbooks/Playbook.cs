namespace OnboardingTracker.Domain.Playbooks;

/// <summary>
/// One automation, as a value: when it looks, which accounts it concerns, what it does to them. It reconciles: it selects who is
/// not yet where they should be, so a second run, a late run or a run on two machines does nothing more.
/// </summary>
public sealed class Playbook
{
    /// <summary>How far <see cref="FirstDayDue"/> looks: a yearly plan's renewal lies within it.</summary>
    public const int DaysAhead = 400;

    public required string Name { get; init; }

    /// <summary>One sentence for the people who switch it on and off.</summary>
    public required string Purpose { get; init; }

    /// <summary>When it looks, in words.</summary>
    public required string Trigger { get; init; }

    /// <summary>Whether it also looks at an account as soon as one of its details changed.</summary>
    public required bool RunsOnChange { get; init; }

    /// <summary>Its time of day, in the team's time zone.</summary>
    public required Func<RunContext, TimeOnly> DailyAt { get; init; }

    /// <summary>All must hold. The first one names the stages that it starts from.</summary>
    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>The stage that it moves accounts to, or the usual one of several. Null: it moves none, see <see cref="Effect"/>.</summary>
    public string? MovesTo { get; init; }

    /// <summary>The task that it raises, keeps up to date and closes; null: it raises none.</summary>
    public AlertRule? Alert { get; init; }

    /// <summary>It sends a contact the satisfaction survey, and leaves the account where it is.</summary>
    public bool SendsSurvey { get; init; }

    public PlaybookEffect Effect =>
        Alert is not null ? PlaybookEffect.RaisesAlerts
        : SendsSurvey ? PlaybookEffect.SendsSurvey
        : PlaybookEffect.Moves;

    /// <summary>It may create many tasks or mails at once: by itself it does nothing until a lead has run it once for real.</summary>
    public bool WaitsForFirstRun { get; init; }

    /// <summary>Where it moves accounts to, in words, where that is not one stage; null: to <see cref="MovesTo"/>.</summary>
    public string? MovesToInWords { get; init; }

    /// <summary>It goes by dates that billing tells: without fresh data it does nothing by itself.</summary>
    public bool NeedsFreshData { get; init; }

    /// <summary>It moves accounts by their signals, one at a time, through the story of their passage.</summary>
    public bool BySignals { get; init; }

    /// <summary>The stage that it moves this account to; only a playbook that moves takes it from where it is.</summary>
    public string? TargetOf(PlaybookSubject subject) =>
        Effect is not PlaybookEffect.Moves ? subject.Stage
        : BySignals && subject.SignalPlaybook == Name ? subject.SignalStage ?? MovesTo
        : MovesTo;

    /// <summary>New leads get an owner.</summary>
    public bool AssignsOwner { get; init; }

    /// <summary>Why it moves this account, in words: the transition's reason.</summary>
    public required Func<PlaybookSubject, RunContext, string> Because { get; init; }

    /// <summary>What a person should know before approving the move; null: nothing.</summary>
    public Func<PlaybookSubject, RunContext, string?> Remark { get; init; } = (_, _) => null;

    public IReadOnlyList<ConditionResult> Explain(PlaybookSubject subject, RunContext context) =>
        [.. Conditions.Select(condition => condition.Explain(subject, context))];

    /// <summary>
    /// The same for a person who asks why: of an alert also whether there is one for the occasion already, which a run compares account by
    /// account.
    /// </summary>
    /// <param name="subject">With its bills and its alerts.</param>
    public IReadOnlyList<ConditionResult> ExplainAll(PlaybookSubject subject, RunContext context) =>
        Alert is null ? Explain(subject, context) : [.. Explain(subject, context), AlertPlan.Standing(this, subject, context)];

    /// <summary>
    /// The first day, from the context's on, on which every condition would hold if nothing but the calendar changed. Holds and the
    /// switch are not looked at. Null: there is none within <see cref="DaysAhead"/>, so it will not come by itself.
    /// </summary>
    public DateOnly? FirstDayDue(PlaybookSubject subject, RunContext context)
    {
        for (var day = context.Today; day <= context.Today.AddDays(DaysAhead); day = day.AddDays(1))
        {
            var then = context.On(day);
            if (Conditions.All(condition => condition.Holds(subject, then)))
                return day;
        }
        return null;
    }
}
