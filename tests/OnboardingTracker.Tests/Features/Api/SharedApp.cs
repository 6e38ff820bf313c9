using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api;

/// <summary>One app for all tests of a class, where none of them changes anything that another one looks at.</summary>
public sealed class SharedApp(TestPostgres postgres) : IAsyncLifetime
{
    public TrackerApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await TrackerApp.StartAsync(postgres);

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
