using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Architecture;

/// <summary>Nobody sees a page without signing in, but for what is named here.</summary>
public sealed class AnonymousRoutesTests(TestPostgres postgres)
{
    private static readonly string[] s_open =
    [
        "/errors/{code:int}",
        "/health/live",
        "/health/ready",
        "/openapi/v1.json",
        "/set-up",
        "/sign-in",
        "/sign-out",
        "/webhooks/email/postmark",
        "/theme",
        "/invite",
        // Its personal link says who answers.
        "/survey/{token}",
        "/survey/{token}/stop",
        // Their signature says who they are.
        "/webhooks/stripe",
        "/webhooks/calendly",
        "/webhooks/cal-com",
        "/webhooks/shopify",
        "/webhooks/{**rest}",
    ];

    [Fact]
    public async Task Only_what_is_named_here_is_open_to_everybody_and_whatever_says_nothing_is_closed()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        endpoints.Should().HaveCountGreaterThan(60);

        var open = endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(route => !route.Contains('.') || route.Contains("openapi"))
            .Distinct()
            .Order();
        string.Join(" ", open).Should().Be(string.Join(" ", s_open.Order()));

        var fallback = await app.Services.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync();
        fallback!.Requirements.Should().NotBeEmpty();
    }
}
