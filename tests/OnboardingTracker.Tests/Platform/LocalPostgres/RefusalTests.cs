using OnboardingTracker.Platform.LocalPostgres;

namespace OnboardingTracker.Tests.Platform.LocalPostgres;

/// <summary>Each thing that keeps the server from running is told in a sentence.</summary>
public sealed class RefusalTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly ScratchFolder _folder = new();

    [Fact]
    public async Task A_parent_folder_that_lets_nobody_in_is_named()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root runs the server as another user");
        var closed = Directory.CreateDirectory(Path.Combine(_folder.Path, "closed"), OwnerOnly).FullName;

        var start = () => StartAsync(Path.Combine(closed, "data"));

        (await start.Should().ThrowAsync<LocalPostgresException>()).WithMessage(
            $"*{closed} lets nobody else in (mode 0700): set OnboardingTracker__DataDirectory*"
        );
    }

    [Fact]
    public async Task A_data_folder_with_wrong_permissions_is_named()
    {
        await (await StartAsync(_folder.Path)).DisposeAsync();
        File.SetUnixFileMode(_folder.Data, OwnerOnly | UnixFileMode.OtherWrite);

        var start = () => StartAsync(_folder.Path);

        (await start.Should().ThrowAsync<LocalPostgresException>()).WithMessage($"*{_folder.Data}*invalid permissions*");
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_named()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var start = () => StartAsync(file);

        (await start.Should().ThrowAsync<LocalPostgresException>()).WithMessage($"*{file}*OnboardingTracker__DataDirectory*");
    }

    [Fact]
    public async Task A_data_folder_with_other_files_in_it_is_left_alone()
    {
        Directory.CreateDirectory(_folder.Data);
        var file = Path.Combine(_folder.Data, "thesis.txt");
        await File.WriteAllTextAsync(file, "ten years of work", TestContext.Current.CancellationToken);

        var start = () => StartAsync(_folder.Path);

        await start.Should().ThrowAsync<LocalPostgresException>();
        File.Exists(file).Should().BeTrue();
    }

    [Fact]
    public async Task A_cluster_of_a_version_that_is_not_installed_asks_for_that_version()
    {
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "PG_VERSION"), "9\n", TestContext.Current.CancellationToken);

        var start = () => StartAsync(_folder.Path);

        (await start.Should().ThrowAsync<LocalPostgresException>()).WithMessage(
            "*PostgreSQL 9 (the database was made by that version)*postgresql-9*"
        );
    }

    [Fact]
    public async Task Without_server_programs_it_says_what_to_install()
    {
        // pg_config of the client library names a folder such as this one.
        var clientOnly = Directory.CreateDirectory(Path.Combine(_folder.Path, "bin")).FullName;
        await File.WriteAllTextAsync(Path.Combine(clientOnly, "psql"), "", TestContext.Current.CancellationToken);

        var find = () => PostgresBinaries.FindAsync(null, [clientOnly], TestContext.Current.CancellationToken);

        (await find.Should().ThrowAsync<LocalPostgresException>()).WithMessage(
            "*PostgreSQL 15 or newer*install*ConnectionStrings__Postgres*"
        );
    }

    [Fact]
    public async Task A_setting_that_the_server_does_not_know_is_told_in_its_words()
    {
        var options = new LocalPostgresOptions(_folder.Path) { Settings = new Dictionary<string, string> { ["no_such_setting"] = "1" } };

        var start = () => LocalPostgresCluster.StartAsync(options, cancellation: TestContext.Current.CancellationToken);

        (await start.Should().ThrowAsync<LocalPostgresException>()).WithMessage(
            "*unrecognized configuration parameter \"no_such_setting\"*"
        );
    }

    public void Dispose() => _folder.Dispose();

    private static Task<LocalPostgresCluster> StartAsync(string folder) =>
        LocalPostgresCluster.StartAsync(new LocalPostgresOptions(folder), cancellation: TestContext.Current.CancellationToken);
}
