using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.HandOffs;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Features.Api.Accounts;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Api.HandOffs;

/// <summary><c>POST /accounts/{externalId}/hand-off</c> and <c>PATCH /hand-offs/{id}</c>.</summary>
internal static class HandOffEndpoints
{
    /// <summary>The rule that a hand-off is refused by while something speaks against it.</summary>
    public const string ObjectionsRule = "hand-off-objections";

    private const int LongestKey = 64;

    public const string Example = """
        {
          "id": 12, "account": "acme", "state": "declined", "fromStage": "4a", "reason": "Wants a contract", "wants": "A yearly contract",
          "volume": "3 million a month", "urgency": "soon", "spokenWith": "Bea", "salesPerson": null, "although": null,
          "by": "user:ann@example.com", "at": "2026-11-20T08:00:00Z", "mailedTo": ["sales@example.com"],
          "decidedBy": "user:lee@example.com", "decidedAt": "2026-11-21T08:00:00Z", "decision": "Too small for us yet"
        }
        """;

    public static void MapHandOffs(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApiGroup("hand-offs");
        api.MapPost("/accounts/{externalId}/hand-off", HandOffAsync)
            .RequireAuthorization(Access.WorkOnAccounts)
            .WithName("handOff")
            .WithSummary("Hand an account to Sales")
            .WithDescription(
                "Moves it to 6c, freezes what is known of it, and mails Sales. While something speaks against it (an open invoice, with Sales "
                    + "already, a mail of theirs unanswered, a call to come, an answer of Sales still to come): 422 with it as evidence, unless "
                    + "allTheSame is true. Sent again with the same key: 200 with the hand-off that there is."
            )
            .Parameter(AccountEndpoints.Parameter, AccountEndpoints.ParameterMeans)
            .Accepts<HandOffBody>("application/json")
            .Takes("""{ "reason": "Wants a contract", "wants": "A yearly contract", "urgency": "soon", "allTheSame": true }""")
            .Gives(200, Example)
            .Gives(201, Example)
            .Refuses(400, 404, 409, 413, 415, 422);
        api.MapPatch("/hand-offs/{id:long}", DecideAsync)
            .RequireAuthorization(Access.WorkOnAccounts)
            .WithName("decideHandOff")
            .WithSummary("Record what Sales made of a hand-off")
            .WithDescription(
                "For leads and admins; a specialist answers for their own accounts in the app. A declined account goes back to the stage that "
                    + "it left, unless it was moved since. Decided or withdrawn already: 409."
            )
            .Parameter("id", "The hand-off's id.")
            .Accepts<HandOffDecisionBody>("application/json")
            .Takes("""{ "state": "declined", "decision": "Too small for us yet" }""")
            .Gives(200, Example)
            .Refuses(400, 404, 409, 413, 415);
        api.MapHandOffLists();
    }

