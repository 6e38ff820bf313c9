using System.Reflection;
using System.Text.Json;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.Policies;

/// <summary>
/// Puts the values of a request into the policy. It goes by the policy's own properties, so that a new value of the policy needs no
/// line here.
/// </summary>
internal static class PolicyPatch
{
    private static readonly PropertyInfo[] s_values = [.. typeof(Policy).GetProperties().Where(p => p.CanWrite)];

    /// <summary>The policy with the values that were sent; what is wrong is noted on the body.</summary>
    public static Policy Apply(JsonFields body, Policy present)
    {
        var wanted = present with { };
        foreach (var property in s_values)
        {
            var sent = body.Take(NameOf(property.Name), ReadAs(property.PropertyType));
            if (sent.IsGiven)
                property.SetValue(wanted, sent.Value);
        }
        foreach (var error in PolicyRules.Check(wanted))
            body.Wrong(NameOf(error.Field), error.Message);
        return wanted;
    }

    public static Dictionary<string, string[]> ErrorsOf(IEnumerable<PolicyError> errors) =>
        errors.GroupBy(error => NameOf(error.Field)).ToDictionary(field => field.Key, field => field.Select(e => e.Message).ToArray());

    private static JsonRead<object> ReadAs(Type type) =>
        (JsonElement value, out object read) =>
        {
            read = "";
            try
            {
                if (value.ValueKind == JsonValueKind.Null || value.Deserialize(type, ApiJson.Options) is not { } taken)
                    return "Must not be null.";
                read = taken;
                return null;
            }
            catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
            {
                return MustBe(type);
            }
        };

    private static string MustBe(Type type) =>
        type switch
        {
            _ when type == typeof(int) => "Must be a whole number.",
            _ when type == typeof(decimal) => "Must be a number, without quotes.",
            _ when type == typeof(bool) => "Must be true or false.",
            _ when type == typeof(TimeOnly) => "Must be a time of day, such as 06:00.",
            _ when type == typeof(string) => "Must be a text in quotes.",
            _ when type == typeof(IReadOnlyList<string>) => "Must be a list of texts.",
            _ => """Must be an object of currencies and rates, such as { "EUR": 1.08 }.""",
        };

    private static string NameOf(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);
}
