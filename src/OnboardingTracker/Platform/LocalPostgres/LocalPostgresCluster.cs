using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>
/// The private PostgreSQL of an app that was given none. Started before the host is built and disposed after it has stopped, so that the
/// last job still finds its database. The first app on a folder owns the server; another is its guest, and takes over when the owner goes.
/// </summary>
public sealed class LocalPostgresCluster : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private readonly ClusterFolder _folder;
    private readonly ServerAddress _address;
    private readonly ServerAccount _account;
    private readonly LocalPostgresOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _disposing = new();
    private OwnerLock? _ownerLock;
    private ServerProcess? _server;
    private Task _takeover = Task.CompletedTask;

    private LocalPostgresCluster(ClusterFolder folder, ServerAccount account, LocalPostgresOptions options, ILogger logger)
    {
        _folder = folder;
        _account = account;
        _options = options;
        _logger = logger;
        _address = new ServerAddress(folder);
        ConnectionString = _address.For(options.Database);
    }

    public string ConnectionString { get; }

    /// <summary>Whether this app stops the server at its end, and starts it again should it die.</summary>
    public bool IsOwner => _server is not null;

    /// <summary>Starts the server of the folder, adopts one that was left running, or joins that of another app.</summary>
    /// <exception cref="LocalPostgresException">It cannot run here; the message says what to do.</exception>
    public static async Task<LocalPostgresCluster> StartAsync(
        LocalPostgresOptions options,
        ILogger? logger = null,
        CancellationToken cancellation = default
    )
    {
        if (OperatingSystem.IsWindows())
            throw new LocalPostgresException(
                "The private PostgreSQL runs on Linux and macOS: set ConnectionStrings__Postgres to a PostgreSQL of your own."
            );
        var (folder, account) = await ClusterFolder.PrepareAsync(options.DataDirectory, cancellation);
        var cluster = new LocalPostgresCluster(folder, account, options, logger ?? NullLogger.Instance);
        try
        {
            await cluster.OwnOrJoinAsync(cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposing.IsCancellationRequested)
            return;
        await _disposing.CancelAsync();
        await _takeover;
        await LeaveAsync();
        _disposing.Dispose();
    }

    private async Task OwnOrJoinAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.StartTimeout);
        try
        {
            while (!await TryOwnAsync(limit.Token))
            {
                if (await TryJoinAsync(limit.Token))
                {
                    _logger.LogInformation("Another app runs the PostgreSQL in {Folder}; joining it", _folder.Root);
                    _takeover = TakeOverAsync(_disposing.Token);
                    return;
                }
                await Task.Delay(Pause, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LocalPostgresException(
                $"PostgreSQL in {_folder.Root} was not ready within {_options.StartTimeout.TotalSeconds:0} s: its log is in {_folder.Logs}. {_server?.LastError}".TrimEnd()
            );
        }
    }

    private async Task<bool> TryJoinAsync(CancellationToken cancellation)
    {
        try
        {
            await _address.EnsureDatabaseAsync(_options.Database, cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            // The owner is still starting its server, or already stopping it.
            return false;
        }
    }

    /// <summary>A guest asks now and then whether the owner has gone, and then runs the server under the same address.</summary>
    private async Task TakeOverAsync(CancellationToken disposing)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(disposing))
                try
                {
                    if (!await TryOwnAsync(disposing))
                        continue;
                    _logger.LogInformation("The app that ran the PostgreSQL in {Folder} has ended; this one has taken over", _folder.Root);
                    return;
                }
                catch (Exception e) when (e is LocalPostgresException or NpgsqlException or IOException or UnauthorizedAccessException)
                {
                    _logger.LogError(e, "Taking over the PostgreSQL in {Folder} failed", _folder.Root);
                    await LeaveAsync();
                }
        }
        catch (OperationCanceledException)
        {
            // We are ending; what has been started is stopped there.
        }
    }

    private async Task<bool> TryOwnAsync(CancellationToken cancellation)
    {
        _ownerLock = OwnerLock.TryTake(_folder);
        if (_ownerLock is null)
            return false;
        var durable = _options.Settings.GetValueOrDefault("fsync") != "off";
        var binaries = await PostgresBinaries.FindAsync(_folder.ReadMajor(), cancellation);
        await ClusterInitialization.EnsureAsync(_folder, binaries, _account, durable, cancellation);
        var launch = await ServerLaunch.ChooseAsync(_folder, binaries, _account, _options, cancellation);
        var orphan = await FindOrphanAsync(cancellation);
        _server = new ServerProcess(_folder, launch, _logger);
        _server.Start(orphan);
        await UntilReadyAsync(_server, cancellation);
        await _address.EnsureDatabaseAsync(_options.Database, cancellation);
        _logger.LogInformation(
            "PostgreSQL {Major} {How} in {Folder} as {Account}",
            binaries.Major,
            orphan is null ? "started" : "found running",
            _folder.Root,
            _account.Name
        );
        return true;
    }

    /// <summary>The server that an app which was killed has left behind, once it is clear that it is not about to end as well.</summary>
    private async Task<Postmaster?> FindOrphanAsync(CancellationToken cancellation)
    {
        while (Postmaster.Read(_folder) is { } running)
        {
            if (running.IsReady && running.SocketDirectory != _folder.SocketDirectory)
                Postmaster.Stop(running.Pid);
            else if (running.IsReady && await _address.AnswersAsync(ServerAddress.FirstDatabase, cancellation))
            {
                // The kernel tells the server of its owner's death a moment after it has freed the owner's lock.
                await Task.Delay(Pause * 10, cancellation);
                if (Postmaster.Read(_folder) == running)
                    return running;
            }
            await Task.Delay(Pause, cancellation);
        }
        return null;
    }

    private async Task UntilReadyAsync(ServerProcess server, CancellationToken cancellation)
    {
        while (Postmaster.Read(_folder) is not { IsReady: true } || !await _address.AnswersAsync(ServerAddress.FirstDatabase, cancellation))
        {
            if (server.Failures > 3)
                throw new LocalPostgresException($"PostgreSQL in {_folder.Root} does not start: {server.LastError}");
            await Task.Delay(Pause, cancellation);
        }
    }

    private async Task LeaveAsync()
    {
        if (_server is not null)
        {
            await _server.StopAsync(StopPatience);
            _server.Dispose();
            _server = null;
            _logger.LogInformation("PostgreSQL in {Folder} stopped", _folder.Root);
        }
        _ownerLock?.Dispose();
        _ownerLock = null;
    }
}