    private static async Task<Results<Ok<HandOffAnswer>, Created<HandOffAnswer>>> HandOffAsync(
        string externalId,
        HttpContext http,
        TrackerDb db,
        HandOffWrites handOffs,
        CancellationToken cancel
    )
    {
        var body = await ApiBody.ReadAsync(http.Request);
        var reason = body.Require("reason", JsonKinds.Text(MoveRules.LongestReason, breaksAllowed: true));
        var wants = body.Take("wants", JsonKinds.OrNull(JsonKinds.Text(HandOff.LongestText, breaksAllowed: true)));
        var volume = body.Take("volume", JsonKinds.OrNull(JsonKinds.Text(HandOff.LongestVolume)));
        var urgency = body.Take("urgency", JsonKinds.Code<HandOffUrgency>());
        var spokenWith = body.Take("spokenWith", JsonKinds.OrNull(JsonKinds.Text(HandOff.LongestText)));
        var salesPerson = body.Take("salesPerson", JsonKinds.OrNull(JsonKinds.Parsed<string>(EmailAddress.Normalise)));
        var allTheSame = body.Take<bool>("allTheSame", JsonKinds.Bool);
        var key = body.Take("key", JsonKinds.OrNull(JsonKinds.Text(LongestKey)));
        body.Finish();
        var result = await handOffs.MakeAsync(
            new HandOffWish
            {
                AccountId = await db.AccountIdAsync(http, cancel),
                FormKey = key.Value is { } given ? $"api {given}" : Guid.NewGuid().ToString("N"),
                Reason = reason.Value!,
                Wants = wants.Value,
                Volume = volume.Value,
                Urgency = urgency.Value,
                SpokenWith = spokenWith.Value,
                SalesPerson = salesPerson.Value,
                AllTheSame = allTheSame.Value,
                Actor = http.User.Actor(),
            },
            cancel
        );
        switch (result)
        {
            case HandOffResult.Made made:
                var answer = await AnswerAsync(db, made.HandOff.Id, cancel);
                return made.IsNew ? TypedResults.Created((string?)null, answer) : TypedResults.Ok(answer);
            case HandOffResult.Objected objected:
                throw Refused(
                    ObjectionsRule,
                    "Something speaks against it: decide, and send allTheSame.",
                    string.Join('\n', objected.Objections)
                );
            case HandOffResult.Refused { Why: var why }:
                throw Refused(why.Rule, why.Message, why.Evidence);
            case HandOffResult.Conflict:
                throw ApiProblemException.Of(409, "Somebody moved the account meanwhile: read it again.");
            default:
                throw ApiProblemException.NotFound("There is no such account.");
        }
    }

    private static async Task<Ok<HandOffAnswer>> DecideAsync(
        long id,
        HttpContext http,
        TrackerDb db,
        HandOffDecisions decisions,
        CancellationToken cancel
    )
    {
        var body = await ApiBody.ReadAsync(http.Request);
        var state = body.Require("state", JsonKinds.Code<HandOffState>());
        var decision = body.Take("decision", JsonKinds.OrNull(JsonKinds.Text(HandOff.LongestText, breaksAllowed: true)));
        if (state is { IsGiven: true, Value: HandOffState.Pending or HandOffState.Withdrawn })
            body.Wrong("state", "Must be accepted, declined or disqualified; undoing the move withdraws it.");
        else if (state is { IsGiven: true, Value: not HandOffState.Accepted } && string.IsNullOrWhiteSpace(decision.Value))
            body.Wrong("decision", "Must say why it was declined or disqualified.");
        body.Finish();
        await RequireDeciderAsync(id, http.User, db, cancel);
        return await decisions.DecideAsync(id, state.Value, decision.Value, http.User.Actor(), cancel) switch
        {
            DecisionResult.Recorded => TypedResults.Ok(await AnswerAsync(db, id, cancel)),
            DecisionResult.Closed { HandOff: var closed } => throw ApiProblemException.Of(
                409,
                $"It is {AccountDetails.Code(closed.State)} already, by {closed.DecidedBy}."
            ),
            _ => throw ApiProblemException.NotFound($"There is no hand-off {id}."),
        };
    }

    private static async Task RequireDeciderAsync(long id, ClaimsPrincipal user, TrackerDb db, CancellationToken cancel)
    {
        var found = await db
            .HandOffs.Where(h => h.Id == id)
            .Join(db.Accounts, h => h.AccountId, a => a.Id, (h, a) => new { a.OwnerId })
            .FirstOrDefaultAsync(cancel);
        if (found is null)
            throw ApiProblemException.NotFound($"There is no hand-off {id}.");
        if (!HandOff.MayDecide(user.Role(), user.MemberId(), found.OwnerId))
            throw ApiProblemException.Forbidden("The account's owner, a lead or an admin records what Sales said.");
    }

    private static async Task<HandOffAnswer> AnswerAsync(TrackerDb db, long id, CancellationToken cancel) =>
        (await db.AnswersAsync(db.HandOffs.AsNoTracking().Where(h => h.Id == id), cancel)).Single();

    private static ApiProblemException Refused(string rule, string message, string? evidence) =>
        new(
            new Problem
            {
                Title = "A rule refuses it",
                Status = StatusCodes.Status422UnprocessableEntity,
                Detail = message,
                Rule = rule,
                Evidence = evidence,
            }
        );
}
