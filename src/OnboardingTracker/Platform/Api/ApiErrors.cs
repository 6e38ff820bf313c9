using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace OnboardingTracker.Platform.Api;

/// <summary>Answers every failure of an API request with a problem, and never with a stack trace.</summary>
internal static class ApiErrors
{
    private const string RetryAfterSeconds = "5";

    public static Task WriteFailureAsync(HttpContext http)
    {
        var failure = http.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error;
        return WriteAsync(http, failure is ApiProblemException { Problem: var problem } ? problem : ProblemOf(failure));
    }

    /// <summary>For what was refused before it came to an endpoint: no key, no such address, not this method.</summary>
    public static Task WriteStatusAsync(StatusCodeContext context) =>
        WriteAsync(context.HttpContext, ProblemOf(context.HttpContext.Response.StatusCode));

    public static async Task WriteAsync(HttpContext http, Problem problem)
    {
        http.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
        await http.Response.WriteAsJsonAsync(
            problem with
            {
                TraceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier,
            },
            // A problem may say more than all problems do.
            problem.GetType(),
            ProblemJson.Options,
            Problem.ContentType,
            http.RequestAborted
        );
    }

    private static Problem ProblemOf(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is BadHttpRequestException bad)
                return ProblemOf(bad.StatusCode);
            if (cause is DbException { IsTransient: true } or SocketException or TimeoutException)
                return ProblemOf(StatusCodes.Status503ServiceUnavailable);
        }
        return ProblemOf(StatusCodes.Status500InternalServerError);
    }

    private static Problem ProblemOf(int status) =>
        new()
        {
            Title = ApiProblemException.TitleOf(status),
            Status = status,
            Detail = status switch
            {
                400 => "The request could not be read.",
                401 => "Send a valid API key: Authorization: Bearer <key>.",
                403 => "The role of this key does not include this.",
                404 => "There is nothing at this address.",
                405 => "This address does not take this method.",
                408 => "The request came too slowly.",
                413 => "The body is larger than this address takes.",
                415 => "This address does not take a body of this content type.",
                503 => "The database cannot be reached at the moment. Nothing was lost; try again shortly.",
                >= 500 => "Something broke on our side. It has been written to the log under the trace id.",
                _ => null,
            },
        };
}
