using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data;

internal sealed class ActorConverter() : ValueConverter<Actor, string>(actor => actor.ToString(), text => Actor.Parse(text));

/// <summary>An enum is stored as the word that the API uses for it.</summary>
internal sealed class EnumCodeConverter<T>()
    : ValueConverter<T, string>(value => AccountDetails.Code(value), code => Enum.Parse<T>(code, true))
    where T : struct, Enum;

/// <summary>A value kept as jsonb, in the API's camelCase. Compared as text: these values are replaced, never changed in place.</summary>
internal sealed class JsonConverter<T>()
    : ValueConverter<T, string>(
        value => JsonSerializer.Serialize(value, Json.Options),
        text => JsonSerializer.Deserialize<T>(text, Json.Options)!
    );

internal sealed class JsonComparer<T>()
    : ValueComparer<T>(
        (left, right) => JsonSerializer.Serialize(left, Json.Options) == JsonSerializer.Serialize(right, Json.Options),
        value => JsonSerializer.Serialize(value, Json.Options).GetHashCode(StringComparison.Ordinal),
        value => value
    );

/// <summary>How stored JSON is written.</summary>
public static class Json
{
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
