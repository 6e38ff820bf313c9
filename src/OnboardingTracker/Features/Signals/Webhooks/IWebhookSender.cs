using OnboardingTracker.Data.Signals;

namespace OnboardingTracker.Features.Signals.Webhooks;

/// <summary>
/// The first half of an adapter whose source posts to us: proves who sent a delivery, and says by what id it is known. It looks at
/// bytes and headers alone; what the delivery means is read later, by the source's <see cref="ISignalSource"/>.
/// </summary>
public interface IWebhookSender
{
    /// <summary>One of <see cref="Domain.Signals.SignalSources"/>.</summary>
    string Source { get; }

    /// <summary>Where it posts to: <c>/webhooks/stripe</c>.</summary>
    string Path { get; }

    /// <summary>The name of the setting that holds its secret, as an environment variable.</summary>
    string Setting { get; }

    /// <summary>Whether its secret is set; without one nothing can be proven, and the address answers 404.</summary>
    bool IsConnected { get; }

    /// <summary>Largest body, in bytes.</summary>
    int MostBytes => WebhookBody.MostBytes;

    /// <summary>
    /// Whether the headers leave it open that the sender is who it should be. Where they hold all of the proof, a stranger's body is not
    /// read at all.
    /// </summary>
    bool MayBe(IHeaderDictionary headers) => true;

    /// <summary>Whether the delivery is from the holder of the secret, and fresh where the source dates its signatures.</summary>
    bool Proves(WebhookRequest request, DateTimeOffset now);

    /// <summary>What is stored of a proven delivery. Never fails: of what cannot be read the bytes themselves are the id.</summary>
    IncomingSignal Describe(WebhookRequest request);
}

/// <param name="Body">Exactly what arrived: no mark taken off, nothing unpacked.</param>
public sealed record WebhookRequest(IHeaderDictionary Headers, byte[] Body, string ContentType)
{
    /// <summary>A header that was sent once; several of one name prove nothing.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
}
