using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>What is to be done about one alert so that an account has exactly those that it should have.</summary>
public abstract record AlertChange
{
    private AlertChange() { }

    /// <summary>What a person reads of it: the alert's title, and why where it closes.</summary>
    public abstract string Reason { get; }

    /// <param name="AssigneeId">Null: nobody yet.</param>
    public sealed record Raise(WantedAlert Alert, int? AssigneeId) : AlertChange
    {
        public override string Reason => Alert.Title;
    }

    /// <summary>It had closed by itself, and is called for again.</summary>
    public sealed record Reopen(AccountTask Task, WantedAlert Alert, int? AssigneeId) : AlertChange
    {
        public override string Reason => Alert.Title;
    }

    /// <summary>Its figures have changed.</summary>
    public sealed record Update(AccountTask Task, WantedAlert Alert) : AlertChange
    {
        public override string Reason => Alert.Title;
    }

    public sealed record Close(AccountTask Task, AlertClosing Closing) : AlertChange
    {
        public override string Reason => $"{Task.Title}: closed, {Closing.Because}";
    }
}

/// <summary>
/// Compares the alerts that an account should have with those that it has. A person's own closing stands: the same occasion does not raise
/// it again. Made again after it was carried out, a plan is empty.
/// </summary>
public sealed record AlertPlan(PlaybookSubject Subject, IReadOnlyList<AlertChange> Changes)
{
    /// <summary>What the run says of the account.</summary>
    public string Reason => string.Join("; ", Changes.Select(change => change.Reason));

    /// <param name="subject">With its bills and its alerts.</param>
    public static AlertPlan For(Playbook playbook, PlaybookSubject subject, RunContext context, TaskDesk desk)
    {
        var rule = playbook.Alert ?? throw new ArgumentException($"{playbook.Name} raises no alerts.", nameof(playbook));
        var concerned = AlertRule.Concerned.All(condition => condition.Holds(subject, context));
        var wanted = concerned ? rule.Wanted(subject, context) : [];
        var left = subject.Alerts.Where(task => task.Kind == rule.Kind && task.Occasion is not null).ToList();
        var changes = new List<AlertChange>();
        foreach (var (alert, known) in Pairs(wanted, left))
        {
            if (known is null)
                changes.Add(new AlertChange.Raise(alert, TaskAssignment.For(rule.Kind, subject.OwnerId, desk)));
            else if (known.IsLive && Differs(known, alert))
                changes.Add(new AlertChange.Update(known, alert));
            else if (!known.IsLive && known.ClosedBy is { IsPerson: false })
                changes.Add(new AlertChange.Reopen(known, alert, TaskAssignment.For(rule.Kind, subject.OwnerId, desk)));
        }
        foreach (var task in left.Where(task => task.IsLive))
            changes.Add(new AlertChange.Close(task, concerned ? rule.WhyClosed(task, subject, context) : NotConcerned(rule.Kind, subject)));
        return new AlertPlan(subject, changes);
    }

    /// <summary>Whether an alert is still to be raised, or what became of the one that was.</summary>
    public static ConditionResult Standing(Playbook playbook, PlaybookSubject subject, RunContext context)
    {
        var plan = For(playbook, subject, context, TaskDesk.Empty);
        var rises = plan.Changes.Any(change => change is AlertChange.Raise or AlertChange.Reopen);
        var last = subject.Alerts.Where(task => task.Kind == playbook.Alert!.Kind).OrderByDescending(task => task.Id).FirstOrDefault();
        return new(
            "no alert of this occasion yet",
            rises,
            last switch
            {
                _ when plan.Changes.Count > 0 && rises => $"to be raised: {plan.Reason}",
                { IsLive: true } => $"open: {last.Title}",
                { ClosedBy: { IsPerson: true } person } => $"closed by {person}: {last.Title}",
                { ClosedBecause: { } because } => $"closed, {because}: {last.Title}",
                _ => "none",
            }
        );
    }

    /// <summary>Why an account has no alerts (any more), whatever their kind.</summary>
    public static AlertClosing NotConcerned(string kind, PlaybookSubject subject) =>
        subject switch
        {
            { SalesOwner: { } sales } => new(TaskState.Canceled, $"the account is with Sales ({sales})"),
            _ => LeftTheStages(kind, subject.Stage),
        };

    /// <summary>Why a stage has no alerts of this kind.</summary>
    public static AlertClosing LeftTheStages(string kind, string? stage) =>
        stage switch
        {
            StageCodes.SalesHandoff => new(TaskState.Canceled, "the account was handed to Sales"),
            StageCodes.Churned => new(TaskState.Canceled, "the customer churned"),
            null => new(TaskState.Canceled, "the account left the pipeline"),
            _ when kind == TaskKinds.NeverContacted => new(TaskState.Done, $"the account is in {stage}"),
            _ => new(TaskState.Canceled, $"the account is in {stage}"),
        };

    /// <summary>Whether an open task of a kind, one of <see cref="TaskKinds.WithMoves"/>, is still of use after a move.</summary>
    public static bool Outlives(string kind, StageMove move) =>
        kind switch
        {
            TaskKinds.HandOff => move.InWorkAfter,
            TaskKinds.NeverContacted => move.After.Stage == StageCodes.NewAccount,
            _ => move.After.Stage is { } stage && AlertRule.Stages.Contains(stage),
        };

    /// <summary>Each wanted alert with the task of its occasion, nearest day first; tasks that found no partner stay in the list.</summary>
    private static List<(WantedAlert Alert, AccountTask? Known)> Pairs(IReadOnlyList<WantedAlert> wanted, List<AccountTask> tasks)
    {
        var pairs = new List<(WantedAlert, AccountTask?)>();
        foreach (var alert in wanted)
        {
            var known = tasks
                .Select(task => (Task: task, Occasion: AlertOccasion.Parse(task.Occasion!)))
                .Select(task =>
                    (task.Task, Days: alert.Occasion.DaysFrom(task.Occasion), Same: task.Occasion.Subject == alert.Occasion.Subject)
                )
                .Where(task => task.Days is not null)
                .OrderByDescending(task => task.Same)
                .ThenBy(task => task.Days)
                .Select(task => task.Task)
                .FirstOrDefault();
            if (known is not null)
                tasks.Remove(known);
            pairs.Add((alert, known));
        }
        return pairs;
    }

    /// <summary>A title that a person wrote stays; figures are always those of now.</summary>
    private static bool Differs(AccountTask task, WantedAlert alert) =>
        task.Figures != alert.Figures || (task.TouchedAt is null && task.Title != alert.Title);
}
