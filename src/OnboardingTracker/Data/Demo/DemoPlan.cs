using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Demo;

/// <summary>One move of the demo's story.</summary>
/// <param name="By">The person's e-mail; null: a playbook, by the calendar or by the signals that <see cref="DemoSignals"/> writes for it.</param>
internal sealed record DemoStep(string To, DateTimeOffset At, string? By, string? Reason = null);

/// <summary>The story of one account of the demo.</summary>
/// <param name="Owner">The specialist's e-mail.</param>
internal sealed record DemoPlan(string? Stage, DateOnly? RenewalOn, IReadOnlyList<DemoStep> Steps, string Owner);

/// <summary>
/// Writes the stories: how many accounts stand where, and how each came there, as the rules would have it on the demo's day. The daily
/// runs are done up to yesterday, so that a dry run finds the accounts whose tenth day is today.
/// </summary>
internal sealed class DemoPlanner(Random random, DateOnly today)
{
    private static readonly (string? Stage, int Count)[] s_shares =
    [
        (StageCodes.NewAccount, 34),
        (StageCodes.OnboardingInitiated, 62),
        (StageCodes.EngagedEmail, 40),
        (StageCodes.EngagedCallBooked, 18),
        (StageCodes.IntroCallCompleted, 24),
        (StageCodes.SecondCallCompleted, 14),
        (StageCodes.AwaitingFinalOutreach, 30),
        (StageCodes.OnboardedNoEngagement, 52),
        (StageCodes.OnboardedEngaged, 70),
        (StageCodes.SalesHandoff, 16),
        (StageCodes.Churned, 16),
        (StageCodes.PaidCallPurchased, 6),
        (null, 18),
    ];

    private static readonly string[] s_handoffs =
    [
        "Wants an annual contract and a security review",
        "Asked for SSO and a data processing agreement: enterprise",
        "Forecast tripled after the second call; Sales takes it from here",
    ];

    /// <summary>Where each account stands, shuffled: 400 in all.</summary>
    public List<string?> Stages()
    {
        var stages = s_shares.SelectMany(share => Enumerable.Repeat(share.Stage, share.Count)).ToArray();
        random.Shuffle(stages);
        return [.. stages];
    }

    public DemoPlan Plan(string? stage, string owner)
    {
        if (stage is null)
            return new DemoPlan(null, today.AddDays(random.Next(1, 30)), [], owner);
        if (StageCatalogueIsOutcome(stage))
            return Finished(stage, owner);
        if (stage == StageCodes.AwaitingFinalOutreach)
            return Awaiting(owner);
        // Today's run is still to come: nobody may be nearer than ten days, and some are at exactly ten.
        var renewalIn = stage is StageCodes.NewAccount or StageCodes.PaidCallPurchased ? random.Next(2, 30) : random.Next(10, 38);
        var age = random.Next(7, 36);
        var steps = new List<DemoStep> { Entry(today.AddDays(-age)) };
        Walk(steps, stage, today.AddDays(-age), today);
        return new DemoPlan(stage, today.AddDays(renewalIn), steps, owner);
    }

    private static bool StageCatalogueIsOutcome(string stage) => stage[0] == '6';

    /// <summary>In 5: taken there by the ten-day rule on its tenth day; a few are overdue.</summary>
    private DemoPlan Awaiting(string owner)
    {
        var renewalOn = today.AddDays(random.Next(-4, 10));
        var dueOn = renewalOn.AddDays(-10);
        var enteredOn = dueOn.AddDays(-random.Next(14, 40));
        var steps = new List<DemoStep> { Entry(enteredOn) };
        Walk(steps, Pick(StageCodes.OnboardingInitiated, StageCodes.EngagedEmail, StageCodes.IntroCallCompleted), enteredOn, dueOn);
        steps.Add(new DemoStep(StageCodes.AwaitingFinalOutreach, Morning(dueOn), null));
        return new DemoPlan(StageCodes.AwaitingFinalOutreach, renewalOn, steps, owner);
    }

    private DemoPlan Finished(string outcome, string owner)
    {
        var endedOn = today.AddDays(-random.Next(2, 80));
        var enteredOn = endedOn.AddDays(-random.Next(20, 42));
        var steps = new List<DemoStep> { Entry(enteredOn) };
        var dueOn = endedOn.AddDays(-random.Next(2, 7));
        var last =
            outcome == StageCodes.OnboardedNoEngagement ? StageCodes.OnboardingInitiated
            : outcome == StageCodes.OnboardedEngaged
                ? Pick(StageCodes.EngagedEmail, StageCodes.IntroCallCompleted, StageCodes.SecondCallCompleted)
            : Pick(StageCodes.OnboardingInitiated, StageCodes.EngagedEmail, StageCodes.IntroCallCompleted);
        Walk(steps, last, enteredOn, dueOn);
        if (outcome is StageCodes.OnboardedNoEngagement or StageCodes.OnboardedEngaged)
            steps.Add(new DemoStep(StageCodes.AwaitingFinalOutreach, Morning(dueOn), null));
        steps.Add(
            outcome == StageCodes.SalesHandoff
                ? new DemoStep(outcome, Office(endedOn), owner, Pick(s_handoffs))
                : new DemoStep(outcome, Office(endedOn), null)
        );
        // The bill goes on being made: the ten-day rule looked at the renewal of then.
        return new DemoPlan(outcome, outcome == StageCodes.Churned ? null : today.AddDays(random.Next(1, 30)), steps, owner);
    }

    /// <summary>From 1 up to a stage, one office day after the other.</summary>
    private void Walk(List<DemoStep> steps, string to, DateOnly from, DateOnly until)
    {
        string[] path = to switch
        {
            StageCodes.NewAccount => [],
            StageCodes.OnboardingInitiated => ["2"],
            StageCodes.EngagedEmail => ["2", "3a"],
            StageCodes.EngagedCallBooked => random.Next(2) == 0 ? ["2", "3b"] : ["2", "3a", "3b"],
            StageCodes.IntroCallCompleted => ["2", "3b", "4a"],
            StageCodes.SecondCallCompleted => ["2", "3a", "3b", "4a", "4b"],
            _ => ["2", "3a", "7"],
        };
        var days = Math.Max(1, until.DayNumber - from.DayNumber - 1);
        for (var i = 0; i < path.Length; i++)
        {
            var day = from.AddDays(Math.Min(days, 1 + (days * i / Math.Max(1, path.Length)) + random.Next(0, 2)));
            // Two moves of one day come one after the other, and a call between its booking and when it counts as held.
            var (at, earliest) = (Office(day), steps[^1].At + (path[i][0] == '4' ? TimeSpan.FromHours(5) : TimeSpan.FromMinutes(40)));
            steps.Add(new DemoStep(path[i], at > earliest ? at : earliest, null));
        }
    }

    private static DemoStep Entry(DateOnly day) => new(StageCodes.NewAccount, day.ToDateTime(new TimeOnly(1, 30)).ToUtc(), null);

    private static DateTimeOffset Morning(DateOnly day) => day.ToDateTime(new TimeOnly(6, 0)).ToUtc();

    private DateTimeOffset Office(DateOnly day) => day.ToDateTime(new TimeOnly(random.Next(9, 17), random.Next(0, 60))).ToUtc();

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}

internal static class DemoTime
{
    public static DateTimeOffset ToUtc(this DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
