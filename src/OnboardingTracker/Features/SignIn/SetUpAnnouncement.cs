using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Features.SignIn;

/// <summary>Writes the address for making the first admin to the log, once the app listens.</summary>
public sealed class SetUpAnnouncement(IServiceScopeFactory scopes, IServer server, TrackerOptions options, ILogger<SetUpAnnouncement> log)
    : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        // A worker's log is not where anybody looks for the way in.
        if (options.Role is ProcessRole.Worker)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var (token, standsSince) = await scope.ServiceProvider.GetRequiredService<FirstAdmin>().TokenToPrintAsync(cancellationToken);
        // As warnings, so that a log that keeps little still keeps these.
        if (token is not null)
            log.LogWarning("First start: make the first admin at {Address}/set-up?token={SetUpToken}", Address(), token);
        else if (standsSince is { } since)
            log.LogWarning(
                "First start: the address for making the first admin was written to the log at {Since:HH:mm:ss} UTC, by this app's "
                    + "previous start or another replica, and still works. A start after {Until:HH:mm:ss} UTC writes a new one",
                since,
                since + FirstAdmin.TokenStands
            );
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An address to open on this machine; behind a proxy the path is what counts.</summary>
    private string Address()
    {
        var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        var address = BindingAddress.Parse(bound);
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
    }
}
