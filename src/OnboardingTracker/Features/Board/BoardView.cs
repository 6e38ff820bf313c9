using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Board;

/// <summary>Everything that the board shows.</summary>
/// <param name="Until">Where the columns end that were made longer.</param>
public sealed record BoardView(
    ListQuery Query,
    ListContext Context,
    IReadOnlyList<BoardColumn> Columns,
    IReadOnlyDictionary<string, AccountCursor> Until,
    bool MayWork
)
{
    public int InWork => Columns.Where(column => !column.IsOutcome).Sum(column => column.Count);

    public bool Empty => Columns.All(column => column.Count == 0);

    /// <summary>Only some of the pipeline is looked at: one's own, or what was chosen above.</summary>
    public bool IsNarrowed =>
        Query.OwnerFor(Context.Viewer) != ListQuery.Anybody || new ListFilters("/board", Query, Context, false, 0).IsFiltered;

    /// <summary>Everybody's, with nothing chosen.</summary>
    public static string WholeUrl => new ListQuery { Owner = ListQuery.Anybody }.Url("/board");

    /// <summary>This board with every column as it opens.</summary>
    public string ShortUrl => Query.Url("/board");

    /// <summary>This board, with the columns as long as they are.</summary>
    public string Url => With(Until.Select(end => ("until", end.Key, end.Value)));

    /// <summary>This board with the next cards of a column.</summary>
    public string UrlWithMore(BoardColumn column) =>
        With(Until.Where(end => end.Key != column.Stage.Code).Select(end => ("until", end.Key, end.Value)).Append(More(column)));

    /// <summary>The next cards of a column alone.</summary>
    public string MoreUrl(BoardColumn column) => With([More(column)]);

    /// <summary>The stage's accounts as a list; an outcome's of all time.</summary>
    public string ListUrl(BoardColumn column) =>
        (
            Query with
            {
                Stages = [column.Stage.Code],
                Owner = Query.Owner ?? Query.OwnerFor(Context.Viewer),
                Sort = BoardPlaces.Order(column.Stage.Kind),
            }
        ).Url("/");

    private static (string, string, AccountCursor) More(BoardColumn column) => ("more", column.Stage.Code, column.End!);

    private string With(IEnumerable<(string Name, string Stage, AccountCursor Place)> places)
    {
        var query = string.Join('&', places.Select(place => $"{place.Name}={place.Stage}.{place.Place}"));
        return query.Length == 0 ? ShortUrl : $"{ShortUrl}{(ShortUrl.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
    }
}
