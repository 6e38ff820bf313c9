namespace OnboardingTracker.Features.Accounts;

/// <summary>One page of an account's history, newest first.</summary>
/// <param name="Kind">Only these; null: all.</param>
/// <param name="Next">Where the next, older page begins; null: this is the last one.</param>
public sealed record TimelinePage(
    AccountView View,
    IReadOnlyList<TimelineEntry> Entries,
    TimelineKind? Kind,
    TimelineCursor? From,
    TimelineCursor? Next
)
{
    /// <summary>The entries by the team's day.</summary>
    public IEnumerable<IGrouping<DateOnly, TimelineEntry>> Days => Entries.GroupBy(entry => View.Context.DayOf(entry.At));

    public string Url(TimelineKind? kind, TimelineCursor? from = null)
    {
        var query = string.Join(
            '&',
            new[]
            {
                kind is null ? null : $"kind={kind.ToString()!.ToLowerInvariant()}",
                from is null ? null : $"from={from}",
            }.OfType<string>()
        );
        return query.Length == 0 ? $"{View.Url}#history" : $"{View.Url}?{query}#history";
    }
}
