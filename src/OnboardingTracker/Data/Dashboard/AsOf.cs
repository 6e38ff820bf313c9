using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Dashboard;

/// <summary>
/// The moment that a figure is asked for. A figure counts what had been recorded before it, so that the answer for a past day never
/// changes afterwards.
/// </summary>
/// <param name="Day">The day of the team: of a past one the figures are those of its end.</param>
/// <param name="Until">What was recorded before this moment counts: the first moment after the day, or now.</param>
/// <param name="IsNow">The day is not over yet.</param>
/// <param name="Run">The policy of that moment, and the moment as a playbook sees it.</param>
public sealed record AsOf(DateOnly Day, DateTimeOffset Until, bool IsNow, RunContext Run)
{
    public Policy Policy => Run.Policy;

    /// <summary>The last so many days that were over by then.</summary>
    public DaySpan Last(int days)
    {
        var last = IsNow ? Day.AddDays(-1) : Day;
        return new(last.AddDays(1 - days), last);
    }
}
