using System.Diagnostics;
using System.Globalization;
using OnboardingTracker.Platform.LocalPostgres;

namespace OnboardingTracker.Tests.Platform.LocalPostgres;

/// <summary>What is found after an app or a server was killed.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public async Task The_server_ends_with_an_app_that_is_killed_and_has_lost_nothing()
    {
        using var app = await OwnerApp.StartAsync(_folder);
        await Sql.AskAsync(app.ConnectionString, "create table kept as select 42 as n");

        await app.KillAsync();

        await Sql.UntilAsync(() => Task.FromResult(!File.Exists(_folder.PidFile)), "the server has shut down");
        await using var next = await StartAsync();
        (await Sql.AskAsync(next.ConnectionString, "select n from kept")).Should().Be(42);
    }

    [Fact]
    public async Task A_start_right_after_a_kill_finds_a_server_that_stays()
    {
        using var app = await OwnerApp.StartAsync(_folder);
        await app.KillAsync();

        await using var next = await StartAsync();

        for (var i = 0; i < 10; i++)
            (await Sql.AskAsync(next.ConnectionString, "select 1")).Should().Be(1);
    }

    [Fact]
    public async Task A_server_left_running_is_adopted_and_stopped_in_the_end()
    {
        using var app = await OwnerApp.StartAsync(_folder, "unbound");
        await app.KillAsync();
        var orphan = _folder.ReadPid();

        await using (var next = await StartAsync())
        {
            next.IsOwner.Should().BeTrue();
            _folder.ReadPid().Should().Be(orphan, "it is the same server");
            (await Sql.AskAsync(next.ConnectionString, "select 1")).Should().Be(1);
        }

        File.Exists(_folder.PidFile).Should().BeFalse();
    }

    [Fact]
    public async Task A_server_that_is_killed_is_started_again_under_the_same_address()
    {
        await using var cluster = await StartAsync();
        await Sql.AskAsync(cluster.ConnectionString, "create table kept as select 42 as n");
        var before = _folder.ReadPid();

        Kill(before);

        await Sql.UntilAsync(() => Sql.AnswersAsync(cluster.ConnectionString), "the server is back");
        (await Sql.AskAsync(cluster.ConnectionString, "select n from kept")).Should().Be(42);
        _folder.ReadPid().Should().NotBe(before);
    }

    [Fact]
    public async Task An_adopted_server_that_is_killed_is_started_again_as_well()
    {
        using var app = await OwnerApp.StartAsync(_folder, "unbound");
        await app.KillAsync();
        await using var next = await StartAsync();

        Kill(_folder.ReadPid());

        await Sql.UntilAsync(() => Sql.AnswersAsync(next.ConnectionString), "the server is back");
    }

    [Fact]
    public async Task App_and_server_killed_together_recover_at_the_next_start()
    {
        using var app = await OwnerApp.StartAsync(_folder, "unbound");
        await Sql.AskAsync(app.ConnectionString, "create table kept as select 42 as n");
        var server = _folder.ReadPid();

        await app.KillAsync();
        Kill(server);

        File.Exists(_folder.PidFile).Should().BeTrue("nobody was left to remove it");
        await using var next = await StartAsync();
        (await Sql.AskAsync(next.ConnectionString, "select n from kept")).Should().Be(42);
    }

    [Fact]
    public async Task A_pid_file_whose_number_now_belongs_to_another_process_is_stale()
    {
        await MakeClusterAsync();
        var recycled = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(
            _folder.PidFile,
            $"{recycled}\n{_folder.Data}\n1\n5432\n{_folder.Cluster}/s\n\n1 1\nready   \n",
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync($"{_folder.Cluster}/s/.s.PGSQL.5432.lock", $"{recycled}\n", TestContext.Current.CancellationToken);

        await using var cluster = await StartAsync();

        _folder.ReadPid().Should().NotBe(Environment.ProcessId);
        (await Sql.AskAsync(cluster.ConnectionString, "select 1")).Should().Be(1);
    }

    [Fact]
    public async Task An_initdb_that_was_cut_off_is_thrown_away()
    {
        var halfMade = Directory.CreateDirectory(Path.Combine(_folder.Cluster, "init-0123", "base")).FullName;
        await File.WriteAllTextAsync(Path.Combine(halfMade, "1"), "half a file", TestContext.Current.CancellationToken);

        await using var cluster = await StartAsync();

        (await Sql.AskAsync(cluster.ConnectionString, "select 1")).Should().Be(1);
        Directory.EnumerateDirectories(_folder.Cluster, "init-*").Should().BeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private async Task MakeClusterAsync()
    {
        await using var cluster = await StartAsync();
    }

    private Task<LocalPostgresCluster> StartAsync() =>
        LocalPostgresCluster.StartAsync(new LocalPostgresOptions(_folder.Path), cancellation: TestContext.Current.CancellationToken);

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }
}
