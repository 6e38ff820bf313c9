using Microsoft.AspNetCore.WebUtilities;
using OnboardingTracker.Data.Accounts;

namespace OnboardingTracker.Features.Shared;

/// <summary>Model of <c>_ListFilters</c>: the chips above Today and the board. Each choice is an address.</summary>
/// <param name="Path">Of the page that shows the list.</param>
/// <param name="WithStages">The board has its columns for that.</param>
/// <param name="NewCount">Accounts that are new since the viewer last looked.</param>
public sealed record ListFilters(string Path, ListQuery Query, ListContext Context, bool WithStages, int NewCount)
{
    public string Owner => Query.OwnerFor(Context.Viewer);

    public string OwnerLabel =>
        Owner switch
        {
            ListQuery.Me => "Me",
            ListQuery.Nobody => "No owner",
            ListQuery.Anybody => "Anybody",
            _ => Context.Members.FirstOrDefault(member => member.Email == Owner)?.Name ?? Owner,
        };

    public static string RenewsLabel(string window) =>
        window switch
        {
            "overdue" => "Overdue",
            "later" => "Later than 30 days",
            "none" => "No renewal date",
            _ => $"Within {window} days",
        };

    /// <summary>The same list from its beginning, with something else about it.</summary>
    public string With(Func<ListQuery, ListQuery> change) => change(Query with { Cursor = null }).Url(Path);

    /// <summary>Something was chosen that one may want to drop.</summary>
    public bool IsFiltered => With(_ => Cleared) != With(query => query with { View = null });

    /// <summary>The same page with nothing filtered; order and columns stay.</summary>
    public ListQuery Cleared =>
        new()
        {
            Owner = Query.Owner is ListQuery.Anybody or ListQuery.Me ? Query.Owner : null,
            All = Query.All,
            Sort = Query.Sort,
            Columns = Query.Columns,
        };

    /// <summary>How many of the filters in the form behind "More" are set.</summary>
    public int More =>
        new object?[]
        {
            Query.Segment,
            Query.WithSales,
            Query.ForecastFrom,
            Query.ForecastTo,
            Query.RenewalAfter,
            Query.RenewalBefore,
        }.Count(value => value is not null);

    /// <summary>What a form that chooses something else has to carry along.</summary>
    public IEnumerable<KeyValuePair<string, string>> Hidden(Func<ListQuery, ListQuery> without) =>
        Fields(without(Query with { Cursor = null }));

    public static IEnumerable<KeyValuePair<string, string>> Fields(ListQuery query) =>
        QueryHelpers.ParseQuery(query.ToString()).Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value.ToString()));
}
