using System.Globalization;
using System.Net.Mime;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OnboardingTracker.Platform.Api;

/// <summary>Describes the API from its endpoints, so that the description cannot fall behind: <c>/openapi/v1.json</c>.</summary>
internal static class OpenApiSetup
{
    public const string Document = "v1";
    private const string KeyScheme = "apiKey";

    private static readonly (string Name, string Description)[] s_tags =
    [
        ("accounts", "Customers, with their details, their place in the pipeline and how it came to be."),
        ("payment risk", "Open and upcoming invoices: will they be paid?"),
        ("dashboard", "Where the pipeline stands, stood and stalls: the tables of the dashboard, as of any day."),
        ("signals", "What happened elsewhere, from sources without an adapter of their own."),
        ("imports", "Accounts by the million, from CSV or NDJSON."),
        ("playbooks", "The automations: on and off, dry runs, real runs, undo."),
        ("policy", "The numbers and switches of the rules."),
        ("members", "The people of the team."),
    ];

    public static IServiceCollection AddTrackerOpenApi(this IServiceCollection services) =>
        services
            .AddSingleton<OpenApiText>()
            .AddOpenApi(
                "v1",
                openApi =>
                {
                    openApi.ShouldInclude = api => $"/{api.RelativePath}".StartsWith(ApiSetup.Root + "/", StringComparison.Ordinal);
                    openApi.AddDocumentTransformer(DescribeAsync);
                    openApi.AddOperationTransformer(CompleteAsync);
                    openApi.AddSchemaTransformer(StateExactlyAsync);
                }
            );

