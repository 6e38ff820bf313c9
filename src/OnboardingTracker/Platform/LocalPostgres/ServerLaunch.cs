namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>How the server process is started: as whom, with which words before it.</summary>
internal sealed record ServerLaunch(IReadOnlyList<string> CommandLine)
{
    /// <summary>Leaves the terminal's process group, or Ctrl-C would stop the server before the app has finished with it.</summary>
    private static readonly string[] PerlDetach = ["perl", "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127"];

    internal static async Task<ServerLaunch> ChooseAsync(
        ClusterFolder folder,
        PostgresBinaries binaries,
        ServerAccount account,
        LocalPostgresOptions options,
        CancellationToken cancellation
    )
    {
        string[] server = [binaries.Postgres, .. ServerSettings.Arguments(folder, options.Settings)];
        var canBind = await ServerAccount.CanSwitchAsync(cancellation);
        if (canBind)
            // setpriv comes last: setsid may fork, and the signal is for the process that asked for it.
            return new ServerLaunch(["setsid", .. account.Prefix(options.EndWithOwner ? ["--pdeathsig=INT"] : []), .. server]);
        var canDetach = (await Command.TryRunAsync([.. PerlDetach, "true"], cancellation)).Ok;
        return new ServerLaunch([.. canDetach ? PerlDetach : [], .. server]);
    }
}
