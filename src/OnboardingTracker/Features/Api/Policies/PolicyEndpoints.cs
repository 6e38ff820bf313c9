using Microsoft.AspNetCore.Http.HttpResults;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Api.Policies;

/// <summary><c>GET</c> and <c>PATCH /policy</c>.</summary>
internal static class PolicyEndpoints
{
    public const string Version = "version";

    public static void MapPolicy(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApiGroup("policy");
        api.MapGet("/policy", GetAsync).WithName("getPolicy").WithSummary("Read the policy in force").Gives(200, PolicyAnswer.Example);
        api.MapPatch("/policy", PatchAsync)
            .RequireAuthorization(Access.TuneRules)
            .WithName("changePolicy")
            .WithSummary("Change the policy, or preview a change")
            .WithDescription(
                "Changes the values that are sent. Send the version that was read as well to be told (409) when somebody changed the "
                    + "policy meanwhile. With preview=true nothing is changed: the answer says what each playbook would move now under the "
                    + "changed policy, beside what it moves under the one in force."
            )
            .Parameter("preview", "true: change nothing, and say what would move.", schema => schema.Enum = ["true", "false"])
            .Accepts<PolicyBody>("application/json")
            .Takes("""{ "finalOutreachDaysBefore": 14, "currencyRates": { "EUR": 1.08 } }""")
            .Gives(200, typeof(PolicyAnswer), PolicyAnswer.Example)
            .Gives(200, typeof(PreviewAnswer), PreviewAnswer.Example)
            .Refuses(400, 409, 413, 415);
    }

    private static async Task<Ok<PolicyAnswer>> GetAsync(TrackerDb db, CancellationToken cancel)
    {
        var (policy, version) = await db.CurrentPolicyAsync(cancel);
        return TypedResults.Ok(new PolicyAnswer(policy, version));
    }

    private static async Task<Results<Ok<PolicyAnswer>, Ok<PreviewAnswer>>> PatchAsync(
        string? preview,
        HttpContext http,
        TrackerDb db,
        PolicyChanges changes,
        PolicyPreviews previews,
        CancellationToken cancel
    )
    {
        if (preview is not (null or "true" or "false"))
            throw ApiProblemException.Invalid("preview", "true or false.");
        var (present, version) = await db.CurrentPolicyAsync(cancel);
        var body = await ApiBody.ReadAsync(http.Request);
        var read = body.Take<long>(Version, JsonKinds.Number);
        var wanted = PolicyPatch.Apply(body, present);
        body.Finish();
        if (read.IsGiven && read.Value != version)
            throw Conflict(version);
        if (preview == "true")
            return TypedResults.Ok(PreviewAnswer.Of(present, wanted, version, await previews.PreviewAsync(wanted, cancel)));
        return await changes.ChangeAsync(wanted, version, http.User.Actor(), cancel) switch
        {
            PolicyChange.Accepted accepted => TypedResults.Ok(new PolicyAnswer(accepted.Policy, accepted.Version)),
            PolicyChange.Refused refused => throw ApiProblemException.Invalid(PolicyPatch.ErrorsOf(refused.Errors)),
            PolicyChange.Conflict conflict => throw Conflict(conflict.Version),
            _ => throw new InvalidOperationException("A policy change ended as none of its results."),
        };
    }

    private static ApiProblemException Conflict(int version) =>
        new(
            new Problem
            {
                Title = "The policy has changed",
                Status = StatusCodes.Status409Conflict,
                Detail = $"Version {version} is in force by now. Nothing was changed: read it and decide again.",
                CurrentVersion = version,
            }
        );
}
