using System.Globalization;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Board;

/// <summary>Everything that the board shows.</summary>
public sealed record BoardView(
    ListQuery Query,
    ListContext Context,
    IReadOnlyList<BoardColumn> Columns,
    IReadOnlyDictionary<string, int> Limits,
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

    /// <summary>This board, with the columns as long as they are.</summary>
    public string Url => UrlWith(Limits);

    public string UrlWithMore(BoardColumn column) =>
        UrlWith(new Dictionary<string, int>(Limits) { [column.Stage.Code] = Math.Min(column.Limit + BoardColumn.Step, BoardColumn.Most) });

    /// <summary>The stage's accounts as a list; an outcome's of all time.</summary>
    public string ListUrl(BoardColumn column) =>
        (
            Query with
            {
                Stages = [column.Stage.Code],
                Owner = Query.Owner ?? Query.OwnerFor(Context.Viewer),
                Sort = column.IsOutcome ? AccountSort.Parse("-stageEnteredAt")! : AccountSort.Default,
            }
        ).Url("/");

    private string UrlWith(IReadOnlyDictionary<string, int> limits)
    {
        var url = Query.Url("/board");
        foreach (var (stage, limit) in limits)
            url += string.Create(
                CultureInfo.InvariantCulture,
                $"{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}shown={Uri.EscapeDataString(stage)}.{limit}"
            );
        return url;
    }
}
