using System.Text.Json;
using System.Text.Json.Serialization;

namespace OnboardingTracker.Platform.Api;

/// <summary>What went wrong, in the form of RFC 9457. Every answer of the API that is no success is one.</summary>
public record Problem
{
    public const string ContentType = "application/problem+json";

    /// <summary>The kind of problem, as a URI; the kinds are told apart by their status, and refusals by their rule.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The kind of problem in words, the same for every occurrence.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status, repeated.</summary>
    public required int Status { get; init; }

    /// <summary>What happened this time, and what to do.</summary>
    public string? Detail { get; init; }

    /// <summary>For 400: each field that is wrong, such as <c>forecast.amount</c>, and what it must be.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>For 422: the name of the rule that refused.</summary>
    public string? Rule { get; init; }

    /// <summary>For 422: the fact that the rule found.</summary>
    public string? Evidence { get; init; }

    /// <summary>For 422: the stage that the rule allows in place of the one asked for.</summary>
    public string? OfferedStage { get; init; }

    /// <summary>For 422: how many accounts the refusal is about.</summary>
    public int? Accounts { get; init; }

    /// <summary>For 409 on the policy: the version in force.</summary>
    public int? CurrentVersion { get; init; }

    /// <summary>What the log knows this request by.</summary>
    public string? TraceId { get; init; }
}

/// <summary>Writes problems; what does not apply is left out.</summary>
internal static class ProblemJson
{
    public static JsonSerializerOptions Options { get; } =
        new(ApiJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}
