using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api;

public sealed class RolesTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly Role[] s_all = [Role.Specialist, Role.Revenue, Role.Lead, Role.Admin];
    private static readonly Role[] s_workers = [Role.Specialist, Role.Lead, Role.Admin];
    private static readonly Role[] s_leads = [Role.Lead, Role.Admin];

    /// <summary>The tables of the dashboard are as many as there are, and all alike.</summary>
    private const string Dashboard = "GET /dashboard/";

    /// <summary>Who may call what: pipeline.md, "Roles".</summary>
    private static readonly Dictionary<string, Role[]> s_may = new()
    {
        ["GET /accounts"] = s_all,
        ["GET /accounts/{externalId}"] = s_all,
        ["PUT /accounts/{externalId}"] = s_workers,
        ["GET /accounts/{externalId}/why"] = s_all,
        ["POST /accounts/{externalId}/stage"] = s_workers,
        ["GET /accounts/{externalId}/transitions"] = s_all,
        ["PUT /accounts/{externalId}/payment-risk"] = s_all,
        ["GET /payment-risk"] = s_all,
        ["GET /payment-risk/summary"] = s_all,
        [Dashboard] = s_all,
        ["POST /accounts/{externalId}/holds/{playbook}"] = s_workers,
        ["DELETE /accounts/{externalId}/holds/{playbook}"] = s_workers,
        ["POST /accounts/{externalId}/tasks"] = s_workers,
        ["POST /accounts/{externalId}/notes"] = s_workers,
        ["GET /accounts/{externalId}/notes"] = s_all,
        ["GET /tasks"] = s_all,
        ["PATCH /tasks/{id:long}"] = s_workers,
        ["POST /accounts/{externalId}/hand-off"] = s_workers,
        ["GET /accounts/{externalId}/hand-offs"] = s_all,
        ["GET /hand-offs"] = s_all,
        ["PATCH /hand-offs/{id:long}"] = s_workers,
        ["GET /playbooks"] = s_all,
        ["PATCH /playbooks/{name}"] = s_leads,
        // Dry for everybody; for real see PlaybooksApiTests.
        ["POST /playbooks/{name}/runs"] = s_all,
        ["GET /playbooks/{name}/runs/{id:long}"] = s_all,
        ["POST /playbooks/{name}/runs/{id:long}/undo"] = s_leads,
        ["GET /policy"] = s_all,
        ["PATCH /policy"] = s_leads,
        ["GET /members"] = s_all,
        ["POST /members"] = s_leads,
        ["PATCH /members/{email}"] = s_leads,
        ["POST /signals"] = s_workers,
        ["POST /accounts/import"] = [Role.Admin],
        ["GET /imports/{id:long}"] = [Role.Admin],
        ["GET /imports/{id:long}/rejections"] = [Role.Admin],
    };

    [Fact]
    public async Task Every_route_answers_each_role_as_the_table_says_and_none_is_missing_from_it()
    {
        var routes = Routes();
        routes.Should().NotBeEmpty();
        routes.Select(Row).Should().BeSubsetOf(s_may.Keys, "each route must say here who may call it");
        foreach (var role in s_all)
        {
            using var api = await shared.App.ApiAsync(role);
            foreach (var route in routes)
            {
                var (method, path) = (route.Split(' ')[0], route.Split(' ')[1].Replace("{id:long}", "999", StringComparison.Ordinal));
                // An empty body and things that are not there: whoever may call gets 200, 400 or 404, and nothing changes.
                var body = method is "GET" or "DELETE" ? null : "";
                var answer = await api.CallAsync(new HttpMethod(method), path, body, ContentTypeOf(route));

                var status = (int)answer.Status;
                if (s_may[Row(route)].Contains(role))
                    status.Should().NotBe(403, "a {0} may call {1}", role, route).And.NotBe(401).And.BeLessThan(500);
                else
                    answer.ShouldBe(403);
            }
        }
    }

    [Fact]
    public async Task Without_a_key_every_route_is_401()
    {
        using var api = new ApiCaller(shared.App.ApiClient(key: null));
        foreach (var route in Routes())
        {
            var (method, path) = (route.Split(' ')[0], route.Split(' ')[1].Replace("{id:long}", "999", StringComparison.Ordinal));
            (await api.CallAsync(new HttpMethod(method), path)).ShouldBe(401);
        }
    }

    [Fact]
    public void No_route_of_the_api_is_open_or_takes_the_browsers_cookie()
    {
        foreach (var endpoint in Endpoints())
        {
            endpoint.Metadata.GetMetadata<IAllowAnonymous>().Should().BeNull("{0} asks for a key", endpoint.DisplayName);
            endpoint
                .Metadata.GetOrderedMetadata<IAuthorizeData>()
                .Select(data => data.AuthenticationSchemes)
                .Should()
                .Contain(AuthSetup.ApiKeyScheme, "{0} takes keys alone", endpoint.DisplayName);
        }
    }

    private static string Row(string route) => route.StartsWith(Dashboard, StringComparison.Ordinal) ? Dashboard : route;

    private List<string> Routes() => [.. Endpoints().Select(RouteOf).Order()];

    /// <summary>What it takes: another content type is refused before anybody asks who sends it.</summary>
    private string ContentTypeOf(string route) =>
        Endpoints().Single(endpoint => RouteOf(endpoint) == route).Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0]
        ?? "application/json";

    private static string RouteOf(RouteEndpoint endpoint) =>
        $"{endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single()} {endpoint.RoutePattern.RawText!["/api/v1".Length..]}";

    private List<RouteEndpoint> Endpoints() =>
        [
            .. shared
                .App.Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/api", StringComparison.Ordinal) == true),
        ];
}
