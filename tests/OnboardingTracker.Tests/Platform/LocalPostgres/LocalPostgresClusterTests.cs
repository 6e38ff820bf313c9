using System.Diagnostics;
using OnboardingTracker.Platform.LocalPostgres;

namespace OnboardingTracker.Tests.Platform.LocalPostgres;

public sealed class LocalPostgresClusterTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public async Task A_first_start_makes_a_cluster_that_holds_any_script_and_sorts_names_as_people_do()
    {
        await using var cluster = await StartAsync();

        (await Sql.AskAsync(cluster.ConnectionString, "show server_encoding")).Should().Be("UTF8");
        (await Sql.AskAsync(cluster.ConnectionString, "select current_database()")).Should().Be("onboarding_tracker");
        (await Sql.AskAsync(cluster.ConnectionString, "show fsync")).Should().Be("on");
        (
            await Sql.AskAsync(
                cluster.ConnectionString,
                "select string_agg(n, ' ' order by n) from unnest(array['Zoë', 'émile', 'adam', 'Émile', '株式会社', 'Eva']) n"
            )
        )
            .Should()
            .Be("adam émile Émile Eva Zoë 株式会社");
        cluster.IsOwner.Should().BeTrue();
    }

    [Fact]
    public async Task Nobody_else_can_reach_it()
    {
        await using var cluster = await StartAsync();

        (await Sql.AskAsync(cluster.ConnectionString, "show listen_addresses")).Should().Be("");
        File.GetUnixFileMode(_folder.Cluster).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task A_restart_keeps_the_data_and_leaves_no_server_in_between()
    {
        await using (var first = await StartAsync())
        {
            await Sql.AskAsync(first.ConnectionString, "create table kept as select 42 as n");
        }
        File.Exists(_folder.PidFile).Should().BeFalse("the server stops with its owner");

        await using var second = await StartAsync();

        (await Sql.AskAsync(second.ConnectionString, "select n from kept")).Should().Be(42);
    }

    [Fact]
    public async Task Stopping_ends_sessions_that_are_still_open()
    {
        var cluster = await StartAsync();
        await using var session = new Npgsql.NpgsqlConnection(cluster.ConnectionString + ";Pooling=false");
        await session.OpenAsync(TestContext.Current.CancellationToken);
        var started = Stopwatch.GetTimestamp();

        await cluster.DisposeAsync();

        Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(10));
        File.Exists(_folder.PidFile).Should().BeFalse();
    }

    [Fact]
    public async Task The_server_outlives_the_thread_that_started_the_cluster()
    {
        LocalPostgresCluster? cluster = null;
        var thread = new Thread(() => cluster = StartAsync().GetAwaiter().GetResult());
        thread.Start();
        thread.Join();
        await using var _ = cluster!;
        var pid = _folder.ReadPid();

        await Task.Delay(300, TestContext.Current.CancellationToken);

        (await Sql.AskAsync(cluster!.ConnectionString, "select 1")).Should().Be(1);
        _folder.ReadPid().Should().Be(pid);
    }

    [Fact]
    public async Task The_server_stands_in_a_session_of_its_own_so_that_ctrl_c_reaches_the_app_alone()
    {
        await using var cluster = await StartAsync();

        // Fields of /proc/N/stat after the name: state, parent, process group, session.
        var pid = _folder.ReadPid();
        var fields = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ');

        fields[2].Should().Be($"{pid}");
        fields[3].Should().Be($"{pid}");
    }

    [Fact]
    public async Task A_long_or_odd_folder_name_puts_the_socket_elsewhere()
    {
        var odd = Path.Combine(_folder.Path, "a,b:c \"d\" – ü", new string('x', 90));
        await using var cluster = await LocalPostgresCluster.StartAsync(
            new LocalPostgresOptions(odd),
            cancellation: TestContext.Current.CancellationToken
        );

        (await Sql.AskAsync(cluster.ConnectionString, "select 1")).Should().Be(1);
    }

    [Fact]
    public async Task A_folder_reached_through_a_link_is_the_same_folder()
    {
        var link = _folder.Path + "-link";
        Directory.CreateSymbolicLink(link, _folder.Path);
        try
        {
            await using var owner = await StartAsync();
            await using var guest = await LocalPostgresCluster.StartAsync(
                new LocalPostgresOptions(link),
                cancellation: TestContext.Current.CancellationToken
            );

            guest.IsOwner.Should().BeFalse();
            guest.ConnectionString.Should().Be(owner.ConnectionString);
        }
        finally
        {
            Directory.Delete(link);
        }
    }

    [Fact]
    public async Task Variables_meant_for_another_server_are_not_heard()
    {
        Environment.SetEnvironmentVariable("PGOPTIONS", "-c no_such_setting=1");
        try
        {
            Command.StartInfo(["postgres"]).Environment.Keys.Should().NotContain("PGOPTIONS");
        }
        finally
        {
            Environment.SetEnvironmentVariable("PGOPTIONS", null);
        }
        await Task.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();

    private Task<LocalPostgresCluster> StartAsync() =>
        LocalPostgresCluster.StartAsync(new LocalPostgresOptions(_folder.Path), cancellation: TestContext.Current.CancellationToken);
}
