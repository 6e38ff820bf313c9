using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Features.Api.Accounts;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Api.Tasks;

/// <summary><c>POST /accounts/{externalId}/tasks</c> and <c>PATCH /tasks/{id}</c>.</summary>
internal static class TaskEndpoints
{
    public const string Example = """
        {
          "id": 42, "account": "acme", "title": "Ask who signs the contract", "kind": "followUp", "assignee": "ann@example.com", "standsInFor": null,
          "dueOn": "2026-12-01", "state": "open", "snoozedUntil": null, "createdBy": "api:crm", "createdAt": "2026-11-20T08:00:00Z",
          "closedAt": null, "closedBecause": null, "figures": null, "version": 81234
        }
        """;

    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApiGroup("tasks");
        api.MapPost("/accounts/{externalId}/tasks", AddAsync)
            .RequireAuthorization(Access.WorkOnAccounts)
            .WithName("addTask")
            .WithSummary("Add a task to an account")
            .Parameter(AccountEndpoints.Parameter, AccountEndpoints.ParameterMeans)
            .Accepts<NewTaskBody>("application/json")
            .Takes("""{ "title": "Ask who signs the contract", "dueOn": "2026-12-01", "assignee": null }""")
            .Gives(201, Example)
            .Refuses(400, 404, 413, 415);
        api.MapPatch("/tasks/{id:long}", ChangeAsync)
            .RequireAuthorization(Access.WorkOnAccounts)
            .WithName("changeTask")
            .WithSummary("Change a task")
            .WithDescription(
                "Only the fields that are sent are changed. done and canceled close it, open opens it again, snoozed needs snoozedUntil, a day "
                    + "after today. With version, 409 where somebody changed it meanwhile."
            )
            .Parameter("id", "The task's id.")
            .Accepts<TaskBody>("application/json")
            .Takes("""{ "state": "done" }""")
            .Gives(200, Example)
            .Refuses(400, 404, 409, 413, 415);
        api.MapTaskList();
    }

    private static async Task<Created<TaskAnswer>> AddAsync(
        string externalId,
        HttpContext http,
        TrackerDb db,
        TaskChanges tasks,
        CancellationToken cancel
    )
    {
        var body = await ApiBody.ReadAsync(http.Request);
        var title = body.Require("title", JsonKinds.Text(AccountTask.LongestTitle));
        var dueOn = body.Take("dueOn", JsonKinds.OrNone<DateOnly>(JsonKinds.Day));
        var kind = body.Take("kind", JsonKinds.Text(40));
        if (kind.IsGiven && !TaskKinds.All.Contains(kind.Value))
            body.Wrong("kind", $"Must be one of {string.Join(", ", TaskKinds.All)}.");
        var (assigneeId, _) = await AssigneeAsync(body, db, cancel);
        body.Finish();
        var accountId = await db.AccountIdAsync(http, cancel);
        var task = await tasks.AddAsync(
            accountId,
            title.Value,
            kind.IsGiven ? kind.Value : TaskKinds.FollowUp,
            dueOn.Value,
            assigneeId.Value,
            http.User.Actor(),
            cancel
        );
        var account = await db.Accounts.Where(a => a.Id == accountId).Select(a => a.ExternalId).FirstAsync(cancel);
        return TypedResults.Created((string?)null, await AnswerAsync(db, task, account, cancel));
    }

    private static async Task<Ok<TaskAnswer>> ChangeAsync(
        long id,
        HttpContext http,
        TrackerDb db,
        TaskChanges tasks,
        CancellationToken cancel
    )
    {
        var body = await ApiBody.ReadAsync(http.Request);
        var version = body.Take<long>("version", JsonKinds.Number);
        if (version is { IsGiven: true, Value: > uint.MaxValue })
            body.Wrong("version", "Must be the version of a task.");
        var (assigneeId, _) = await AssigneeAsync(body, db, cancel);
        var edit = new TaskEdit
        {
            Title = body.Take("title", JsonKinds.Text(AccountTask.LongestTitle)),
            DueOn = body.Take("dueOn", JsonKinds.OrNone<DateOnly>(JsonKinds.Day)),
            State = body.Take("state", JsonKinds.Code<TaskState>()),
            SnoozedUntil = body.Take("snoozedUntil", JsonKinds.OrNone<DateOnly>(JsonKinds.Day)),
            AssigneeId = assigneeId,
        };
        body.Finish();
        if (version.IsGiven)
            edit = edit with { Version = (uint)version.Value };
        switch (await tasks.ChangeAsync(id, edit, http.User.Actor(), cancel))
        {
            case TaskResult.Saved { Task: var task }:
                var account = await db.Accounts.Where(a => a.Id == task.AccountId).Select(a => a.ExternalId).FirstAsync(cancel);
                return TypedResults.Ok(await AnswerAsync(db, task, account, cancel));
            case TaskResult.Invalid invalid:
                throw ApiProblemException.Invalid(invalid.Field, invalid.Message);
            case TaskResult.Conflict:
                throw ApiProblemException.Of(409, "Somebody changed the task meanwhile: read it again, and send the change once more.");
            default:
                throw ApiProblemException.NotFound($"There is no task {id}.");
        }
    }

    private static async Task<TaskAnswer> AnswerAsync(TrackerDb db, AccountTask task, string account, CancellationToken cancel)
    {
        var emails = await db
            .Members.Where(m => m.Id == task.AssigneeId || m.Id == task.AwayMemberId)
            .ToDictionaryAsync(m => m.Id, m => m.Email, cancel);
        return TaskAnswer.Of(task, account, EmailOf(task.AssigneeId), EmailOf(task.AwayMemberId));

        string? EmailOf(int? memberId) => memberId is { } id ? emails.GetValueOrDefault(id) : null;
    }

    private static async Task<(Optional<int?> Id, string? Email)> AssigneeAsync(JsonFields body, TrackerDb db, CancellationToken cancel)
    {
        var given = body.Take("assignee", JsonKinds.OrNull(JsonKinds.Parsed<string>(EmailAddress.Normalise)));
        if (!given.IsGiven || given.Value is not { } email)
            return (given.IsGiven ? new Optional<int?>(true, null) : default, null);
        var id = await db.Members.Where(m => m.Active && m.Email == email).Select(m => (int?)m.Id).FirstOrDefaultAsync(cancel);
        if (id is not null)
            return (id, email);
        body.Wrong("assignee", "Must be the e-mail of an active member, or null.");
        return default;
    }
}
