using OnboardingTracker.Data;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Features.Signals;

/// <summary>
/// The second half of an adapter: what a stored delivery means in our words. The first half, proving who sent it, is the source's own
/// endpoint or reader. The same delivery, policy and knowledge give the same answer, so that a replay can correct what was read wrongly.
/// </summary>
public interface ISignalSource
{
    /// <summary>One of <see cref="SignalSources"/>.</summary>
    string Name { get; }

    /// <summary>Reads a delivery.</summary>
    /// <param name="db">For a source whose deliveries mean something only beside what is stored, as a mail that answers one of ours.</param>
    /// <exception cref="UnreadableSignalException">It is none that this source can have sent; a person has to look at it.</exception>
    Task<SignalReading> ReadAsync(Delivery delivery, Policy policy, TrackerDb db, CancellationToken cancel);
}

/// <summary>A source whose deliveries say all by themselves: nothing is asked of the database.</summary>
public abstract class PureSource : ISignalSource
{
    public abstract string Name { get; }

    /// <inheritdoc cref="ISignalSource.ReadAsync"/>
    public abstract SignalReading Read(Delivery delivery, Policy policy);

    Task<SignalReading> ISignalSource.ReadAsync(Delivery delivery, Policy policy, TrackerDb db, CancellationToken cancel) =>
        Task.FromResult(Read(delivery, policy));
}

/// <summary>A stored delivery, as its source's reader sees it.</summary>
public sealed record Delivery(string SourceId, string SourceKind, DateTimeOffset ReceivedAt, ReadOnlyMemory<byte> Raw);

/// <summary>What a delivery means.</summary>
public abstract record SignalReading
{
    private SignalReading() { }

    /// <summary>It says this.</summary>
    public sealed record Says(SignalFact Fact) : SignalReading;

    /// <summary>It is of a kind that we do not use, or without effect here.</summary>
    /// <param name="Why">For people: "of a kind that is not used", "a test order".</param>
    public sealed record Unused(string Why) : SignalReading;
}

/// <summary>A delivery that cannot be read; kept, shown, tried again, and replayed once the reader is mended.</summary>
public sealed class UnreadableSignalException(string message, Exception? inner = null) : Exception(message, inner);
