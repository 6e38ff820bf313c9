using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>What <c>POST /accounts/{externalId}/stage</c> takes.</summary>
public sealed record StageBody
{
    /// <summary>The code of the stage to move the account to.</summary>
    public required string Stage { get; init; }

    /// <summary>Asked for when moving back, and when moving to 6c or 6d.</summary>
    [MaxLength(DetailText.ReasonLength)]
    public string? Reason { get; init; }

    /// <summary>Move only if the account is in this stage; null: only if it is not in the pipeline; left out: wherever it is.</summary>
    public string? ExpectedStage { get; init; }
}

/// <summary>The account is not where the caller saw it.</summary>
public sealed record StageConflict : Problem
{
    /// <summary>The code of the stage that it is in now; null: it is not in the pipeline.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? CurrentStage { get; init; }
}

/// <summary><c>POST /accounts/{externalId}/stage</c>: moves an account as the key's person.</summary>
internal static class StageEndpoint
{
    public static void MapStage(this RouteGroupBuilder api) =>
        api.MapPost("/accounts/{externalId}/stage", MoveAsync)
            .RequireAuthorization(Access.WorkOnAccounts)
            .WithName("moveAccount")
            .WithSummary("Move an account")
            .WithDescription(
                "The stage that it is in already: 200, and no transition. A move that a rule refuses is 422, with the rule, the fact that "
                    + "it found and, where there is one, the stage that it offers. Somebody who moved it meanwhile, or an expectedStage "
                    + "that it is not in: 409 with the stage that it is in now."
            )
            .Parameter(AccountEndpoints.Parameter, AccountEndpoints.ParameterMeans)
            .Accepts<StageBody>("application/json")
            .Takes("""{ "stage": "3a", "reason": "replied by phone", "expectedStage": "2" }""")
            .Gives(200, AccountExamples.Answer)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status409Conflict, typeof(StageConflict), [Problem.ContentType]))
            .Refuses(400, 404, 413, 415, 422);

    private static async Task<Ok<AccountAnswer>> MoveAsync(
        string externalId,
        HttpContext http,
        TrackerDb db,
        AccountMoves moves,
        AccountAnswers answers,
        CancellationToken cancel
    )
    {
        var body = await ApiBody.ReadAsync(http.Request);
        var stages = await db.StagesAsync(cancel);
        var code = JsonKinds.Parsed<string>((ReadOnlySpan<char> text, out string? reason) => CodeOf(text, stages, out reason));
        var stage = body.Require("stage", code);
        var reason = body.Take("reason", JsonKinds.OrNull(JsonKinds.Text(DetailText.ReasonLength, breaksAllowed: true)));
        var expected = body.Take("expectedStage", JsonKinds.OrNull(code));
        body.Finish();

        var id = await db.AccountIdAsync(http, cancel);
        var wish = new MoveWish(id, stage.Value, http.User.Actor(), reason.Value) { ExpectedStage = expected.Value };
        if (expected is { IsGiven: true, Value: null })
            wish = wish with { ExpectedTransitionId = await LastOfNoStageAsync(id, stages, db, cancel) };
        var result = await moves.MoveAsync(wish, cancel);
        return result switch
        {
            MoveResult.Refused { Why: var why } => throw Refused(why),
            MoveResult.Conflict conflict => throw Moved(conflict.CurrentStage, conflict.Last, stages),
            MoveResult.NotFound => throw ApiProblemException.NotFound("There is no such account."),
            _ => TypedResults.Ok(await answers.OfAsync(id, cancel)),
        };
    }

    private static string? CodeOf(ReadOnlySpan<char> text, StageCatalogue stages, out string? reason)
    {
        var stage = stages.Find(text.ToString());
        reason = stage is null
            ? $"{DetailText.Quote(text)} is not the code of a stage: write one of {string.Join(", ", stages.InOrder.Select(s => s.Code))}"
            : null;
        return stage?.Code;
    }

    /// <summary>The last transition of an account that must not be in the pipeline: one that enters meanwhile has another.</summary>
    private static async Task<long> LastOfNoStageAsync(long id, StageCatalogue stages, TrackerDb db, CancellationToken cancel)
    {
        var account = await db
            .Accounts.AsNoTracking()
            .Where(a => a.Id == id)
            .Select(a => new { a.Stage, a.LastTransitionId })
            .FirstAsync(cancel);
        return account.Stage is null ? account.LastTransitionId ?? 0 : throw Moved(account.Stage, null, stages);
    }

    private static ApiProblemException Refused(MoveDecision.Refused why) =>
        new(
            new Problem
            {
                Title = "A rule refuses this move",
                Status = StatusCodes.Status422UnprocessableEntity,
                Detail = why.Message,
                Rule = why.Rule,
                Evidence = why.Evidence,
                OfferedStage = why.OfferedStage,
            }
        );

    private static ApiProblemException Moved(string? currentStage, Transition? last, StageCatalogue stages) =>
        new(
            new StageConflict
            {
                Title = "The account is in another stage",
                Status = StatusCodes.Status409Conflict,
                Detail = last is null
                    ? $"It is in {stages.Label(currentStage)}."
                    : $"It is in {stages.Label(currentStage)}, moved by {last.Actor}. Nothing was changed.",
                CurrentStage = currentStage,
            }
        );
}
