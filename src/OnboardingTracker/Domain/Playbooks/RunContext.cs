using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>What is the same for every account of one run: the time and the policy, each read once.</summary>
public sealed class RunContext(DateTimeOffset now, Policy policy, int policyVersion)
{
    public DateTimeOffset Now { get; } = now;

    public Policy Policy { get; } = policy;

    public int PolicyVersion { get; } = policyVersion;

    /// <summary>Today for the team.</summary>
    public DateOnly Today { get; } = TeamCalendar.DayOf(now, policy);

    /// <summary>The last renewal that the ten-day rule covers today.</summary>
    public DateOnly LastRenewalDue => Today.AddDays(Policy.FinalOutreachDaysBefore);

    /// <summary>An initial outreach before this moment is old enough for the final one.</summary>
    public DateTimeOffset InitialOutreachBefore { get; } = StartOf(now, policy, 1 - policy.FinalOutreachDaysAfterOutreach);

    public IReadOnlyList<string> FinalOutreachStages { get; } = policy.FinalOutreachStages();

    /// <summary>The first moment of today, in UTC.</summary>
    public DateTimeOffset StartOfToday { get; } = StartOf(now, policy, 0);

    /// <summary>The last renewal that makes an account without any outreach an alert today.</summary>
    public DateOnly LastRenewalUncontacted => Today.AddDays(Policy.NeverContactedDaysBefore);

    /// <summary>An outcome that was reached before this moment is old enough for the survey.</summary>
    public DateTimeOffset SurveyReachedBefore { get; } = StartOf(now, policy, 1 - policy.SurveyDelayDays);

    /// <summary>An outcome that was reached before this moment is too old for the survey.</summary>
    public DateTimeOffset SurveyReachedFrom { get; } = StartOf(now, policy, -SatisfactionSurvey.LatestDaysOf(policy));

    /// <summary>
    /// An amount in the team's currency; null where no rate says what it is worth. Within a condition it becomes part of the query, see
    /// <see cref="Condition.In"/>.
    /// </summary>
    public decimal? InTeamCurrency(decimal? amount, string? currency) =>
        amount is { } known && currency is not null
            ? new Money(known, currency).InTeamCurrency(Policy.TeamCurrency, Policy.CurrencyRates)
            : null;

    /// <summary>The same policy on another day, from its first moment; this context for its own day.</summary>
    public RunContext On(DateOnly day) => day == Today ? this : new(TeamCalendar.StartOf(day, Policy), Policy, PolicyVersion);

    /// <summary>The team's calendar day of a moment.</summary>
    public DateOnly DayOf(DateTimeOffset at) => TeamCalendar.DayOf(at, Policy);

    private static DateTimeOffset StartOf(DateTimeOffset now, Policy policy, int daysFromToday) =>
        TeamCalendar.StartOf(TeamCalendar.DayOf(now, policy).AddDays(daysFromToday), policy);
}
