namespace OnboardingTracker.Features.Signals;

/// <summary>When work that failed is done again: soon at first, then ever more seldom, for three days.</summary>
public static class RetryTimes
{
    public static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(3);

    private static readonly TimeSpan s_first = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(6);

    /// <param name="attempts">How often it was tried, the last time included.</param>
    /// <param name="since">When the work came up.</param>
    /// <returns>Null: three days are over, and it waits for a person.</returns>
    public static DateTimeOffset? Next(int attempts, DateTimeOffset since, DateTimeOffset now)
    {
        if (now - since >= GivenUpAfter)
            return null;
        var wait = TimeSpan.FromMinutes(s_first.TotalMinutes * Math.Pow(2, Math.Clamp(attempts - 1, 0, 20)));
        return now + (wait < s_longest ? wait : s_longest);
    }
}
