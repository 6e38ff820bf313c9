namespace OnboardingTracker.Data.Dashboard;

/// <summary>What the numbers or words of a column are, which says how they are written.</summary>
public enum FigureKind
{
    Text,

    /// <summary>A stage's code; written with its name.</summary>
    Stage,

    /// <summary>A day, as text in ISO 8601.</summary>
    Day,

    /// <summary>A moment, as text in ISO 8601, UTC.</summary>
    Time,
    Count,

    /// <summary>A count that can be negative and is written with its sign.</summary>
    Change,

    /// <summary>In the team's currency.</summary>
    Money,

    /// <summary>A part of one: 0.25 is a quarter.</summary>
    Share,

    /// <summary>A length of time in days, with its fraction.</summary>
    Days,
}

/// <param name="Name">As in the API and in files: camelCase.</param>
/// <param name="Heading">As people read it.</param>
/// <param name="About">What it counts, in a sentence; null: its heading says so.</param>
public sealed record FigureColumn(string Name, string Heading, FigureKind Kind, string? About = null)
{
    /// <summary>What a page calls a row that has no value here, since it is of all of them together: "All weeks"; null: there is none.</summary>
    public string? Whole { get; init; }
}

/// <summary>One value of a table. Neither text nor number: there is none, such as the share of nothing.</summary>
/// <param name="Opens">The list of accounts behind it, as the query of an address: "figure=entries&amp;stage=2"; an address of its own, where
/// it begins with a slash; null: it opens nothing.</param>
public readonly record struct FigureValue(string? Text, decimal? Number, string? Opens = null)
{
    public static FigureValue Of(string? text, string? opens = null) => new(text, null, opens);

    public static FigureValue Of(decimal? number, string? opens = null) => new(null, number, opens);

    public static FigureValue Of(DateOnly day) => new(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), null);

    /// <summary>A part of a whole; none where the whole is nothing. Rounded to four places, half away from zero, as the database does.</summary>
    public static FigureValue Share(decimal part, decimal whole, string? opens = null) =>
        new(null, whole == 0 ? null : Math.Round(part / whole, 4, MidpointRounding.AwayFromZero), opens);
}

/// <summary>What a table is asked for.</summary>
/// <param name="Span">The days that it covers, where it covers any: weeks of activity, or when the passages began that it follows.</param>
public sealed record FigureQuery(AsOf AsOf, DaySpan Span);

/// <summary>
/// A table of the dashboard. Its page, its file and its answer by the API are made of the same values.
/// </summary>
public interface IFigureTable
{
    /// <summary>Its part of an address: "stages".</summary>
    string Name { get; }

    string Title { get; }

    /// <summary>What exactly is counted, for the reader of the page and of the API.</summary>
    string About { get; }

    /// <summary>It tells of this moment where nobody asks for a day; else of the end of the last day that is over.</summary>
    bool IsLive { get; }

    /// <summary>What it gives for a day that is over can be kept, since it follows from what had been recorded by then alone.</summary>
    bool CanBeKept { get; }

    /// <summary>Raised when it comes to count otherwise: what was kept of it before is then worked out anew.</summary>
    int Version => 1;

    /// <summary>How many weeks it covers where nobody names days; 0: it is of a moment, and takes no days.</summary>
    int Weeks => 12;

    IReadOnlyList<FigureColumn> Columns { get; }

    /// <summary>A value for each column in each row.</summary>
    Task<IReadOnlyList<IReadOnlyList<FigureValue>>> ReadAsync(FigureQuery query, CancellationToken cancel);
}
