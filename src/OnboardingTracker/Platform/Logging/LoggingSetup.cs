using System.Globalization;
using OnboardingTracker.Platform.Options;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace OnboardingTracker.Platform.Logging;

/// <summary>Structured log to standard output: one line per request and per job run. No secrets: bodies, headers and query strings stay out.</summary>
public static class LoggingSetup
{
    private const string Template = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    public static void AddTrackerLogging(this WebApplicationBuilder builder, TrackerOptions options) =>
        builder.Host.UseSerilog(
            (context, _, log) =>
            {
                log.MinimumLevel.Information()
                    .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                    .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
                    .MinimumLevel.Override("System", LogEventLevel.Warning)
                    .MinimumLevel.Override("Hangfire", LogEventLevel.Warning)
                    // EF probes for its history table on a new database and logs the miss as an error.
                    .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Database.Command", LogEventLevel.Fatal)
                    .ReadFrom.Configuration(context.Configuration)
                    .Enrich.FromLogContext();
                if (options.LogFormat == "json")
                    log.WriteTo.Console(new CompactJsonFormatter());
                else
                    log.WriteTo.Console(outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture);
            }
        );

    /// <summary>A personal link is its own authority, and as secret as a password.</summary>
    private static string Logged(string path) => path.StartsWith("/survey/", StringComparison.OrdinalIgnoreCase) ? "/survey/…" : path;

    public static void UseTrackerRequestLog(this WebApplication app) =>
        app.UseSerilogRequestLogging(log =>
        {
            log.MessageTemplate = "{RequestMethod} {RequestPath} {StatusCode} in {Elapsed:0.0} ms by {Actor}";
            log.GetLevel = (http, _, failure) =>
                failure is not null || http.Response.StatusCode >= 500 ? LogEventLevel.Error
                : http.Request.Path.StartsWithSegments("/health") || http.Request.Path.StartsWithSegments("/lib") ? LogEventLevel.Debug
                : LogEventLevel.Information;
            log.GetMessageTemplateProperties = (http, path, elapsed, status) =>
                [
                    new("RequestMethod", new ScalarValue(http.Request.Method)),
                    new("RequestPath", new ScalarValue(Logged(path))),
                    new("StatusCode", new ScalarValue(status)),
                    new("Elapsed", new ScalarValue(elapsed)),
                ];
            log.EnrichDiagnosticContext = (diagnostics, http) =>
            {
                diagnostics.Set("Actor", http.User.FindFirst(Auth.CurrentMember.ActorClaim)?.Value ?? "nobody");
                if (
                    http.Request.RouteValues.TryGetValue("externalId", out var account)
                    || http.Request.RouteValues.TryGetValue("accountId", out account)
                )
                    diagnostics.Set("Account", account);
            };
        });
}
