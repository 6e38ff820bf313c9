using System.Text.Json;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Policies;

/// <summary>What differs between two policies, value by value: for the audit log and for previews.</summary>
public static class PolicyDifferences
{
    /// <summary>Name of each value that differs, camelCase as in the API, to the old and the new one as text.</summary>
    public static IReadOnlyDictionary<string, string?[]> Between(Policy old, Policy changed)
    {
        var before = JsonSerializer.SerializeToElement(old, Json.Options);
        var after = JsonSerializer.SerializeToElement(changed, Json.Options);
        return before
            .EnumerateObject()
            .Where(value => !JsonElement.DeepEquals(value.Value, after.GetProperty(value.Name)))
            .ToDictionary(value => value.Name, value => (string?[])[TextOf(value.Value), TextOf(after.GetProperty(value.Name))]);
    }

    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonSerializer.Serialize(value, Json.Options);
}
