using System.Globalization;

namespace OnboardingTracker.Data.Dashboard.Flow;

/// <summary>Whose passages a list shows, in words.</summary>
internal static class FlowTitles
{
    /// <summary>"that began from 2 March to 8 March 2026".</summary>
    public static string Began(DaySpan span) =>
        span.Days == 1 ? Say($"that began on {span.From:d MMMM yyyy}")
        : span.From.Year == span.To.Year ? Say($"that began from {span.From:d MMMM} to {span.To:d MMMM yyyy}")
        : Say($"that began from {span.From:d MMMM yyyy} to {span.To:d MMMM yyyy}");

    /// <summary>The part of a week that lies in the span; the whole week where none does: it has no passages.</summary>
    public static DaySpan Within(DateOnly monday, DaySpan span)
    {
        var (from, to) = (monday > span.From ? monday : span.From, monday.AddDays(6) < span.To ? monday.AddDays(6) : span.To);
        return from <= to ? new(from, to) : new(monday, monday.AddDays(6));
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
