using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Domain.Billing;

/// <summary>
/// The billing period that an account is in. What was said of its payment before that began was said of another bill, and is stale.
/// Source: pipeline.md, "renewal: the day on which the current billing period ends and the bill is made".
/// </summary>
public static class BillingPeriod
{
    /// <summary>The team's day on which the current period began; null: not known.</summary>
    /// <param name="renewalOn">The day on which it ends. One that has passed began the period that followed.</param>
    /// <param name="toldStartOn">What the source of the next bill says; null, or after today: it says nothing of use.</param>
    /// <param name="plan">An annual plan's period is a year; any other's a month, where that does not begin in the future.</param>
    public static DateOnly? BeganOn(DateOnly? renewalOn, DateOnly? toldStartOn, Plan plan, DateOnly today)
    {
        if (renewalOn is not { } ends)
            return null;
        if (ends < today)
            return ends;
        if (toldStartOn is { } told && told < ends && told <= today)
            return told;
        if (plan != Plan.Annual && ends.AddMonths(-1) is var month && month <= today)
            return month;
        return ends.AddYears(-1) is var year && year <= today ? year : null;
    }

    /// <summary>Whether an assessment was made before the current period.</summary>
    /// <param name="assessedOn">The team's day on which it was made; null: nobody made one.</param>
    public static bool IsStale(DateOnly? assessedOn, DateOnly? periodBeganOn) => assessedOn < periodBeganOn;
}
