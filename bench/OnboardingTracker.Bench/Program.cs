using System.Globalization;
using OnboardingTracker.Bench;

// usage: OnboardingTracker.Bench PUBLISHED FLOOR_ASSEMBLY DATA_FOLDER [accounts] [pages|playbook|import|mail|webhooks|dashboard …]
var published = args[0];
var accounts = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 1_000_000;
var wanted = args.Length > 4 ? args[4..] : ["pages", "playbook", "import", "mail", "webhooks", "dashboard"];
var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
await using var cluster = await BenchCluster.StartAsync(args[2]);
var ratios = new List<Ratio>();
foreach (var bench in wanted)
{
    Console.WriteLine($"{bench} …");
    ratios.AddRange(
        bench switch
        {
            "pages" => await PagesBench.RunAsync(cluster, published, args[1], accounts, today),
            "playbook" => await PlaybookBench.RunAsync(cluster, published, accounts, today),
            "import" => await ImportBench.RunAsync(cluster, published, accounts, today),
            "dashboard" => await DashboardBench.RunAsync(cluster, published, accounts, today),
            "mail" => MailBench.Run(),
            "webhooks" => await WebhooksBench.RunAsync(cluster, published, args[1], today),
            _ => throw new ArgumentException($"There is no benchmark {bench}."),
        }
    );
}
Console.WriteLine();
foreach (var ratio in ratios)
    Console.WriteLine(ratio);
