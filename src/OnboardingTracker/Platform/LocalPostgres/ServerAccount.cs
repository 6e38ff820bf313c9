using System.Globalization;
using System.Runtime.Versioning;

namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>
/// The operating system's account that the server runs as. PostgreSQL refuses to run as root, so there the server's account is the owner of
/// an existing cluster, else <c>postgres</c>, else <c>nobody</c>; everybody else runs it as themselves.
/// </summary>
internal sealed record ServerAccount(string Name, string? UserId, string? GroupId)
{
    internal bool IsAnother => UserId is not null;

    internal static async Task<ServerAccount> ForAsync(string folder, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ServerAccount(Environment.UserName, null, null);

        if (!await CanSwitchAsync(cancellation))
            throw new LocalPostgresException(
                "PostgreSQL does not run as root, and running it as another user needs the programs setpriv and setsid: install util-linux, or start the app as another user."
            );
        var known = await File.ReadAllLinesAsync("/etc/passwd", cancellation);
        var accounts = known.Select(line => line.Split(':')).Where(f => f.Length > 3).ToList();
        if (await OwnerAsync(folder, cancellation) is { } owner && owner.User != "0")
            return new ServerAccount(accounts.Find(f => f[2] == owner.User)?[0] ?? owner.User, owner.User, owner.Group);

        var account =
            accounts.Find(f => f[0] == "postgres")
            ?? accounts.Find(f => f[0] == "nobody")
            ?? throw new LocalPostgresException(
                "PostgreSQL does not run as root, and this machine has no user postgres or nobody to run it as: add one, or start the app as another user."
            );
        return new ServerAccount(account[0], account[2], account[3]);
    }

    /// <summary>Whether this machine has util-linux; Busybox has programs of the same names that know less, and macOS has none.</summary>
    internal static async Task<bool> CanSwitchAsync(CancellationToken cancellation) =>
        (await Command.TryRunAsync(["setsid", "setpriv", "--pdeathsig=INT", "true"], cancellation)).Ok;

    /// <summary>Makes the folder this account's own. Root alone can, and root alone needs to.</summary>
    internal async Task TakeAsync(string folder, CancellationToken cancellation)
    {
        if (!IsAnother)
            return;
        var owner = await OwnerAsync(folder, cancellation);
        if (owner?.User == UserId)
            return;
        var taken = await Command.TryRunAsync(["chown", "-R", $"{UserId}:{GroupId}", folder], cancellation);
        if (!taken.Ok)
            throw new LocalPostgresException($"The folder {folder} could not be given to the user {Name}: {taken.Error.Trim()}.");
    }

    /// <summary>The words that go before a command to run it as this account.</summary>
    internal string[] Prefix(params string[] options) =>
        IsAnother ? ["setpriv", .. options, $"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups"]
        : options.Length > 0 ? ["setpriv", .. options]
        : [];

    /// <summary>Says which parent folder keeps the account out, as /root does; PostgreSQL itself would only say "permission denied".</summary>
    [UnsupportedOSPlatform("windows")]
    internal async Task EnsureReachesAsync(string folder, CancellationToken cancellation)
    {
        if (!IsAnother || (await Command.TryRunAsync([.. Prefix(), "test", "-x", folder], cancellation)).Ok)
            return;
        var closed = folder;
        for (var parent = Path.GetDirectoryName(folder); parent is not null; parent = Path.GetDirectoryName(parent))
            if (!(await Command.TryRunAsync([.. Prefix(), "test", "-x", parent], cancellation)).Ok)
                closed = parent;
        var mode = Convert.ToString((int)File.GetUnixFileMode(closed), 8).PadLeft(4, '0');
        throw new LocalPostgresException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The database's folder {folder} is out of reach of the user {Name}, as whom PostgreSQL runs when the app runs as root, because {closed} lets nobody else in (mode {mode}): set OnboardingTracker__DataDirectory to a folder elsewhere, such as /var/lib/onboarding-tracker."
            )
        );
    }

    private static async Task<(string User, string Group)?> OwnerAsync(string path, CancellationToken cancellation)
    {
        string[] format = OperatingSystem.IsLinux() ? ["-c", "%u:%g"] : ["-f", "%u:%g"];
        var owner = await Command.TryRunAsync(["stat", .. format, path], cancellation);
        return owner.Ok && owner.Output.Trim().Split(':') is [var user, var group] ? (user, group) : null;
    }
}
