using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Features.Tasks;

/// <summary>Everything that the Tasks page shows.</summary>
public sealed record TasksView
{
    public required TaskQuery Query { get; init; }

    public required ListContext Context { get; init; }

    /// <summary><see cref="TaskQuery.Me"/>, <see cref="TaskQuery.Anybody"/>, <see cref="TaskQuery.Nobody"/> or an e-mail address.</summary>
    public required string Who { get; init; }

    public required TaskPage Page { get; init; }

    /// <summary>How many stand under each heading, counted up to a bound.</summary>
    public required IReadOnlyDictionary<TaskGroup, int> Counts { get; init; }

    public required IReadOnlyList<TaskListRow> Snoozed { get; init; }

    public required IReadOnlyList<TaskListRow> Done { get; init; }

    public required bool MayWork { get; init; }

    public DateOnly Today => Context.Run.Today;

    public int Open => Counts.Values.Sum();

    public bool CountedAll => Open <= TaskList.MostCounted;

    public ActorNames Names => new(Context.Members.ToDictionary(member => member.Email, member => member.Name));

    /// <summary>Whose list it is, where it is one person's.</summary>
    public Member? Person =>
        Who == TaskQuery.Me
            ? Context.Members.FirstOrDefault(member => member.Id == Context.Viewer.MemberId)
            : Context.Members.FirstOrDefault(member => member.Email == Who);

    public string? NameOf(int? memberId) => memberId is { } id ? Context.Members.FirstOrDefault(member => member.Id == id)?.Name : null;

    /// <summary>The same list from its beginning, with something else about it.</summary>
    public string With(Func<TaskQuery, TaskQuery> change) => change(Query with { Cursor = null }).Url();

    /// <summary>The rows of the page under their headings.</summary>
    public IEnumerable<IGrouping<TaskGroup, TaskListRow>> Groups => Page.Items.GroupBy(row => TaskGroups.Of(row.Task.Place, Today));
}

/// <summary>Model of <c>_TaskRows</c>: rows of one of the page's lists.</summary>
public sealed record TaskRowsView(TasksView View, IReadOnlyList<TaskListRow> Rows, TaskState State);
