using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>What <c>POST /accounts/{externalId}/holds/{playbook}</c> takes; the body may be left out.</summary>
public sealed record HoldBody
{
    /// <summary>Why the account is held.</summary>
    [MaxLength(DetailText.ReasonLength)]
    public string? Reason { get; init; }
}

/// <summary><c>POST</c> and <c>DELETE /accounts/{externalId}/holds/{playbook}</c>.</summary>
internal static class HoldEndpoints
{
    private const string PlaybookMeans = "The playbook's name.";
    private const string Example = """
        {
          "playbook": "final-outreach-due",
          "by": "api:crm",
          "at": "2026-11-20T08:00:00Z",
          "reason": "in talks until the spring",
          "until": "2026-12-15"
        }
        """;

    public static void MapHolds(this RouteGroupBuilder api)
    {
        api.MapPost("/accounts/{externalId}/holds/{playbook}", HoldAsync)
            .RequireAuthorization(Access.WorkOnAccounts)
            .WithName("holdAccount")
            .WithSummary("Hold a playbook off an account")
            .WithDescription(
                "The playbook leaves the account alone until its occasion changes (for final-outreach-due: a renewal at least 14 days "
                    + "later) or the hold is lifted. 201 with a new hold; 200 where the same one is in force already."
            )
            .Parameter(AccountEndpoints.Parameter, AccountEndpoints.ParameterMeans)
            .Parameter("playbook", PlaybookMeans)
            .Accepts<HoldBody>(isOptional: true, "application/json")
            .Takes("""{ "reason": "in talks until the spring" }""")
            .Gives(200, Example)
            .Gives(201, Example)
            .Refuses(400, 404, 413, 415);
        api.MapDelete("/accounts/{externalId}/holds/{playbook}", LiftAsync)
            .RequireAuthorization(Access.WorkOnAccounts)
            .WithName("liftHold")
            .WithSummary("Lift a hold")
            .WithDescription("The playbook looks at the account again from its next run on. Where there is no hold, nothing changes.")
            .Parameter(AccountEndpoints.Parameter, AccountEndpoints.ParameterMeans)
            .Parameter("playbook", PlaybookMeans)
            .Refuses(404);
    }

    private static async Task<Results<Ok<HoldAnswer>, Created<HoldAnswer>>> HoldAsync(
        string externalId,
        string playbook,
        HttpContext http,
        TrackerDb db,
        AccountHolds holds,
        CancellationToken cancel
    )
    {
        var name = Find(playbook).Name;
        var body = await ApiBody.ReadAsync(http.Request, optional: true);
        var reason = body.Take("reason", JsonKinds.OrNull(JsonKinds.Text(DetailText.ReasonLength, breaksAllowed: true))).Value;
        body.Finish();
        var id = await db.AccountIdAsync(http, cancel);
        var before = await FindAsync(db, id, name, cancel);
        if (before is not null && before.Reason == reason && await StandsAsync(db, before, cancel))
            return TypedResults.Ok(HoldAnswer.Of(before));
        await holds.HoldAsync(id, name, reason, http.User.Actor(), cancel);
        var placed = (await FindAsync(db, id, name, cancel))!;
        return TypedResults.Created((string?)null, HoldAnswer.Of(placed));
    }

    private static async Task<NoContent> LiftAsync(
        string externalId,
        string playbook,
        HttpContext http,
        TrackerDb db,
        AccountHolds holds,
        CancellationToken cancel
    )
    {
        var name = Find(playbook).Name;
        await holds.LiftAsync(await db.AccountIdAsync(http, cancel), name, http.User.Actor(), cancel);
        return TypedResults.NoContent();
    }

    private static Playbook Find(string name) =>
        PlaybookBook.Find(name) ?? throw ApiProblemException.NotFound($"There is no playbook {DetailText.Quote(name)}.");

    private static Task<Hold?> FindAsync(TrackerDb db, long accountId, string playbook, CancellationToken cancel) =>
        db.Holds.AsNoTracking().FirstOrDefaultAsync(h => h.AccountId == accountId && h.Playbook == playbook && h.LiftedAt == null, cancel);

    /// <summary>Whether the hold is what a new one would be: in force, and for the occasion that the account is at.</summary>
    private static async Task<bool> StandsAsync(TrackerDb db, Hold hold, CancellationToken cancel)
    {
        var account = await db
            .Accounts.AsNoTracking()
            .Where(a => a.Id == hold.AccountId)
            .Select(a => new { a.NextRenewalOn, a.Passage })
            .FirstAsync(cancel);
        return hold.InForce(account.NextRenewalOn, account.Passage)
            && (
                account.NextRenewalOn is null
                || hold.UntilRenewalOn is null
                || hold.UntilRenewalOn == account.NextRenewalOn.Value.AddDays(Hold.DaysToAnotherRenewal)
            );
    }
}
