using System.Data.Common;
using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;

namespace OnboardingTracker.Features.Errors;

/// <summary>Error pages for people. What machines call (API, webhooks, health, metrics) answers for itself.</summary>
public static class ErrorsFeature
{
    private static readonly PathString[] ForMachines = ["/api", "/webhooks", "/health", "/metrics", "/openapi", "/live"];

    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app) =>
        app.UseWhen(
            context => !ForMachines.Any(path => context.Request.Path.StartsWithSegments(path)),
            pages =>
            {
                pages.UseExceptionHandler(
                    new ExceptionHandlerOptions
                    {
                        ExceptionHandlingPath = "/errors/500",
                        StatusCodeSelector = StatusOf,
                        CreateScopeForErrors = true,
                    }
                );
                pages.UseStatusCodePagesWithReExecute("/errors/{0}");
            }
        );

    /// <summary>A database that cannot be reached passes by itself, and says so; every other exception is our own fault.</summary>
    internal static int StatusOf(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException { IsTransient: true } or SocketException)
            {
                return StatusCodes.Status503ServiceUnavailable;
            }

            if (cause is BadHttpRequestException bad)
            {
                return bad.StatusCode;
            }
        }

        return StatusCodes.Status500InternalServerError;
    }
}
