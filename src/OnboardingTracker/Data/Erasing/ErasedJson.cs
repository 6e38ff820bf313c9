using System.Text.Json.Nodes;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Erasing;

/// <summary>Takes a person out of stored JSON whose shape is not known here: a change's values, a move's evidence, a packet for Sales.</summary>
internal static class ErasedJson
{
    /// <summary>Whose an object is.</summary>
    private static readonly string[] s_who = ["email", "from", "with"];

    /// <summary>What they wrote, or is written of them, in an object that is theirs.</summary>
    private static readonly string[] s_theirs = ["name", "role", "text", "subject", "link", "reason", "automatic", "comment"];

    public static string Clean(string json, ErasedPerson person) =>
        Clean(JsonNode.Parse(json), person)?.ToJsonString(Json.Options) ?? "null";

    /// <summary>The same, written as <see cref="Clean(string, ErasedPerson)"/> writes it.</summary>
    public static string Same(string json) => JsonNode.Parse(json)?.ToJsonString(Json.Options) ?? "null";

    private static JsonNode? Clean(JsonNode? node, ErasedPerson person)
    {
        switch (node)
        {
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Clean(item, person))]);
            case JsonObject parts:
                var isTheirs = IsTheirs(parts, person);
                var cleaned = new JsonObject();
                foreach (var (name, value) in parts)
                    cleaned[person.Clean(name)!] =
                        isTheirs && s_theirs.Contains(name) && Text(value) is not null ? ErasedPerson.Word : Clean(value, person);
                return cleaned;
            default:
                return Text(node) is { } text ? person.Clean(text) : node?.DeepClone();
        }
    }

    /// <summary>Theirs alone: from them, or to nobody but them. A conversation with them is theirs as well.</summary>
    private static bool IsTheirs(JsonObject parts, ErasedPerson person) =>
        s_who.Any(name => person.Is(Text(parts[name])))
        || (parts["to"] is JsonArray { Count: > 0 } to && to.All(address => person.Is(Text(address))))
        || (parts["mails"] is JsonArray mails && mails.Any(mail => mail is JsonObject one && IsTheirs(one, person)));

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
