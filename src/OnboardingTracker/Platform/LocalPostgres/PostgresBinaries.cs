using System.Globalization;
using System.Text.RegularExpressions;

namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>A folder with PostgreSQL's server programs, and the major version that they are of.</summary>
internal sealed partial record PostgresBinaries(string Directory, int Major)
{
    internal const int OldestMajor = 15;
    private static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    internal string Postgres => Path.Combine(Directory, "postgres");

    internal string InitDb => Path.Combine(Directory, "initdb");

    /// <summary>The newest server programs of this machine, or those of <paramref name="major"/> where a cluster exists already.</summary>
    internal static async Task<PostgresBinaries> FindAsync(int? major, CancellationToken cancellation) =>
        await FindAsync(major, await CandidatesAsync(cancellation), cancellation);

    internal static async Task<PostgresBinaries> FindAsync(int? major, IEnumerable<string> candidates, CancellationToken cancellation)
    {
        var found = new List<PostgresBinaries>();
        foreach (var directory in candidates.Where(IsComplete).Distinct())
            if (await ReadMajorAsync(directory, cancellation) is { } version)
                found.Add(new PostgresBinaries(directory, version));

        return found.Where(b => major is null ? b.Major >= OldestMajor : b.Major == major).MaxBy(b => b.Major)
            ?? throw new LocalPostgresException(Missing(major));
    }

    private static async Task<IEnumerable<string>> CandidatesAsync(CancellationToken cancellation)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var config = await Command.TryRunAsync(["pg_config", "--bindir"], cancellation);
        return
        [
            .. path,
            .. config.Ok ? [config.Output.Trim()] : Array.Empty<string>(),
            .. Below("/usr/lib/postgresql", "*", "bin"),
            .. Below("/usr", "pgsql-*", "bin"),
            .. Below("/opt/homebrew/opt", "postgresql*", "bin"),
            .. Below("/usr/local/opt", "postgresql*", "bin"),
            .. Below("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin"),
            .. Below("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
        ];
    }

    private static IEnumerable<string> Below(string parent, string pattern, string child) =>
        System.IO.Directory.Exists(parent)
            ? System.IO.Directory.EnumerateDirectories(parent, pattern).Select(d => Path.Combine(d, child))
            : [];

    /// <summary>A folder may hold only the client's part: <c>pg_config</c> of libpq-dev names such a one.</summary>
    private static bool IsComplete(string directory) => Array.TrueForAll(Programs, p => File.Exists(Path.Combine(directory, p)));

    private static async Task<int?> ReadMajorAsync(string directory, CancellationToken cancellation)
    {
        var version = await Command.TryRunAsync([Path.Combine(directory, "postgres"), "--version"], cancellation);
        var match = VersionText().Match(version.Output);
        return match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    private static string Missing(int? major)
    {
        var what = major is null ? $"PostgreSQL {OldestMajor} or newer" : $"PostgreSQL {major} (the database was made by that version)";
        var how = OperatingSystem.IsMacOS()
            ? $"brew install postgresql@{major ?? 17}"
            : $"apt-get install postgresql{(major is null ? "" : $"-{major}")}, or dnf install postgresql-server postgresql-contrib";
        return $"The server programs of {what} are not on this machine: install them ({how}), or set ConnectionStrings__Postgres to a PostgreSQL of your own.";
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionText();
}
