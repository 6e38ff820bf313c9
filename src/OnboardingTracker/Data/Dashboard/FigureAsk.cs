using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Data.Dashboard;

/// <summary>A part of an address that says nothing that can be shown.</summary>
/// <param name="Parameter">As the address names it: "asOf".</param>
/// <param name="Message">What it must be, as a sentence.</param>
public sealed record AskProblem(string Parameter, string Message);

/// <summary>Which days a page or another system asks about; what it said wrongly is left out and named.</summary>
/// <param name="Day">As of the end of this day; null: nobody says.</param>
public sealed record FigureAsk(DateOnly? Day, DateOnly? From, DateOnly? To, IReadOnlyList<AskProblem> Problems)
{
    public static FigureAsk Nothing { get; } = new(null, null, null, []);

    /// <param name="today">The team's: there are no figures of days that have not begun.</param>
    public static FigureAsk Parse(string? asOf, string? from, string? to, DateOnly today)
    {
        List<AskProblem> problems = [];
        var day = Read("asOf", asOf);
        var first = Read("from", from);
        var last = Read("to", to);
        if (first > last)
        {
            problems.Add(new("from", "The first day must not be after the last one."));
            (first, last) = (null, null);
        }
        if (day is { } until && first > until)
        {
            problems.Add(new("from", "The first day must not be after the day that the figures are as of."));
            (first, last) = (null, null);
        }
        return new(day, first, last, problems);

        DateOnly? Read(string parameter, string? text)
        {
            if (string.IsNullOrEmpty(text))
                return null;
            if (!DayText.TryParse(text, out var read, out var reason))
                problems.Add(new(parameter, reason + "."));
            else if (read > today)
                problems.Add(new(parameter, "The day has not begun yet."));
            else
                return read;
            return null;
        }
    }
}
