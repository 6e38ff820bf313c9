using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Platform.Api;

/// <summary>What all of <c>/api/v1</c> shares: keys only, problems for every failure, JSON as the contract says.</summary>
public static class ApiSetup
{
    public const string Root = "/api/v1";
    private static readonly PathString s_api = "/api";
    private static readonly PathString[] s_paths = [s_api, "/openapi"];

    public static IServiceCollection AddTrackerApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        // Also what matches no endpoint, or none for its method, is asked for a key, and never sent to the sign-in page.
        services.Configure<CookieAuthenticationOptions>(
            IdentityConstants.ApplicationScheme,
            cookie => cookie.ForwardDefaultSelector = http => http.Request.Path.StartsWithSegments(s_api) ? AuthSetup.ApiKeyScheme : null
        );
        return services.AddTrackerOpenApi();
    }

    /// <summary>Before routing and authorization, whose refusals it words.</summary>
    public static IApplicationBuilder UseApiErrors(this IApplicationBuilder app) =>
        app.UseWhen(
            context => s_paths.Any(path => context.Request.Path.StartsWithSegments(path)),
            api =>
            {
                api.Use(
                    (context, next) =>
                    {
                        // Answers hold customers' data.
                        context.Response.OnStarting(() =>
                        {
                            if (!context.Response.Headers.ContainsKey("Cache-Control"))
                                context.Response.Headers.CacheControl = "no-store";
                            return Task.CompletedTask;
                        });
                        return next(context);
                    }
                );
                api.UseExceptionHandler(
                    new ExceptionHandlerOptions
                    {
                        ExceptionHandler = ApiErrors.WriteFailureAsync,
                        AllowStatusCode404Response = true,
                        // A refusal is an answer, not a failure of ours: it is not for the log.
                        SuppressDiagnosticsCallback = context => context.Exception is ApiProblemException or BadHttpRequestException,
                    }
                );
                api.UseStatusCodePages(ApiErrors.WriteStatusAsync);
            }
        );

    /// <summary>A part of the API. Nothing in it is open: a key is asked for, whose role may at least read.</summary>
    public static RouteGroupBuilder MapApiGroup(this IEndpointRouteBuilder routes, string tag) =>
        routes
            .MapGroup(Root)
            .WithTags(tag)
            .RequireAuthorization(new AuthorizeAttribute(Access.Read) { AuthenticationSchemes = AuthSetup.ApiKeyScheme })
            .Refuses(401, 403, 500, 503);
}
