using Microsoft.Extensions.Primitives;

namespace OnboardingTracker.Platform.Web;

/// <summary>
/// Headers that every answer carries. Pages may load only what this origin serves: no inline script or style, no eval.
/// The Hangfire dashboard, whose markup is not ours, gets a looser policy on its own path.
/// </summary>
public static class SecurityHeaders
{
    private const string Strict = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    private const string Dashboard =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    private const string Permissions =
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()";

    private static readonly object s_confined = new();

    /// <summary>Gives one answer a policy of its own: for what strangers wrote, a narrower one.</summary>
    public static void Confine(HttpContext context, string policy) => context.Items[s_confined] = policy;

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, IHostEnvironment environment)
    {
        var production = environment.IsProduction();
        return app.Use(
            (context, next) =>
            {
                // On starting: a handler that replaces the answer (an error page) clears what was set before it.
                // The path is read now: the dashboard moves it into the path base, an error page replaces it.
                var policy = context.Request.Path.StartsWithSegments("/hangfire") ? Dashboard : Strict;
                context.Response.OnStarting(Apply, (context, policy, production));
                return next(context);
            }
        );
    }

    private static Task Apply(object state)
    {
        var (context, policy, production) = ((HttpContext, string, bool))state;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Items.TryGetValue(s_confined, out var own) ? (string?)own : policy;
        headers.XContentTypeOptions = "nosniff";
        if (headers["Referrer-Policy"].Count == 0)
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Pages show customers' data: neither a proxy nor the Back button after signing out may keep them.
        if (IsHtml(context.Response.ContentType))
        {
            headers.CacheControl = "no-store";
        }

        if (production && context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        return Task.CompletedTask;
    }

    private static bool IsHtml(StringSegment contentType) =>
        contentType.HasValue && contentType.StartsWith("text/html", StringComparison.OrdinalIgnoreCase);
}
