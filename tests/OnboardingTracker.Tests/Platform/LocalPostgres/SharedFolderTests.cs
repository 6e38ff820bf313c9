using Microsoft.Extensions.Configuration;
using OnboardingTracker.Platform.LocalPostgres;

namespace OnboardingTracker.Tests.Platform.LocalPostgres;

/// <summary>Two apps on one folder.</summary>
public sealed class SharedFolderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public async Task The_second_app_is_a_guest_and_leaves_the_server_alone()
    {
        await using var owner = await StartAsync();
        var guest = await StartAsync();

        guest.IsOwner.Should().BeFalse();
        guest.ConnectionString.Should().Be(owner.ConnectionString);
        await guest.DisposeAsync();

        (await Sql.AskAsync(owner.ConnectionString, "select 1")).Should().Be(1);
    }

    [Fact]
    public async Task Apps_that_start_at_once_on_a_new_folder_share_one_server()
    {
        var apps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync()));
        try
        {
            apps.Count(a => a.IsOwner).Should().Be(1);
            foreach (var app in apps)
                (await Sql.AskAsync(app.ConnectionString, "select 1")).Should().Be(1);
        }
        finally
        {
            // Guests first: a guest that outlives the owner would take over.
            foreach (var app in apps.OrderBy(a => a.IsOwner))
                await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_demo_beside_the_real_thing_has_a_database_of_its_own()
    {
        var settings = new Dictionary<string, string?> { ["OnboardingTracker:DataDirectory"] = _folder.Path };
        await using var real = await LocalPostgresCluster.StartAsync(
            OptionsFrom(settings),
            cancellation: TestContext.Current.CancellationToken
        );
        settings["Demo"] = "true";
        await using var demo = await LocalPostgresCluster.StartAsync(
            OptionsFrom(settings),
            cancellation: TestContext.Current.CancellationToken
        );

        await Sql.AskAsync(demo.ConnectionString, "create table invented ()");

        (await Sql.AskAsync(real.ConnectionString, "select to_regclass('invented')::text")).Should().Be(DBNull.Value);
    }

    [Fact]
    public async Task A_guest_takes_over_when_the_owner_is_killed()
    {
        using var owner = await OwnerApp.StartAsync(_folder);
        await using var guest = await StartAsync();
        guest.IsOwner.Should().BeFalse();

        await owner.KillAsync();

        await Sql.UntilAsync(() => Task.FromResult(guest.IsOwner), "the guest owns the server");
        await Sql.UntilAsync(() => Sql.AnswersAsync(guest.ConnectionString), "the server is back");
    }

    [Fact]
    public async Task A_guest_takes_over_when_the_owner_stops()
    {
        using var owner = await OwnerApp.StartAsync(_folder);
        await using var guest = await StartAsync();

        await owner.StopAsync();

        await Sql.UntilAsync(() => Task.FromResult(guest.IsOwner), "the guest owns the server");
        await Sql.UntilAsync(() => Sql.AnswersAsync(guest.ConnectionString), "the server is back");
    }

    public void Dispose() => _folder.Dispose();

    private static LocalPostgresOptions OptionsFrom(Dictionary<string, string?> settings) =>
        LocalPostgresOptions.From(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), AppContext.BaseDirectory);

    private Task<LocalPostgresCluster> StartAsync() =>
        LocalPostgresCluster.StartAsync(new LocalPostgresOptions(_folder.Path), cancellation: TestContext.Current.CancellationToken);
}
