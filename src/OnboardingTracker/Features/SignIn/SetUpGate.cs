using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;

namespace OnboardingTracker.Features.SignIn;

/// <summary>Before the first set-up every page leads to it; the API and what machines call are as ever.</summary>
public static class SetUpGate
{
    public const string Path = "/set-up";

    /// <summary>After routing, before authentication.</summary>
    public static IApplicationBuilder UseSetUpGate(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                if (
                    context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is { } page
                    && !page.ViewEnginePath.StartsWith("/Errors/", StringComparison.Ordinal)
                    && !page.ViewEnginePath.StartsWith("/Appearance/", StringComparison.Ordinal)
                    && !page.ViewEnginePath.StartsWith("/Gallery/", StringComparison.Ordinal)
                    && !context.Request.Path.Equals(Path, StringComparison.OrdinalIgnoreCase)
                    && await context
                        .RequestServices.GetRequiredService<SetUpState>()
                        .IsOpenAsync(context.RequestServices.GetRequiredService<TrackerDb>(), context.RequestAborted)
                )
                    context.Response.Redirect(Path);
                else
                    await next(context);
            }
        );
}
