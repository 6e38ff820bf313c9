using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api;

/// <summary>Counts the commands that EF sends to one app's database.</summary>
internal sealed class CommandCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string _database;
    private readonly List<IDisposable> _subscriptions = [];
    private int _commands;

    public CommandCount(TrackerApp app)
    {
        _database = new NpgsqlConnectionStringBuilder(app.ConnectionString).Database!;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public async Task<int> OfAsync(Func<Task> work)
    {
        var before = Volatile.Read(ref _commands);
        await work();
        return Volatile.Read(ref _commands) - before;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
            lock (_subscriptions)
                _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Value: CommandExecutedEventData executed } && executed.Command.Connection?.Database == _database)
            Interlocked.Increment(ref _commands);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
}
