using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Api.Playbooks;

/// <summary>One automation.</summary>
/// <param name="Enabled">Whether it is switched on.</param>
/// <param name="Trigger">When it looks, in words.</param>
/// <param name="MovesTo">The stage that it moves accounts to; null: it moves none.</param>
/// <param name="Raises">The kind of the tasks that it raises, updates and closes; null: none.</param>
/// <param name="Sends">survey: it asks a contact by mail how the onboarding was; null: it sends nothing.</param>
/// <param name="WaitsForFirstRun">It may create many tasks or mails, and does nothing by itself until a team lead has run it once for real.</param>
/// <param name="LastRun">Its newest run, dry or real; null: it has not run.</param>
public sealed record PlaybookAnswer(
    string Name,
    string Purpose,
    bool Enabled,
    string Trigger,
    ScheduleAnswer Schedule,
    string? MovesTo,
    string? Raises,
    string? Sends,
    bool WaitsForFirstRun,
    RunSummary? LastRun
);

/// <summary>When it runs by itself.</summary>
/// <param name="DailyAt">Local time, HH:mm.</param>
/// <param name="TimeZone">The team's IANA time zone.</param>
public sealed record ScheduleAnswer(TimeOnly DailyAt, string TimeZone);

/// <summary>What <c>PATCH /playbooks/{name}</c> takes.</summary>
public sealed record PlaybookBody
{
    public required bool Enabled { get; init; }
}

/// <summary><c>GET /playbooks</c> and <c>PATCH /playbooks/{name}</c>.</summary>
internal static class PlaybookEndpoints
{
    public const string Parameter = "name";
    public const string ParameterMeans = "The playbook's name, such as final-outreach-due.";
    private const string Example = """
        {
          "name": "final-outreach-due",
          "purpose": "Moves every account whose bill renews soon to Awaiting Final Outreach, engaged or not.",
          "enabled": true,
          "trigger": "daily at the policy hour, and when a renewal changes",
          "schedule": { "dailyAt": "06:00", "timeZone": "UTC" },
          "movesTo": "5",
          "raises": null,
          "sends": null,
          "waitsForFirstRun": false,
          "lastRun": {
            "id": 12,
            "dryRun": false,
            "trigger": "schedule",
            "requestedBy": "playbook:final-outreach-due",
            "requestedAt": "2026-11-21T06:00:00Z",
            "state": "completed",
            "finishedAt": "2026-11-21T06:00:03Z",
            "count": 14,
            "heldCount": 2,
            "droppedCount": 0,
            "undoneAt": null
          }
        }
        """;

    public static void MapPlaybook(this RouteGroupBuilder api)
    {
        api.MapGet("/playbooks", ListAsync)
            .WithName("listPlaybooks")
            .WithSummary("List the playbooks")
            .Paged()
            .Gives(200, $$"""{ "items": [{{Example}}], "nextCursor": null }""")
            .Refuses(400);
        api.MapPatch("/playbooks/{name}", SwitchAsync)
            .RequireAuthorization(Access.TuneRules)
            .WithName("switchPlaybook")
            .WithSummary("Switch a playbook on or off")
            .WithDescription("A run that has begun is not cut short.")
            .Parameter(Parameter, ParameterMeans)
            .Accepts<PlaybookBody>("application/json")
            .Takes("""{ "enabled": true }""")
            .Gives(200, Example)
            .Refuses(400, 404, 413, 415);
    }

    public static Playbook Find(string name) =>
        PlaybookBook.Find(name) ?? throw ApiProblemException.NotFound($"There is no playbook {DetailText.Quote(name)}.");

    private static async Task<Ok<ApiList<PlaybookAnswer>>> ListAsync(
        string? limit,
        string? cursor,
        TrackerDb db,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        var most = ApiPage.Limit(limit);
        var first = (int)(ApiPage.Place("playbooks", cursor) ?? 0);
        var answers = new List<PlaybookAnswer>();
        foreach (var playbook in PlaybookBook.All.Skip(first).Take(most))
            answers.Add(await OfAsync(playbook, db, time, cancel));
        var next = first + most;
        return TypedResults.Ok(
            new ApiList<PlaybookAnswer>(answers, next < PlaybookBook.All.Count ? ApiPage.Cursor("playbooks", next) : null)
        );
    }

    private static async Task<Ok<PlaybookAnswer>> SwitchAsync(
        string name,
        HttpContext http,
        TrackerDb db,
        PlaybookSwitches switches,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        var playbook = Find(name);
        var body = await ApiBody.ReadAsync(http.Request);
        var enabled = body.Require<bool>("enabled", JsonKinds.Bool);
        body.Finish();
        await switches.SetAsync(playbook.Name, enabled.Value, http.User.Actor(), cancel);
        return TypedResults.Ok(await OfAsync(playbook, db, time, cancel));
    }

    private static async Task<PlaybookAnswer> OfAsync(Playbook playbook, TrackerDb db, TimeProvider time, CancellationToken cancel)
    {
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var off = await db.PlaybookSwitches.AnyAsync(s => s.Playbook == playbook.Name && !s.Enabled, cancel);
        var last = await db
            .PlaybookRuns.AsNoTracking()
            .Where(run => run.Playbook == playbook.Name)
            .OrderByDescending(run => run.Id)
            .FirstOrDefaultAsync(cancel);
        return new PlaybookAnswer(
            playbook.Name,
            playbook.Purpose,
            !off,
            playbook.Trigger,
            new ScheduleAnswer(playbook.DailyAt(context), context.Policy.TimeZone),
            playbook.MovesTo,
            playbook.Alert?.Kind,
            playbook.SendsSurvey ? "survey" : null,
            !await db.IsReleasedAsync(playbook, cancel),
            last is null ? null : RunSummary.Of(last)
        );
    }
}
