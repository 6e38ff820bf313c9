using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OnboardingTracker.Tests.Features.Api;

/// <summary>The API's own description, held against every call that a test makes: what it says must be what happens.</summary>
internal sealed class OpenApiContract(JsonNode document)
{
    private static OpenApiContract? s_known;
    private readonly List<(Regex Path, JsonObject Operations)> _paths =
    [
        .. document["paths"]!.AsObject().Select(path => (Matching(path.Key), path.Value!.AsObject())),
    ];

    public JsonNode Document => document;

    /// <summary>The same for every app of this build, so it is read once.</summary>
    public static async Task<OpenApiContract> OfAsync(HttpClient http) =>
        s_known ??= new OpenApiContract(JsonNode.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!);

    /// <summary>Asserts that the answer is one that the description names, and of the form that it gives; and so was a body that was taken.</summary>
    public void Check(HttpMethod method, string path, string? sent, ApiAnswer answer)
    {
        var bare = path.Split('?')[0];
        var operation = _paths.Where(known => known.Path.IsMatch(bare)).Select(known => known.Operations[method.Method.ToLowerInvariant()]);
        if (operation.FirstOrDefault(found => found is not null) is not { } described)
            return;
        var status = ((int)answer.Status).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var response = described["responses"]![status];
        response
            .Should()
            .NotBeNull("{0} {1} answered {2}, so its description must name that; it said {3}", method, bare, status, answer.Body);
        if (answer.Response.Content.Headers.ContentType is { MediaType: { } type })
            Conforms(response!["content"]![type]!["schema"]!, answer.Body, $"{method} {bare} {status}", closed: true);
        if ((int)answer.Status < 300 && sent is { Length: > 0 })
            Conforms(
                described["requestBody"]!["content"]!["application/json"]!["schema"]!,
                JsonNode.Parse(sent.TrimStart('\uFEFF')),
                $"body of {method} {bare}",
                closed: false
            );
    }

    /// <param name="closed">Whether a field that the description does not name is an error even where it does not forbid it.</param>
    public void Conforms(JsonNode schema, JsonNode? value, string place, bool closed)
    {
        foreach (var (keyword, rule) in schema.AsObject())
        {
            var holds = keyword switch
            {
                "$ref" => Follow(rule!, value, place, closed),
                "oneOf" => rule!.AsArray().Count(choice => Fits(choice!, value, place, closed)) == 1,
                "type" => Types(rule!).Contains(TypeOf(value)) || (TypeOf(value) == "integer" && Types(rule!).Contains("number")),
                "enum" => value is null || rule!.AsArray().Any(choice => JsonNode.DeepEquals(choice, value)),
                "required" => value is not JsonObject fields || rule!.AsArray().All(name => fields.ContainsKey(name!.GetValue<string>())),
                "properties" => value is not JsonObject fields || Properties(rule!.AsObject(), fields, place, closed),
                "additionalProperties" => value is not JsonObject fields || Additional(schema, rule!, fields, place, closed),
                "items" => value is not JsonArray items || Items(rule!, items, place, closed),
                "format" => value is null || HasFormat(rule!.GetValue<string>(), value),
                "pattern" => value is null || Regex.IsMatch(value.GetValue<string>(), rule!.GetValue<string>()),
                "maxLength" => value is null || value.GetValue<string>().Length <= rule!.GetValue<int>(),
                "minLength" => value is null || value.GetValue<string>().Length >= rule!.GetValue<int>(),
                "minimum" => value is null || Number(value) >= Number(rule!),
                "maximum" => value is null || Number(value) <= Number(rule!),
                "description" or "default" or "example" => true,
                _ => throw new NotSupportedException($"This check knows no keyword {keyword}: teach it."),
            };
            if (!holds)
                throw new Xunit.Sdk.XunitException($"{place}: {value?.ToJsonString() ?? "null"} breaks {keyword} {rule!.ToJsonString()}");
        }
    }

    private bool Follow(JsonNode reference, JsonNode? value, string place, bool closed)
    {
        var name = reference.GetValue<string>().Split('/')[^1];
        Conforms(document["components"]!["schemas"]![name]!, value, place, closed);
        return true;
    }

    private bool Fits(JsonNode schema, JsonNode? value, string place, bool closed)
    {
        try
        {
            Conforms(schema, value, place, closed);
            return true;
        }
        catch (Xunit.Sdk.XunitException)
        {
            return false;
        }
    }

    private bool Properties(JsonObject known, JsonObject fields, string place, bool closed)
    {
        foreach (var (name, value) in fields)
        {
            if (known[name] is { } schema)
                Conforms(schema, value, $"{place}.{name}", closed);
            else if (closed)
                throw new Xunit.Sdk.XunitException($"{place}: the description does not name {name}");
        }
        return true;
    }

    private bool Additional(JsonNode schema, JsonNode rule, JsonObject fields, string place, bool closed)
    {
        var others = fields.Where(field => schema["properties"]?[field.Key] is null).ToList();
        if (rule.GetValueKind() == JsonValueKind.False)
            return others.Count == 0;
        others.ForEach(field => Conforms(rule, field.Value, $"{place}.{field.Key}", closed));
        return true;
    }

    private bool Items(JsonNode schema, JsonArray items, string place, bool closed)
    {
        for (var i = 0; i < items.Count; i++)
            Conforms(schema, items[i], $"{place}[{i}]", closed);
        return true;
    }

    private static bool HasFormat(string format, JsonNode value) =>
        format switch
        {
            "date" => Regex.IsMatch(value.GetValue<string>(), "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
            "date-time" => Regex.IsMatch(value.GetValue<string>(), @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z$"),
            "int32" or "int64" => TypeOf(value) == "integer",
            _ => throw new NotSupportedException($"This check knows no format {format}: teach it."),
        };

    private static decimal Number(JsonNode node) =>
        decimal.Parse(node.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);

    private static List<string> Types(JsonNode rule) =>
        rule is JsonArray several ? [.. several.Select(type => type!.GetValue<string>())] : [rule.GetValue<string>()];

    private static string TypeOf(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            null or JsonValueKind.Null => "null",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') ? "number" : "integer",
            _ => "boolean",
        };

    private static Regex Matching(string path) => new($"^{Regex.Replace(Regex.Escape(path), @"\\\{[^}]+\}", "[^/]+")}$");
}
