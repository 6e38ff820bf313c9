using System.Text.Json;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Signals;

/// <summary>What a proven sender delivered, before anybody has read more of it than its id.</summary>
/// <param name="Source">One of <see cref="SignalSources"/>, or a caller's own name.</param>
/// <param name="SourceId">Unique at its source; the same again is the same signal.</param>
/// <param name="SourceKind">What the sender calls it.</param>
/// <param name="OccurredAt">When it happened, where that could be read; null: now.</param>
/// <param name="Raw">Exactly what arrived.</param>
public sealed record IncomingSignal(
    string Source,
    string SourceId,
    string SourceKind,
    DateTimeOffset? OccurredAt,
    byte[] Raw,
    string ContentType = "application/json"
)
{
    /// <summary>A signal that is told in our own words: what is stored of it is the fact itself.</summary>
    public static IncomingSignal Of(string source, string sourceId, SignalFact fact) =>
        new(source, sourceId, fact.Kind, fact.OccurredAt, JsonSerializer.SerializeToUtf8Bytes(fact, Json.Options));
}

/// <param name="SignalId">The stored signal.</param>
/// <param name="IsNew">False: it was known already, and nothing was stored.</param>
public sealed record StoredSignal(long SignalId, bool IsNew);
