using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.Tasks;

/// <summary><c>GET /tasks</c>.</summary>
internal static class TaskListEndpoint
{
    private const string Cursor = "tasks";

    public static void MapTaskList(this RouteGroupBuilder api) =>
        api.MapGet("/tasks", ListAsync)
            .WithName("listTasks")
            .WithSummary("List tasks")
            .WithDescription("Newest first, closed ones too. What is filtered by and is not there gives an empty list.")
            .Parameter("account", "Only of this account, by externalId.")
            .Parameter("assignee", "Only this member's, by e-mail; none: what nobody has yet.")
            .Parameter("state", "Only in this state: open, snoozed, done or canceled.")
            .Parameter("kind", "Only of this kind, such as followUp.")
            .Parameter("dueBy", "Only what is due on this day of the team or earlier, YYYY-MM-DD.")
            .Paged()
            .Gives(200, $$"""{ "items": [{{TaskEndpoints.Example}}], "nextCursor": null }""")
            .Refuses(400);

    private static async Task<Ok<ApiList<TaskAnswer>>> ListAsync(
        string? account,
        string? assignee,
        string? state,
        string? kind,
        string? dueBy,
        string? limit,
        string? cursor,
        TrackerDb db,
        CancellationToken cancel
    )
    {
        var most = ApiPage.Limit(limit);
        var before = ApiPage.Place(Cursor, cursor) ?? long.MaxValue;
        var tasks = db.Tasks.AsNoTracking().Where(t => t.Id < before);
        if (account is not null)
        {
            var accountId = await IdAsync(db, account, cancel);
            tasks = tasks.Where(t => t.AccountId == accountId);
        }
        if (assignee == "none")
            tasks = tasks.Where(t => t.AssigneeId == null);
        else if (assignee is not null)
        {
            var email = assignee.Replace("\0", "", StringComparison.Ordinal).ToLowerInvariant();
            var memberId = await db.Members.Where(m => m.Email == email).Select(m => (int?)m.Id).FirstOrDefaultAsync(cancel) ?? 0;
            tasks = tasks.Where(t => t.AssigneeId == memberId);
        }
        if (state is not null)
        {
            var wanted = StateOf(state);
            tasks = tasks.Where(t => t.State == wanted);
        }
        if (kind is not null)
        {
            if (!TaskKinds.All.Contains(kind))
                throw ApiProblemException.Invalid("kind", $"Must be one of {string.Join(", ", TaskKinds.All)}.");
            tasks = tasks.Where(t => t.Kind == kind);
        }
        if (dueBy is not null)
        {
            if (!DateOnly.TryParseExact(dueBy, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                throw ApiProblemException.Invalid("dueBy", "Must be a day, YYYY-MM-DD.");
            tasks = tasks.Where(t => t.DueOn <= day);
        }
        var rows = await tasks.OrderByDescending(t => t.Id).Take(most + 1).ToListAsync(cancel);
        var page = ApiPage.Of(rows, most, task => ApiPage.Cursor(Cursor, task.Id));
        return TypedResults.Ok(new ApiList<TaskAnswer>(await AnswersAsync(page.Items, db, cancel), page.NextCursor));
    }

    private static async Task<IReadOnlyList<TaskAnswer>> AnswersAsync(
        IReadOnlyList<AccountTask> tasks,
        TrackerDb db,
        CancellationToken cancel
    )
    {
        var ids = tasks.Select(t => t.AccountId).Distinct().ToList();
        var accounts = await db.Accounts.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.ExternalId, cancel);
        var members = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Id, m => m.Email, cancel);
        return [.. tasks.Select(t => TaskAnswer.Of(t, accounts[t.AccountId], EmailOf(t.AssigneeId), EmailOf(t.AwayMemberId)))];

        string? EmailOf(int? memberId) => memberId is { } id ? members.GetValueOrDefault(id) : null;
    }

    private static async Task<long> IdAsync(TrackerDb db, string externalId, CancellationToken cancel) =>
        externalId.Contains('\0', StringComparison.Ordinal)
            ? 0
            : await db.Accounts.Where(a => a.ExternalId == externalId).Select(a => a.MergedIntoId ?? a.Id).FirstOrDefaultAsync(cancel);

    private static TaskState StateOf(string text)
    {
        foreach (var state in Enum.GetValues<TaskState>())
        {
            if (AccountDetails.Code(state) == text)
                return state;
        }
        throw ApiProblemException.Invalid("state", $"Must be one of {JsonKinds.Codes<TaskState>()}.");
    }
}
