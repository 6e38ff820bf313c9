using System.Threading.Channels;
using Hangfire;

namespace OnboardingTracker.Features.Signals;

/// <summary>
/// Sets jobs to work what was just stored, after its sender has been thanked: those that arrived together in one job, since setting up
/// a job costs the database more than storing the signal. What a crash leaves here, the sweep finds within a minute.
/// </summary>
public sealed class SignalQueue(IBackgroundJobClient jobs, ILogger<SignalQueue> log) : BackgroundService
{
    private const int Most = 50;

    /// <summary>More than this are left to the sweep.</summary>
    private readonly Channel<long> _stored = Channel.CreateBounded<long>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Add(long signalId) => _stored.Writer.TryWrite(signalId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Away from the start of the app, and from whoever adds.
        await Task.Yield();
        try
        {
            while (await _stored.Reader.WaitToReadAsync(stoppingToken))
                Enqueue(Taken());
        }
        catch (OperationCanceledException)
        {
            Enqueue(Taken());
        }
    }

    private long[] Taken()
    {
        var taken = new List<long>();
        while (taken.Count < Most && _stored.Reader.TryRead(out var signalId))
            taken.Add(signalId);
        return [.. taken];
    }

    private void Enqueue(long[] signalIds)
    {
        if (signalIds.Length == 0)
            return;
        try
        {
            jobs.Enqueue<SignalJob>(job => job.WorkAsync(signalIds, CancellationToken.None));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Stored is stored, and the sweep does the rest: nothing that goes wrong here may take the app with it.
            log.LogWarning("{Count} signals are left to the sweep: {Reason}", signalIds.Length, failure.Message);
        }
    }
}
