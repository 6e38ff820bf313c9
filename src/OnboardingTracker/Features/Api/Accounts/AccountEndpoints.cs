using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary><c>PUT</c> and <c>GET /accounts/{externalId}</c>.</summary>
internal static class AccountEndpoints
{
    public const string Parameter = "externalId";
    public const string ParameterMeans = "What other systems call the account. A slash in it is sent as %2F.";

    public static void MapAccount(this RouteGroupBuilder api)
    {
        api.MapPut("/accounts/{externalId}", PutAsync)
            .RequireAuthorization(Access.WorkOnAccounts)
            .WithName("putAccount")
            .WithSummary("Make or change an account")
            .WithDescription(
                "Makes the account where it is not known, and changes only the fields that are sent; null clears a value. Contacts are "
                    + "merged by e-mail. A change that a person made by hand holds until a different value is sent. The stage is not a "
                    + "detail: send it to /stage. The playbooks look at the account before the answer is written."
            )
            .Parameter(Parameter, ParameterMeans)
            .Accepts<AccountBody>("application/json")
            .Takes(AccountExamples.Put)
            .Gives(200, AccountExamples.Answer)
            .Gives(201, AccountExamples.Answer)
            .Refuses(400, 413, 415);
        api.MapGet("/accounts/{externalId}", GetAsync)
            .WithName("getAccount")
            .WithSummary("Read an account")
            .Parameter(Parameter, ParameterMeans)
            .Gives(200, AccountExamples.Answer)
            .Refuses(404);
    }

    private static async Task<Results<Ok<AccountAnswer>, Created<AccountAnswer>>> PutAsync(
        string externalId,
        HttpContext http,
        TrackerDb db,
        AccountWrites writes,
        AccountAnswers answers,
        CancellationToken cancel
    )
    {
        externalId = AccountAddress.ExternalId(http);
        if (AccountAddress.ProblemOf(externalId) is { } problem)
            throw ApiProblemException.Invalid(Parameter, problem);
        var body = await ApiBody.ReadAsync(http.Request);
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var put = AccountPut.Read(body, externalId, policy.TeamCurrency);
        var present = await db
            .Accounts.AsNoTracking()
            .Where(a => a.ExternalId == externalId)
            .Select(a => new Present(a.OwnerId, a.LeadSince != null))
            .FirstOrDefaultAsync(cancel);
        var update = put.Update with
        {
            OwnerId = await OwnerAsync(put.Owner, present, body, db, cancel),
            LegacySegment = LegacySegment(put.Segments, present, body),
        };
        body.Finish();

        var written = await writes.UpsertAsync(externalId, update, put.Contacts, DetailSources.Api, http.User.Actor(), cancel);
        var answer = await answers.OfAsync(written.AccountId, cancel);
        return written.Created ? TypedResults.Created(AccountAddress.PathTo(externalId), answer) : TypedResults.Ok(answer);
    }

    private static async Task<Ok<AccountAnswer>> GetAsync(
        string externalId,
        HttpContext http,
        TrackerDb db,
        AccountAnswers answers,
        CancellationToken cancel
    ) => TypedResults.Ok(await answers.OfAsync(await db.AccountIdAsync(http, cancel), cancel));

    /// <summary>An owner who has it already may keep it, deactivated or not: who sends the same again changes nothing.</summary>
    private static async Task<Optional<int?>> OwnerAsync(
        Optional<string?> owner,
        Present? present,
        JsonFields body,
        TrackerDb db,
        CancellationToken cancel
    )
    {
        if (!owner.IsGiven)
            return default;
        if (owner.Value is not { } email)
            return new Optional<int?>(true, null);
        var member = await db.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Email == email, cancel);
        if (member is not null && (MemberRules.MayOwn(member) || member.Id == present?.OwnerId))
            return member.Id;
        body.Wrong("owner", "Must be the e-mail of an active member who works on accounts, or null.");
        return default;
    }

    private static Optional<bool> LegacySegment(Optional<IReadOnlyList<string>> segments, Present? present, JsonFields body)
    {
        if (!segments.IsGiven)
            return default;
        if (segments.Value.Contains(Segments.OnboardingLead) && present is not { IsLead: true })
            body.Wrong("segments", $"{Segments.OnboardingLead} is entered by rule alone, and this account is not a member.");
        return segments.Value.Contains(Segments.OnboardingEngaged);
    }

    private sealed record Present(int? OwnerId, bool IsLead);
}
