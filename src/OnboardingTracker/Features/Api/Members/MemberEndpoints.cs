using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Api.Members;

/// <summary>A person of the team.</summary>
/// <param name="Role">specialist, revenue, lead or admin.</param>
/// <param name="Absent">Away: gets no new leads until back.</param>
/// <param name="Active">A deactivated person cannot sign in and owns nothing new.</param>
public sealed record MemberAnswer(string Email, string Name, Role Role, bool Absent, bool Active)
{
    internal static MemberAnswer Of(Member member) => new(member.Email, member.Name, member.Role, member.Absent, member.Active);
}

/// <summary>What <c>POST /members</c> takes.</summary>
public sealed record NewMemberBody
{
    public required string Email { get; init; }

    public required string Name { get; init; }

    public required Role Role { get; init; }
}

/// <summary>What <c>PATCH /members/{email}</c> takes; only the fields sent are changed.</summary>
public sealed record MemberBody
{
    public string Name { get; init; } = "";

    public Role Role { get; init; }

    public bool Absent { get; init; }

    public bool Active { get; init; }

    /// <summary>
    /// Who gets the accounts of somebody who is deactivated or becomes revenue: the e-mail of an active member who works on accounts;
    /// null: they are dealt out to who is present. Must be sent where the person owns accounts in work or has open tasks; the tasks go the same way.
    /// </summary>
    public string? ReassignTo { get; init; }
}