    /// <summary>Needs no key.</summary>
    public static void MapTrackerOpenApi(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                $"/openapi/{Document}.json",
                async (OpenApiText text, HttpContext http) =>
                {
                    http.Response.Headers.CacheControl = "public, max-age=300";
                    return Results.Text(await text.JsonAsync(), MediaTypeNames.Application.Json);
                }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo
        {
            Title = "OnboardingTracker",
            Version = Document,
            Description =
                "Accounts on their way through the Onboarding Pipeline. Every call carries a key, `Authorization: Bearer <key>`, "
                + "which an admin makes under API keys and which acts as a person of its role. Every failure is an "
                + "`application/problem+json`; a 400 names each field that is wrong. Bodies are JSON objects of at most 1 MiB; a field "
                + "that a call does not know is refused, a field that is not sent stays as it is. Amounts are exact decimals, times are "
                + "ISO 8601 in UTC, days are calendar days in the team's time zone.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key, or the bootstrap key of the deployment.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] }];
        var used = document.Tags?.Select(tag => tag.Name).ToHashSet() ?? [];
        document.Tags = s_tags
            .Where(tag => used.Contains(tag.Name))
            .Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description })
            .ToHashSet();
        return Task.CompletedTask;
    }

    private static Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var notes = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var note in notes.OfType<ParameterNote>())
        {
            var parameter = operation.Parameters?.OfType<OpenApiParameter>().FirstOrDefault(p => p.Name == note.Name);
            if (parameter is null)
                continue;
            parameter.Description = note.Description;
            var schema = parameter.Schema as OpenApiSchema;
            note.Schema?.Invoke(schema is { Type: JsonSchemaType.Array, Items: OpenApiSchema items } ? items : schema!);
        }
        if (notes.OfType<RequestExample>().FirstOrDefault() is { } request && operation.RequestBody is { Content: { } bodies })
        {
            foreach (var body in bodies.Values)
                body.Example = JsonNode.Parse(request.Json);
        }
        foreach (var answer in notes.OfType<ResponseSchema>())
        {
            var media = new OpenApiMediaType { Schema = answer.Schema };
            (operation.Responses ??= [])[answer.Status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = "OK",
                Content = new Dictionary<string, OpenApiMediaType> { [MediaTypeNames.Application.Json] = media },
            };
        }
        operation.Responses = InOrder(operation.Responses);
        foreach (var answers in notes.OfType<ResponseExample>().GroupBy(example => example.Status))
            AddExamples(operation.Responses[answers.Key.ToString(CultureInfo.InvariantCulture)], [.. answers], context.Document!);
        return Task.CompletedTask;
    }

    private static OpenApiResponses InOrder(OpenApiResponses? responses)
    {
        var ordered = new OpenApiResponses();
        foreach (var (status, response) in (responses ?? []).OrderBy(response => response.Key, StringComparer.Ordinal))
        {
            response.Description = Describe(status, response.Description);
            ordered.Add(status, response);
        }
        return ordered;
    }

    /// <summary>Several examples of one status are examples of several answers: it is one of their schemas.</summary>
    private static void AddExamples(IOpenApiResponse response, IReadOnlyList<ResponseExample> examples, OpenApiDocument document)
    {
        foreach (var answer in response.Content?.Values ?? [])
        {
            if (examples is [var only])
            {
                answer.Example = JsonNode.Parse(only.Json);
                continue;
            }
            answer.Schema = new OpenApiSchema
            {
                OneOf = [.. examples.Select(example => (IOpenApiSchema)new OpenApiSchemaReference(example.Schema!, document))],
            };
            answer.Examples = examples.ToDictionary(
                example => example.Schema!,
                example => (IOpenApiExample)new OpenApiExample { Value = JsonNode.Parse(example.Json) }
            );
        }
    }

    private static string? Describe(string status, string? description) =>
        status switch
        {
            "400" => "A field or parameter is wrong; the problem names each.",
            "401" => "No key, or one that is unknown or revoked.",
            "403" => "The key's role does not include this.",
            "404" => "There is no such thing.",
            "409" => "Somebody else changed it meanwhile; nothing was overwritten.",
            "413" => "The body is too large.",
            "415" => "The body is not of a content type that is taken here.",
            "422" => "A rule refuses it; the problem names the rule, and the fact it found.",
            "500" => "Something broke on our side.",
            "503" => "The database cannot be reached at the moment; try again after the seconds in Retry-After.",
            _ => description,
        };

    /// <summary>Says what the types alone do not: the form of what is written in a way of our own, and which fields there are.</summary>
    private static Task StateExactlyAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        var type = context.JsonTypeInfo.Type;
        State(schema, type);
        if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } element } && IsOurs(element))
            schema.AdditionalProperties = State(new OpenApiSchema(), element);
        if (schema.Properties is { Count: > 0 } properties)
        {
            // An answer holds all of its fields, whatever they are; a body holds no other ones.
            if (type.Name.EndsWith("Answer", StringComparison.Ordinal))
                schema.Required = properties.Keys.ToHashSet();
            if (type.Name.EndsWith("Body", StringComparison.Ordinal))
                schema.AdditionalPropertiesAllowed = false;
        }
        return Task.CompletedTask;
    }

    private static bool IsOurs(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var plain
        && (plain == typeof(decimal) || plain == typeof(DateTimeOffset) || plain == typeof(TimeOnly));

    private static OpenApiSchema State(OpenApiSchema schema, Type type)
    {
        if (!IsOurs(type))
            return schema;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        schema.Type =
            (plain == typeof(decimal) ? JsonSchemaType.Number : JsonSchemaType.String) | (plain == type ? 0 : JsonSchemaType.Null);
        // Amounts are decimals, which no binary format names.
        schema.Format = plain == typeof(DateTimeOffset) ? "date-time" : null;
        schema.Pattern = plain == typeof(TimeOnly) ? "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$" : null;
        return schema;
    }
}

/// <summary>The description as text: made once, since anybody may ask for it.</summary>
internal sealed class OpenApiText([FromKeyedServices(OpenApiSetup.Document)] IOpenApiDocumentProvider documents)
{
    private readonly Lazy<Task<string>> _json = new(async () =>
        await (await documents.GetOpenApiDocumentAsync()).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1)
    );

    public Task<string> JsonAsync() => _json.Value;
}
