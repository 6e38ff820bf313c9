using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OnboardingTracker.Data.Dashboard;

namespace OnboardingTracker.Features.Api.Dashboard;

/// <summary>The description of a table's answer, made of its columns.</summary>
internal static class FigureSchema
{
    public static OpenApiSchema Of(IFigureTable table) =>
        Object(
            new()
            {
                ["items"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = Object(table.Columns.ToDictionary(column => column.Name, column => (IOpenApiSchema)Of(column))),
                },
            }
        );

    public static string ExampleOf(IFigureTable table)
    {
        var item = new JsonObject();
        foreach (var column in table.Columns)
            item[column.Name] = Example(column.Kind);
        return new JsonObject { ["items"] = new JsonArray(item) }.ToJsonString();
    }

    private static OpenApiSchema Object(Dictionary<string, IOpenApiSchema> properties) =>
        new()
        {
            Type = JsonSchemaType.Object,
            Properties = properties,
            Required = properties.Keys.ToHashSet(),
        };

    private static OpenApiSchema Of(FigureColumn column)
    {
        var (type, format, unit) = column.Kind switch
        {
            FigureKind.Text => (JsonSchemaType.String, null, null),
            FigureKind.Stage => (JsonSchemaType.String, null, "The code of a stage."),
            FigureKind.Day => (JsonSchemaType.String, "date", null),
            FigureKind.Time => (JsonSchemaType.String, "date-time", null),
            FigureKind.Count or FigureKind.Change => (JsonSchemaType.Integer, null, null),
            FigureKind.Money => (JsonSchemaType.Number, null, "In the team's currency."),
            FigureKind.Share => (JsonSchemaType.Number, null, "A part of one: 0.25 is a quarter."),
            _ => (JsonSchemaType.Number, (string?)null, "In days."),
        };
        return new OpenApiSchema
        {
            Type = type | JsonSchemaType.Null,
            Format = format,
            Description = string.Join(' ', new[] { column.About ?? column.Heading + ".", unit }.OfType<string>()),
        };
    }

    private static JsonNode Example(FigureKind kind) =>
        kind switch
        {
            FigureKind.Text => "Acme",
            FigureKind.Stage => "3a",
            FigureKind.Day => "2026-03-02",
            FigureKind.Time => "2026-03-02T09:30:00Z",
            FigureKind.Count => 12,
            FigureKind.Change => -3,
            FigureKind.Money => 1240.5,
            FigureKind.Share => 0.25,
            _ => 3.75,
        };
}
