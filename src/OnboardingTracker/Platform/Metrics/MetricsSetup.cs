using Microsoft.AspNetCore.Identity;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Platform.Auth;
using OpenTelemetry.Metrics;

namespace OnboardingTracker.Platform.Metrics;

/// <summary><c>/metrics</c> in the Prometheus format, for admins and for whoever holds <c>Metrics__ScrapeToken</c>.</summary>
public static class MetricsSetup
{
    private const string Policy = "metrics";

    public static IServiceCollection AddTrackerMetrics(this IServiceCollection services)
    {
        services
            .AddOpenTelemetry()
            .WithMetrics(metrics =>
                metrics
                    .AddAspNetCoreInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddNpgsqlInstrumentation()
                    .AddMeter(TrackerMetrics.MeterName)
                    .AddPrometheusExporter()
            );
        services
            .AddAuthorizationBuilder()
            .AddPolicy(
                Policy,
                policy =>
                    policy
                        .AddAuthenticationSchemes(IdentityConstants.ApplicationScheme, AuthSetup.ApiKeyScheme)
                        .RequireAuthenticatedUser()
                        .RequireAssertion(context =>
                            context.User.Role() == Role.Admin || context.User.HasClaim(ApiKeyHandler.ScrapeClaim, "true")
                        )
            );
        return services;
    }

    public static void MapTrackerMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(Policy);
}
