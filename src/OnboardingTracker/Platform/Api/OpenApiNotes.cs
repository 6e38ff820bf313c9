using Microsoft.OpenApi;

namespace OnboardingTracker.Platform.Api;

/// <summary>An example body of a request, as JSON; a test sends it.</summary>
internal sealed record RequestExample(string Json);

/// <summary>An example answer, as JSON.</summary>
/// <param name="Schema">Its schema's name, where a status has several answers.</param>
internal sealed record ResponseExample(int Status, string Json, string? Schema = null);

/// <summary>The schema of an answer that no type describes.</summary>
internal sealed record ResponseSchema(int Status, OpenApiSchema Schema);

/// <summary>What a parameter means and takes, where its type alone does not say.</summary>
internal sealed record ParameterNote(string Name, string Description, Action<OpenApiSchema>? Schema = null);

internal static class OpenApiNotes
{
    public static TBuilder Takes<TBuilder>(this TBuilder endpoint, string example)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequestExample(example));

    public static TBuilder Gives<TBuilder>(this TBuilder endpoint, int status, string example)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ResponseExample(status, example));

    /// <summary>For an answer that no type describes.</summary>
    public static TBuilder Gives<TBuilder>(this TBuilder endpoint, int status, OpenApiSchema answer)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ResponseSchema(status, answer));

    /// <summary>One of several answers of a status.</summary>
    public static TBuilder Gives<TBuilder>(this TBuilder endpoint, int status, Type answer, string example)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ResponseExample(status, example, answer.Name));

    public static TBuilder Parameter<TBuilder>(
        this TBuilder endpoint,
        string name,
        string description,
        Action<OpenApiSchema>? schema = null
    )
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ParameterNote(name, description, schema));

    /// <summary>The endpoint can answer with a problem of these statuses.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), [Problem.ContentType]));
        return endpoint;
    }

    /// <summary>The two parameters of every list.</summary>
    public static TBuilder Paged<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .Parameter(
                "limit",
                $"How many items a page has at most; {ApiPage.DefaultLimit} where it is left out.",
                schema =>
                {
                    schema.Type = JsonSchemaType.Integer;
                    schema.Minimum = "1";
                    schema.Maximum = ApiPage.MostItems.ToString(System.Globalization.CultureInfo.InvariantCulture);
                    schema.Default = ApiPage.DefaultLimit;
                }
            )
            .Parameter("cursor", "The nextCursor of the page before; left out for the first page.");
}
