using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Generic;

/// <summary><c>POST /signals</c>: one signal from a source without an adapter.</summary>
internal static class SignalEndpoint
{
    public static void MapGenericSignals(this IEndpointRouteBuilder routes) =>
        routes
            .MapApiGroup("signals")
            .MapPost("/signals", TakeAsync)
            .RequireAuthorization(Access.WorkOnAccounts)
            .WithName("sendSignal")
            .WithSummary("Say what happened")
            .WithDescription(
                "Takes one signal from a source without an adapter of its own, and answers once it is stored; what follows from it is done "
                    + "afterwards. The same source and id again is 200, and nothing follows a second time. An account or email that nobody "
                    + "knows is taken as well: the signal waits until a person says whose it is. The caller vouches for genuine; emailSent "
                    + "is ours, whoever from is."
            )
            .Accepts<SignalBody>("application/json")
            .Takes(
                """
                {
                  "source": "helpdesk",
                  "id": "msg-4711",
                  "kind": "emailReceived",
                  "occurredAt": "2026-03-01T09:30:00Z",
                  "account": "acme",
                  "data": { "from": "kim@acme.example", "to": ["ann@example.com"], "subject": "Re: Welcome", "inReplyTo": "welcome-1@example.com" }
                }
                """
            )
            .Produces<SignalAnswer>(StatusCodes.Status202Accepted)
            .Produces<SignalAnswer>()
            .Gives(202, """{ "source": "helpdesk", "id": "msg-4711", "known": false }""")
            .Gives(200, """{ "source": "helpdesk", "id": "msg-4711", "known": true }""")
            .Refuses(400, 413, 415);

    private static async Task<IResult> TakeAsync(HttpContext http, TrackerDb db, SignalIntake intake, CancellationToken cancel)
    {
        var body = await ApiBody.ReadAsync(http.Request);
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        var (source, id, fact) = new SignalFields(body, policy).Read();
        var stored = await intake.TakeAsync(IncomingSignal.Of(source, id, fact), cancel);
        var answer = new SignalAnswer(source, id, !stored.IsNew);
        return stored.IsNew ? TypedResults.Accepted((string?)null, answer) : TypedResults.Ok(answer);
    }
}
