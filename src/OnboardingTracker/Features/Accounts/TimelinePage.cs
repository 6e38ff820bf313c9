namespace OnboardingTracker.Features.Accounts;

/// <summary>One page of an account's history, newest first.</summary>
/// <param name="Kind">Only these; null: all.</param>
/// <param name="Newer">The next newer page ends before this place; null: this is the newest one.</param>
/// <param name="Older">The next older page begins after this place; null: this is the oldest one.</param>
public sealed record TimelinePage(
    AccountView View,
    IReadOnlyList<TimelineEntry> Entries,
    TimelineKind? Kind,
    TimelineCursor? Newer,
    TimelineCursor? Older
)
{
    /// <summary>The entries by the team's day.</summary>
    public IEnumerable<IGrouping<DateOnly, TimelineEntry>> Days => Entries.GroupBy(entry => View.Context.DayOf(entry.At));

    public string NewerUrl => Url(Kind, $"newerThan={Newer}");

    public string OlderUrl => Url(Kind, $"olderThan={Older}");

    public string Url(TimelineKind? kind, string? place = null)
    {
        var query = string.Join('&', new[] { kind is null ? null : $"kind={kind.ToString()!.ToLowerInvariant()}", place }.OfType<string>());
        return query.Length == 0 ? $"{View.Url}#history" : $"{View.Url}?{query}#history";
    }
}
