namespace OnboardingTracker.Data.Dashboard;

/// <summary>A table of the dashboard as of the end of a day that is over, kept so that it need not be worked out again.</summary>
public sealed class KeptTable
{
    public required string Name { get; init; }

    public DateOnly Day { get; init; }

    /// <summary>The days that it covers.</summary>
    public DateOnly SpanFrom { get; init; }

    /// <inheritdoc cref="SpanFrom"/>
    public DateOnly SpanTo { get; init; }

    /// <summary>The rows, as <see cref="KeptRows"/> writes them; nobody asks into them.</summary>
    public required string Rows { get; init; }

    public DateTimeOffset KeptAt { get; init; }
}
