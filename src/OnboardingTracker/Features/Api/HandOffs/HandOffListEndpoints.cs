using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Features.Api.Accounts;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.HandOffs;

/// <summary><c>GET /hand-offs</c> and <c>GET /accounts/{externalId}/hand-offs</c>.</summary>
internal static class HandOffListEndpoints
{
    private const string Cursor = "hand-offs";

    public static void MapHandOffLists(this RouteGroupBuilder api)
    {
        api.MapGet("/hand-offs", ListAsync)
            .WithName("listHandOffs")
            .WithSummary("List hand-offs")
            .WithDescription("Newest first.")
            .Parameter("state", "Only in this state: pending, accepted, declined, disqualified or withdrawn.")
            .Paged()
            .Gives(200, $$"""{ "items": [{{HandOffEndpoints.Example}}], "nextCursor": null }""")
            .Refuses(400);
        api.MapGet("/accounts/{externalId}/hand-offs", OfAccountAsync)
            .WithName("listHandOffsOfAccount")
            .WithSummary("List the hand-offs of an account")
            .WithDescription("Newest first.")
            .Parameter(AccountEndpoints.Parameter, AccountEndpoints.ParameterMeans)
            .Paged()
            .Gives(200, $$"""{ "items": [{{HandOffEndpoints.Example}}], "nextCursor": null }""")
            .Refuses(400, 404);
    }

    private static Task<Ok<ApiList<HandOffAnswer>>> ListAsync(
        string? state,
        string? limit,
        string? cursor,
        TrackerDb db,
        CancellationToken cancel
    )
    {
        var handOffs = db.HandOffs.AsNoTracking();
        if (state is not null)
        {
            var wanted = StateOf(state);
            handOffs = handOffs.Where(h => h.State == wanted);
        }
        return PageAsync(handOffs, limit, cursor, db, cancel);
    }

    private static async Task<Ok<ApiList<HandOffAnswer>>> OfAccountAsync(
        string externalId,
        string? limit,
        string? cursor,
        HttpContext http,
        TrackerDb db,
        CancellationToken cancel
    )
    {
        var accountId = await db.AccountIdAsync(http, cancel);
        return await PageAsync(db.HandOffs.AsNoTracking().Where(h => h.AccountId == accountId), limit, cursor, db, cancel);
    }

    private static async Task<Ok<ApiList<HandOffAnswer>>> PageAsync(
        IQueryable<HandOff> handOffs,
        string? limit,
        string? cursor,
        TrackerDb db,
        CancellationToken cancel
    )
    {
        var most = ApiPage.Limit(limit);
        var before = ApiPage.Place(Cursor, cursor) ?? long.MaxValue;
        var rows = await db.AnswersAsync(handOffs.Where(h => h.Id < before).OrderByDescending(h => h.Id).Take(most + 1), cancel);
        return TypedResults.Ok(ApiPage.Of(rows, most, row => ApiPage.Cursor(Cursor, row.Id)));
    }

    private static HandOffState StateOf(string text)
    {
        foreach (var state in Enum.GetValues<HandOffState>())
        {
            if (AccountDetails.Code(state) == text)
                return state;
        }
        throw ApiProblemException.Invalid("state", $"Must be one of {JsonKinds.Codes<HandOffState>()}.");
    }
}
