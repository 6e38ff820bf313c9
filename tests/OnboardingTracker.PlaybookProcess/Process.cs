using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Playbooks;
using OnboardingTracker.Features.Signals;
using OnboardingTracker.Features.Signals.Email;
using OnboardingTracker.Features.Signals.Email.Outbox;
using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.PlaybookProcess;

/// <summary>
/// A worker reduced to one job, for the tests to run beside others and to kill: <c>connection-string now verb argument…</c>. It prints what
/// came of it and ends.
/// </summary>
public static class Process
{
    private static Task<int> Main(string[] args) => RunAsync(args, Console.Out);

    /// <summary>The same, with parts of its own, in the process of who calls it: where nothing is killed, starting one proves nothing.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter said)
    {
        var now = DateTimeOffset.Parse(args[1], CultureInfo.InvariantCulture);
        var settings = new ConfigurationBuilder().AddInMemoryCollection(Settings(args)).Build();
        await using var services = new ServiceCollection()
            .AddLogging()
            // A tenth of what a worker takes at once: the tests' books are as much smaller.
            .AddSingleton(
                new BatchSizes
                {
                    Moves = 500,
                    Undo = 200,
                    Alerts = 100,
                }
            )
            .AddTrackerData(args[0])
            .AddSingleton<TimeProvider>(new StoppedClock(now))
            .AddScoped<DailyPlaybookJob>()
            .AddSignals(settings)
            .AddMail(settings, ProcessRole.Web)
            .AddSingleton(new OwnMailSettings("onboarding@team.example", new Uri("https://tracker.team.example/")))
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        switch (args[2])
        {
            case "daily":
                await scope.ServiceProvider.GetRequiredService<DailyPlaybookJob>().RunAsync(args[3], CancellationToken.None);
                break;
            case "execute":
                var run = await scope.ServiceProvider.GetRequiredService<PlaybookRunner>().ExecuteAsync(Number(args[3]));
                await said.WriteLineAsync(Text(run.Touched));
                break;
            case "react":
                var ids = Enumerable.Range((int)Number(args[3]), (int)Number(args[4])).Select(id => (long)id).ToList();
                await said.WriteLineAsync(Text(await scope.ServiceProvider.GetRequiredService<PlaybookReactions>().AfterChangeAsync(ids)));
                break;
            case "undo":
                var undone = await scope
                    .ServiceProvider.GetRequiredService<PlaybookUndo>()
                    .UndoAsync(Number(args[3]), Actor.User("ann@example.com"));
                await said.WriteLineAsync(Text(undone.Undone));
                break;
            case "signal":
                await scope.ServiceProvider.GetRequiredService<SignalWorker>().WorkAsync(Number(args[3]));
                break;
            case "signal-sweep":
                await scope.ServiceProvider.GetRequiredService<SignalSweep>().RunAsync(CancellationToken.None);
                break;
            case "digests":
                await said.WriteLineAsync(Text(await scope.ServiceProvider.GetRequiredService<Digests>().WriteDueAsync()));
                break;
            case "tell":
                await scope
                    .ServiceProvider.GetRequiredService<NoticeBoard>()
                    .TellAsync(
                        (int)Number(args[3]),
                        new NoticeToTell
                        {
                            Kind = NoticeKind.Mention,
                            Key = args[4],
                            Title = "You are mentioned",
                            Link = "/",
                        }
                    );
                break;
            case "mail":
                await scope.ServiceProvider.GetRequiredService<Outbox>().QueueAsync(MailTo(Number(args[3])));
                break;
            case "send":
                await scope.ServiceProvider.GetRequiredService<OutboxJob>().SendAsync(Number(args[3]), CancellationToken.None);
                break;
            case "send-sweep":
                await scope.ServiceProvider.GetRequiredService<OutboxSweep>().RunAsync(CancellationToken.None);
                break;
            default:
                return 2;
        }
        return 0;
    }

    /// <summary>What follows the arguments as <c>Name:Of:It=value</c>.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Settings(string[] args) =>
        from argument in args.Skip(4)
        let end = argument.IndexOf('=', StringComparison.Ordinal)
        where end > 0
        select new KeyValuePair<string, string?>(argument[..end], argument[(end + 1)..]);

    private static MailToSend MailTo(long accountId) =>
        new()
        {
            AccountId = accountId,
            FormKey = string.Create(CultureInfo.InvariantCulture, $"{accountId}:form"),
            From = "onboarding@team.example",
            FromName = "Ann",
            To = ["kim@acme.example"],
            Subject = "Hello",
            Text = "Hi Kim,\nhow are you?\n",
            Purpose = MailPurpose.InitialOutreach,
            Actor = Actor.User("ann@team.example"),
        };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
