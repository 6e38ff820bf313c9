using OnboardingTracker.Platform.LocalPostgres;

namespace OnboardingTracker.PostgresOwner;

/// <summary>An app reduced to its database, for the tests to kill: <c>folder [unbound]</c>. It says its address and ends when its input does.</summary>
internal static class Owner
{
    private static async Task Main(string[] args)
    {
        var options = new LocalPostgresOptions(args[0]) { EndWithOwner = !args.Contains("unbound") };
        await using var cluster = await LocalPostgresCluster.StartAsync(options);
        Console.WriteLine(cluster.ConnectionString);
        while (await Console.In.ReadLineAsync() is not null) { }
    }
}
