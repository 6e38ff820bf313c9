using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Accounts;

/// <summary>One line of the details: the value, where it came from, and whether a person's edit keeps a source's value away.</summary>
/// <param name="Text">The value as history writes it; null: none.</param>
/// <param name="KeptAway">The source's value that a person's edit holds against, as people read it; null: none.</param>
public sealed record DetailLine(string Detail, string? Text, string Shown, DetailOrigin? Origin, string? KeptAway)
{
    public string Label => Words.OfDetail(Detail);

    public static IReadOnlyList<DetailLine> Of(AccountView view, IReadOnlyDictionary<string, DetailOrigin> origins, DetailWords words)
    {
        var account = view.Account;
        return [.. Lines(account).Select(Line)];

        DetailLine Line(string detail)
        {
            var text = account.TextOf(detail, account.Owner?.Email);
            return new DetailLine(
                detail,
                text,
                words.Of(detail, text),
                origins.GetValueOrDefault(detail),
                KeptAwayBy(account, detail, origins.GetValueOrDefault(detail), words)
            );
        }
    }

    /// <summary>
    /// The source's value that a person's edit holds against; null: none. Where no source has spoken there is nothing to hold against:
    /// an account that was added by hand is not full of marks.
    /// </summary>
    public static string? KeptAwayBy(Account account, string detail, DetailOrigin? origin, DetailWords words) =>
        origin is { SourceSpoke: true }
        && account.PersonEdits?.TryGetValue(detail, out var sent) == true
        && !string.IsNullOrEmpty(sent)
        && sent != account.TextOf(detail, account.Owner?.Email)
            ? words.Of(detail, sent)
            : null;

    private static IEnumerable<string> Lines(Account account)
    {
        yield return DetailNames.Owner;
        yield return DetailNames.Plan;
        yield return DetailNames.Program;
        yield return DetailNames.Forecast;
        yield return DetailNames.NextRenewalOn;
        yield return DetailNames.SalesOwner;
        if (account.InLegacySegment)
            yield return DetailNames.Segments;
        yield return DetailNames.Name;
        yield return DetailNames.Domain;
        yield return DetailNames.StripeCustomerId;
    }
}
