using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api;

public sealed class OpenApiTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Fact]
    public async Task The_description_needs_no_key_and_tells_of_every_route_and_no_other()
    {
        using var client = shared.App.ApiClient(key: null);
        var response = await client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        document["openapi"]!.GetValue<string>().Should().StartWith("3.1");
        document["components"]!["securitySchemes"]!.AsObject().Single().Value!["scheme"]!.GetValue<string>().Should().Be("bearer");
        document["security"]!.AsArray().Should().ContainSingle();
        Operations(document).Select(o => o.Route).Should().BeEquivalentTo(Routes());
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_its_refusals_and_an_example_that_is_true_to_its_schema()
    {
        var contract = await ContractAsync();
        var operations = Operations(contract.Document);

        operations.Select(o => o.Operation["operationId"]!.GetValue<string>()).Should().OnlyHaveUniqueItems();
        foreach (var (route, operation) in operations)
        {
            operation["summary"].Should().NotBeNull(route);
            operation["tags"]!.AsArray().Should().ContainSingle(route);
            operation["responses"]!.AsObject().Select(r => r.Key).Should().Contain(["401", "403", "500", "503"], route);
            foreach (var (status, answer) in operation["responses"]!.AsObject())
                if (status[0] == '2' && answer!["content"] is { } content)
                    CheckExamples(contract, content.AsObject().Single().Value!, $"{route} {status}");
            if (operation["requestBody"]?["content"]?["application/json"] is { } body)
                CheckExamples(contract, body, $"body of {route}");
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
                parameter!["description"].Should().NotBeNull("{0}: {1}", route, parameter["name"]);
        }
    }

    [Fact]
    public async Task Every_field_that_a_body_is_said_to_take_is_taken()
    {
        var contract = await ContractAsync();
        using var api = shared.App.Api();
        await api.PutAsync("/accounts/acme", "{}");
        await api.PostAsync("/members", """{ "email": "ann@example.com", "name": "Ann", "role": "lead" }""");
        foreach (var (route, operation) in Operations(contract.Document))
        {
            if (operation["requestBody"]?["content"]?["application/json"]?["schema"]?["$ref"]?.GetValue<string>() is not { } schema)
                continue;
            var (method, path) = Callable(route);
            foreach (var (field, _) in contract.Document["components"]!["schemas"]![schema.Split('/')[^1]]!["properties"]!.AsObject())
            {
                var wrong = (await api.CallAsync(method, path, $$"""{ "{{field}}": [[]] }""")).ShouldBe(400);
                var said = wrong["errors"].AsObject().Single(error => error.Key.StartsWith(field, StringComparison.Ordinal)).Value!;
                said.ToJsonString().Should().NotContain("no such field", "{0} is said to take {1}", route, field);
            }
        }
    }

    [Fact]
    public async Task Every_example_of_a_body_is_taken()
    {
        var contract = await ContractAsync();
        using var api = shared.App.Api();
        await api.PutAsync("/accounts/acme", "{}");
        await api.PostAsync("/accounts/acme/stage", """{ "stage": "2" }""");
        (await api.PostAsync("/accounts/acme/tasks", """{ "title": "The first" }"""))["id"].GetValue<long>().Should().BePositive();
        (await api.PostAsync("/accounts/acme/hand-off", """{ "reason": "the first", "allTheSame": true }""")).ShouldBe(201);
        foreach (var (route, operation) in Operations(contract.Document))
        {
            if (operation["requestBody"]?["content"]?["application/json"]?["example"] is not { } example)
                continue;
            var (method, path) = Callable(route);
            ((int)(await api.CallAsync(method, path, example)).Status)
                .Should()
                .BeOneOf([200, 201, 202, 409], "{0} takes {1}", route, example);
        }
    }

    private async Task<OpenApiContract> ContractAsync() => await OpenApiContract.OfAsync(shared.App.ApiClient(key: null));

    private static void CheckExamples(OpenApiContract contract, JsonNode content, string place)
    {
        var examples = content["examples"] is { } several
            ? several.AsObject().Select(example => example.Value!["value"]).ToList()
            : [content["example"]];
        foreach (var example in examples)
        {
            example.Should().NotBeNull("{0} needs an example", place);
            contract.Conforms(content["schema"]!, example, place, closed: true);
        }
    }

    private static (HttpMethod Method, string Path) Callable(string route)
    {
        var path = route
            .Split(' ')[1]
            .Replace("{externalId}", "acme", StringComparison.Ordinal)
            .Replace("{playbook}", "new-lead", StringComparison.Ordinal)
            .Replace("{name}", "new-lead", StringComparison.Ordinal)
            .Replace("/tasks/{id}", "/tasks/1", StringComparison.Ordinal)
            .Replace("/hand-offs/{id}", "/hand-offs/1", StringComparison.Ordinal)
            .Replace("{email}", "ann@example.com", StringComparison.Ordinal);
        return (new HttpMethod(route.Split(' ')[0]), path);
    }

    private static List<(string Route, JsonNode Operation)> Operations(JsonNode document) =>
        [
            .. document["paths"]!
                .AsObject()
                .SelectMany(path =>
                    path.Value!.AsObject().Select(operation => ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!))
                ),
        ];

    private List<string> Routes() =>
        [
            .. shared
                .App.Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/api", StringComparison.Ordinal) == true)
                .SelectMany(endpoint =>
                    endpoint
                        .Metadata.GetRequiredMetadata<IHttpMethodMetadata>()
                        .HttpMethods.Select(method =>
                            $"{method} {endpoint.RoutePattern.RawText!.Replace(":long", "", StringComparison.Ordinal)}"
                        )
                ),
        ];
}
