using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Tasks;

/// <summary>What the viewer, somebody else or the team has to do: alerts first, then by day; what sleeps and what was done today below.</summary>
[Authorize(Policy = Access.Read)]
public sealed class IndexModel(TrackerDb db, TimeProvider time) : PageModel
{
    public const int PageSize = 50;

    /// <summary>Of what sleeps and what was done today no more are shown.</summary>
    public const int MostFolded = 100;

    public TasksView View { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var query = TaskQuery.Parse(Request.Query);
        var mayWork = User.May(Access.WorkOnAccounts);
        var context = await ListContext.ReadAsync(db, User.MemberId(), mayWork, time.GetUtcNow(), looking: false, cancel);
        // Who only reads has no tasks as a rule, and looks at the team's.
        var who = query.Who ?? (mayWork && context.Viewer.MemberId is not null ? TaskQuery.Me : TaskQuery.Anybody);
        int? memberId = who switch
        {
            TaskQuery.Anybody or TaskQuery.Nobody => null,
            TaskQuery.Me => context.Viewer.MemberId ?? 0,
            _ => context.Members.FirstOrDefault(member => string.Equals(member.Email, who, StringComparison.OrdinalIgnoreCase))?.Id ?? 0,
        };
        var list = new TaskList(db, query.ToFilter(memberId, context.Run.Today));
        var cursor = TaskCursor.Parse(query.Cursor);
        var page = await list.PageAsync(cursor, PageSize, cancel);
        var first = page.Previous is null;
        View = new TasksView
        {
            Query = query,
            Context = context,
            Who = who,
            Page = page,
            Counts = await list.CountAsync(context.Run.Today, cancel),
            Snoozed = first ? await list.SnoozedAsync(MostFolded, cancel) : [],
            Done = first ? await list.DoneAsync(TeamCalendar.StartOf(context.Run.Today, context.Run.Policy), MostFolded, cancel) : [],
            MayWork = mayWork,
        };
    }
}
