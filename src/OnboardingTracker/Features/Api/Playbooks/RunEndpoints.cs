using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Api.Playbooks;

/// <summary>What <c>POST /playbooks/{name}/runs</c> takes.</summary>
public sealed record RunBody
{
    /// <summary>true: only say which accounts it would touch, and why.</summary>
    public required bool DryRun { get; init; }

    /// <summary>A real run of exactly the accounts that this dry run found; those that changed since are left alone and named.</summary>
    public long? BasedOn { get; init; }
}

/// <summary>What an undo did.</summary>
/// <param name="Undone">Accounts that are back where they were, or whose alerts or survey were called off.</param>
/// <param name="LeftCount">Accounts that were left alone.</param>
/// <param name="Left">The first 1,000 of them.</param>
public sealed record UndoAnswer(int Undone, int LeftCount, IReadOnlyList<LeftAnswer> Left);

/// <param name="Reason">Why it was left alone.</param>
public sealed record LeftAnswer(string Account, string Reason);

/// <summary><c>POST /playbooks/{name}/runs</c>, <c>GET …/runs/{id}</c>, <c>POST …/runs/{id}/undo</c>.</summary>
internal static class RunEndpoints
{
    private const int MostShown = 1_000;
    private const string RunMeans = "The run's id.";
    private const string Example = """
        {
          "id": 11,
          "playbook": "final-outreach-due",
          "dryRun": true,
          "basedOn": null,
          "state": "completed",
          "requestedBy": "api:crm",
          "requestedAt": "2026-11-20T08:00:00Z",
          "finishedAt": "2026-11-20T08:00:01Z",
          "day": "2026-11-20",
          "policyVersion": 3,
          "count": 1,
          "heldCount": 0,
          "droppedCount": 0,
          "undoneAt": null,
          "touched": [{ "account": "acme", "from": "2", "to": "5", "reason": "renews in 10 days, on 2026-11-30" }],
          "held": [],
          "dropped": [],
          "nextCursor": null
        }
        """;

    public static void MapRuns(this RouteGroupBuilder api)
    {
        api.MapPost("/playbooks/{name}/runs", RunAsync)
            .WithName("runPlaybook")
            .WithSummary("Run a playbook, dry or for real")
            .WithDescription(
                "Answers when the run is done. A dry run touches nothing. A real run needs a team lead's role; it can be told to keep to "
                    + "exactly what a dry run found. At most 1,000 accounts of each kind are shown; read the run to page through the rest. "
                    + "A playbook that is switched off makes no real runs: 422; neither does the survey before it is released, or where no mail can be sent."
            )
            .Parameter(PlaybookEndpoints.Parameter, PlaybookEndpoints.ParameterMeans)
            .Accepts<RunBody>("application/json")
            .Takes("""{ "dryRun": true }""")
            .Gives(200, Example)
            .Refuses(400, 404, 413, 415, 422);
        api.MapGet("/playbooks/{name}/runs/{id:long}", GetAsync)
            .WithName("getRun")
            .WithSummary("Page through what a run found")
            .Parameter(PlaybookEndpoints.Parameter, PlaybookEndpoints.ParameterMeans)
            .Parameter("id", RunMeans)
            .Paged()
            .Gives(200, Example)
            .Refuses(400, 404);
        api.MapPost("/playbooks/{name}/runs/{id:long}/undo", UndoAsync)
            .RequireAuthorization(Access.TuneRules)
            .WithName("undoRun")
            .WithSummary("Undo a run")
            .WithDescription(
                "Takes every account that the run moved back to where it was, and holds the playbook off it. Accounts that were moved "
                    + "since are left alone and named. Alerts that nobody has touched, and surveys that were not sent yet, are called off."
            )
            .Parameter(PlaybookEndpoints.Parameter, PlaybookEndpoints.ParameterMeans)
            .Parameter("id", RunMeans)
            .Gives(
                200,
                """
                {
                  "undone": 13,
                  "leftCount": 1,
                  "left": [{ "account": "acme", "reason": "moved to 6c Sales Handoff by user:ann@example.com since" }]
                }
                """
            )
            .Refuses(404, 422);
    }

    private static async Task<Ok<RunAnswer>> RunAsync(
        string name,
        HttpContext http,
        TrackerDb db,
        PlaybookRunner runner,
        IHostApplicationLifetime lifetime,
        CancellationToken cancel
    )
    {
        var playbook = PlaybookEndpoints.Find(name);
        var body = await ApiBody.ReadAsync(http.Request);
        var dryRun = body.Require<bool>("dryRun", JsonKinds.Bool);
        var basedOn = body.Take("basedOn", JsonKinds.OrNone<long>(JsonKinds.Number));
        if (dryRun.Value && basedOn.Value is not null)
            body.Wrong("basedOn", "Only a real run is based on a dry one.");
        body.Finish();
        if (!dryRun.Value && !http.User.May(Access.TuneRules))
            throw ApiProblemException.Forbidden("The role of this key makes dry runs only.");
        try
        {
            // Not cut short when the caller hangs up: the run is noted, and ends as it began.
            var run = await runner.RunAsync(
                new RunRequest(playbook.Name, dryRun.Value, basedOn.Value, RunTriggers.AskedFor, http.User.Actor()),
                lifetime.ApplicationStopping
            );
            return TypedResults.Ok(RunAnswer.Of(run, await RunAccounts.FirstAsync(db, run, MostShown, cancel)));
        }
        catch (RunRefusedException refused)
        {
            throw Refused(refused);
        }
    }

    private static async Task<Ok<RunAnswer>> GetAsync(
        string name,
        long id,
        string? limit,
        string? cursor,
        TrackerDb db,
        CancellationToken cancel
    )
    {
        var most = ApiPage.Limit(limit);
        var run = await FindAsync(name, id, db, cancel);
        return TypedResults.Ok(RunAnswer.Of(run, await RunAccounts.PageAsync(db, run, cursor, most, cancel)));
    }

    private static async Task<Ok<UndoAnswer>> UndoAsync(
        string name,
        long id,
        HttpContext http,
        TrackerDb db,
        PlaybookUndo undo,
        IHostApplicationLifetime lifetime,
        CancellationToken cancel
    )
    {
        await FindAsync(name, id, db, cancel);
        try
        {
            var undone = await undo.UndoAsync(id, http.User.Actor(), lifetime.ApplicationStopping);
            return TypedResults.Ok(
                new UndoAnswer(
                    undone.Undone,
                    undone.LeftCount,
                    [.. undone.Left.Select(left => new LeftAnswer(left.ExternalId, left.Reason))]
                )
            );
        }
        catch (RunRefusedException refused)
        {
            throw Refused(refused);
        }
    }

    private static async Task<PlaybookRun> FindAsync(string name, long id, TrackerDb db, CancellationToken cancel)
    {
        var playbook = PlaybookEndpoints.Find(name).Name;
        return await db.PlaybookRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == id && run.Playbook == playbook, cancel)
            ?? throw ApiProblemException.NotFound($"{playbook} has no run {id}.");
    }

    private static ApiProblemException Refused(RunRefusedException refused) =>
        new(
            new Problem
            {
                Title = "A rule refuses this run",
                Status = StatusCodes.Status422UnprocessableEntity,
                Detail = refused.Message,
                Rule = refused.Rule,
            }
        );
}
