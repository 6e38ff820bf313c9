using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>What <c>PUT /accounts/{externalId}/payment-risk</c> takes.</summary>
public sealed record PaymentRiskBody
{
    public required PaymentRisk Assessment { get; init; }

    /// <summary>Why; left out or null: no note.</summary>
    [MaxLength(DetailText.NoteLength)]
    public string? Note { get; init; }
}

/// <summary><c>PUT /accounts/{externalId}/payment-risk</c>.</summary>
internal static class PaymentRiskEndpoint
{
    public static void MapPaymentRisk(this RouteGroupBuilder api) =>
        api.MapPut("/accounts/{externalId}/payment-risk", PutAsync)
            .RequireAuthorization(Access.MarkPaymentRisk)
            .WithName("putPaymentRisk")
            .WithSummary("Say whether the invoice will be paid")
            .WithDescription("Replaces assessment and note. The same again changes nothing, not even who said it and when.")
            .Parameter(AccountEndpoints.Parameter, AccountEndpoints.ParameterMeans)
            .Accepts<PaymentRiskBody>("application/json")
            .Takes("""{ "assessment": "likelyToPay", "note": "Card renewed" }""")
            .Gives(200, AccountExamples.Answer)
            .Refuses(400, 404, 413, 415);

    private static async Task<Ok<AccountAnswer>> PutAsync(
        string externalId,
        HttpContext http,
        TrackerDb db,
        AccountWrites writes,
        AccountAnswers answers,
        CancellationToken cancel
    )
    {
        var body = await ApiBody.ReadAsync(http.Request);
        var assessment = body.Require("assessment", JsonKinds.Code<PaymentRisk>());
        var note = body.Take("note", JsonKinds.OrNull(JsonKinds.Text(DetailText.NoteLength, breaksAllowed: true)));
        body.Finish();
        var id = await db.AccountIdAsync(http, cancel);
        await writes.AssessPaymentRiskAsync(id, assessment.Value, note.Value, http.User.Actor(), cancel);
        return TypedResults.Ok(await answers.OfAsync(id, cancel));
    }
}
