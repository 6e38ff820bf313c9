using OnboardingTracker.Data.Accounts;

namespace OnboardingTracker.Features.Today;

/// <summary>Everything that Today shows.</summary>
public sealed record TodayView
{
    public required ListQuery Query { get; init; }

    public required ListContext Context { get; init; }

    public required AccountPage<AccountRow> Page { get; init; }

    /// <summary>Last contact and next task of the page's accounts; empty where neither is shown.</summary>
    public IReadOnlyDictionary<long, RowActivity> Activity { get; init; } = new Dictionary<long, RowActivity>();

    /// <summary>Of the accounts in work that the other filters leave, by stage.</summary>
    public required IReadOnlyList<StageSum> Sums { get; init; }

    /// <summary>How many of them are new since the viewer last looked.</summary>
    public required int NewCount { get; init; }

    public required IReadOnlyList<SavedView> Views { get; init; }

    /// <summary>There is no account at all.</summary>
    public required bool NothingYet { get; init; }

    /// <summary>Why moves by date wait; null: they do not, or the list alone is refreshed.</summary>
    public string? HeldForFreshData { get; init; }

    /// <summary>May change accounts: move, assign, hold.</summary>
    public required bool MayWork { get; init; }

    /// <summary>May add accounts by importing them.</summary>
    public required bool MayImport { get; init; }

    public IReadOnlyList<TodayColumn> Columns => TodayColumns.For(Query, Owner);

    /// <summary>The accounts that the list counts; null where they are not counted: everything there is, or a search.</summary>
    public int? Count =>
        Query.InWorkOnly ? Sums.Sum(sum => sum.Count)
        : Query.Stages.Count > 0 && Query.Stages.All(code => Context.Stages.IsInWork(code))
            ? Sums.Where(sum => sum.Stage is { } stage && Query.Stages.Contains(stage)).Sum(sum => sum.Count)
        : null;

    public string Owner => Query.OwnerFor(Context.Viewer);

    public string Url(ListQuery query) => query.Url("/");

    /// <summary>The same list from its beginning, with something else about it.</summary>
    public string With(Func<ListQuery, ListQuery> change) => Url(change(Query with { Cursor = null }));

    /// <summary>The open view's own address; null: it is none, or its list was changed.</summary>
    public SavedView? OpenView => Query.View is { } id ? Views.FirstOrDefault(view => view.Id == id) : null;

    /// <summary>What a view keeps of this list: all but where one is in it.</summary>
    public string ToSave => (Query with { View = null, Cursor = null }).ToString();
}