/// <summary><c>GET</c> and <c>POST /members</c>, <c>PATCH /members/{email}</c>.</summary>
internal static class MemberEndpoints
{
    private const string Cursor = "members";
    private const int NameLength = 200;
    private const string Example = """
        { "email": "ann@example.com", "name": "Ann Lee", "role": "specialist", "absent": false, "active": true }
        """;

    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApiGroup("members");
        api.MapGet("/members", ListAsync)
            .WithName("listMembers")
            .WithSummary("List the team")
            .WithDescription("In the order of joining, those who were deactivated too.")
            .Paged()
            .Gives(200, $$"""{ "items": [{{Example}}], "nextCursor": null }""")
            .Refuses(400);
        api.MapPost("/members", AddAsync)
            .RequireAuthorization(Access.TuneRules)
            .WithName("addMember")
            .WithSummary("Add somebody to the team")
            .WithDescription("Only an admin makes somebody an admin. A new specialist is dealt the unowned accounts.")
            .Accepts<NewMemberBody>("application/json")
            .Takes("""{ "email": "ann@example.com", "name": "Ann Lee", "role": "specialist" }""")
            .Gives(201, Example)
            .Refuses(400, 409, 413, 415);
        api.MapPatch("/members/{email}", ChangeAsync)
            .RequireAuthorization(Access.TuneRules)
            .WithName("changeMember")
            .WithSummary("Change a member")
            .WithDescription(
                "Only an admin makes somebody an admin or changes one, and the last active admin stays one: 422. Somebody who comes back "
                    + "is dealt the unowned accounts. Deactivating somebody who owns accounts in work or has open tasks needs reassignTo: 422 without."
            )
            .Parameter("email", "The member's e-mail.")
            .Accepts<MemberBody>("application/json")
            .Takes("""{ "absent": true }""")
            .Gives(200, Example)
            .Refuses(400, 404, 413, 415, 422);
    }

    private static async Task<Ok<ApiList<MemberAnswer>>> ListAsync(string? limit, string? cursor, TrackerDb db, CancellationToken cancel)
    {
        var most = ApiPage.Limit(limit);
        var after = ApiPage.Place(Cursor, cursor) ?? 0;
        var members = await db.Members.AsNoTracking().Where(m => m.Id > after).OrderBy(m => m.Id).Take(most + 1).ToListAsync(cancel);
        var page = ApiPage.Of(members, most, member => ApiPage.Cursor(Cursor, member.Id));
        return TypedResults.Ok(new ApiList<MemberAnswer>([.. page.Items.Select(MemberAnswer.Of)], page.NextCursor));
    }

    private static async Task<Created<MemberAnswer>> AddAsync(HttpContext http, TeamChanges team, CancellationToken cancel)
    {
        var body = await ApiBody.ReadAsync(http.Request);
        var email = body.Require("email", JsonKinds.Parsed<string>(EmailAddress.Normalise));
        var name = body.Require("name", JsonKinds.Text(NameLength));
        var role = body.Require("role", JsonKinds.Code<Role>());
        body.Finish();
        return await team.AddAsync(email.Value, name.Value, role.Value, http.User.Actor(), http.User.Role()!.Value, cancel) switch
        {
            TeamChange.Accepted { Member: var member } => TypedResults.Created(
                $"{ApiSetup.Root}/members/{Uri.EscapeDataString(member.Email)}",
                MemberAnswer.Of(member)
            ),
            var other => throw ProblemOf(other),
        };
    }

    private static async Task<Ok<MemberAnswer>> ChangeAsync(
        string email,
        HttpContext http,
        TrackerDb db,
        TeamChanges team,
        CancellationToken cancel
    )
    {
        var body = await ApiBody.ReadAsync(http.Request);
        var update = new MemberUpdate
        {
            Name = body.Take("name", JsonKinds.Text(NameLength)),
            Role = body.Take("role", JsonKinds.Code<Role>()),
            Absent = body.Take<bool>("absent", JsonKinds.Bool),
            Active = body.Take<bool>("active", JsonKinds.Bool),
            ReassignTo = await ReassignToAsync(body, db, cancel),
        };
        body.Finish();
        var id = await IdAsync(email, db, cancel) ?? throw ApiProblemException.NotFound($"There is no member {DetailText.Quote(email)}.");
        return await team.ChangeAsync(id, update, http.User.Actor(), http.User.Role()!.Value, cancel) switch
        {
            TeamChange.Accepted { Member: var member } => TypedResults.Ok(MemberAnswer.Of(member)),
            var other => throw ProblemOf(other),
        };
    }

    private static async Task<Optional<int?>> ReassignToAsync(JsonFields body, TrackerDb db, CancellationToken cancel)
    {
        var to = body.Take("reassignTo", JsonKinds.OrNull(JsonKinds.Parsed<string>(EmailAddress.Normalise)));
        if (!to.IsGiven || to.Value is null)
            return new Optional<int?>(to.IsGiven, null);
        if (await IdAsync(to.Value, db, cancel) is { } id)
            return id;
        body.Wrong("reassignTo", "Must be the e-mail of a member, or null.");
        return default;
    }

    private static async Task<int?> IdAsync(string email, TrackerDb db, CancellationToken cancel) =>
        EmailAddress.Normalise(email, out _) is { } normal
            ? await db.Members.Where(m => m.Email == normal).Select(m => (int?)m.Id).FirstOrDefaultAsync(cancel)
            : null;

    private static ApiProblemException ProblemOf(TeamChange change) =>
        change switch
        {
            TeamChange.Forbidden forbidden => ApiProblemException.Forbidden(forbidden.Message),
            TeamChange.Exists exists => ApiProblemException.Of(409, $"There is a member {exists.Member.Email}."),
            TeamChange.NotFound => ApiProblemException.NotFound("There is no such member."),
            TeamChange.Refused { Rule: MemberRules.CannotOwn } refused => ApiProblemException.Invalid("reassignTo", refused.Message),
            TeamChange.Refused refused => new(
                new Problem
                {
                    Title = "A rule refuses this change",
                    Status = StatusCodes.Status422UnprocessableEntity,
                    Detail = refused.Message,
                    Rule = refused.Rule,
                    Accounts = refused.Accounts > 0 ? refused.Accounts : null,
                }
            ),
            _ => throw new InvalidOperationException("A change of the team ended as none of its results."),
        };
}
