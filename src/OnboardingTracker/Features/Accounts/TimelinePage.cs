namespace OnboardingTracker.Features.Accounts;

/// <summary>One page of an account's timeline, newest first.</summary>
/// <param name="Newer">The next newer page ends before this place; null: this is the newest one.</param>
/// <param name="Older">The next older page begins after this place; null: this is the oldest one.</param>
public sealed record TimelinePage(
    AccountView View,
    IReadOnlyList<TimelineEntry> Entries,
    TimelineKinds Kinds,
    TimelineCursor? Newer,
    TimelineCursor? Older
)
{
    public string NewerUrl => Url(Kinds, $"newerThan={Newer}");

    public string OlderUrl => Url(Kinds, $"olderThan={Older}");

    public string Url(TimelineKinds kinds, string? place = null)
    {
        var query = string.Join('&', kinds.Codes.Select(code => $"kind={code}").Append(place).OfType<string>());
        return query.Length == 0 ? $"{View.Url}#history" : $"{View.Url}?{query}#history";
    }
}
