using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Concurrency;
using OnboardingTracker.Tests.Domain.Signals;
using static OnboardingTracker.Tests.Domain.Signals.Said;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary>A process that is killed between a signal and its effects: nothing is lost, and nothing happens twice.</summary>
public sealed class KilledSignalTests(TestPostgres postgres)
{
    /// <summary>Where it is stopped: what it wants to write next.</summary>
    public static TheoryData<string> KillPoints => ["lock account", "accounts", "transitions", "tasks", "signals"];

    [Theory]
    [MemberData(nameof(KillPoints))]
    public async Task Killed_at_any_step_and_worked_again_it_ends_as_one_good_run_would(string at)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        app.Clock.SetUtcNow(SignalTeller.Entry);
        var acme = await app.LeadAsync();
        await app.TellAsync(Sent(1).About("acme"));
        await app.TellAsync(Booked(2, "a", on: 6).About("acme"));
        app.Clock.SetUtcNow(Day(3));
        var cancellation = (await app.StoreAsync(Canceled(3, "a", on: 6).About("acme"))).SignalId;
        var id = cancellation.ToString(CultureInfo.InvariantCulture);
        await using (
            var obstacle = at.StartsWith("lock", StringComparison.Ordinal)
                ? await Obstacle.AtLockAsync(app.ConnectionString, AccountStory.LockOf(acme))
                : await Obstacle.AtTableAsync(app.ConnectionString, at)
        )
        {
            using var worker = WorkerProcess.Start(app.ConnectionString, app.Clock.GetUtcNow(), "signal", id);
            await obstacle.WaitUntilReachedAsync();
            await worker.KillAsync();
        }
        (await app.PathAsync(acme)).Should().Be("1 2 3b", "nothing of it was committed");
        (await app.DbAsync(db => db.Signals.AsNoTracking().SingleAsync(s => s.Id == cancellation))).State.Should().Be(SignalState.Received);

        for (var time = 0; time < 2; time++)
            await WorkerProcess.RunAsync(app.ConnectionString, app.Clock.GetUtcNow().AddMinutes(1), "signal-sweep");

        (await app.PathAsync(acme)).Should().Be("1 2 3b 2");
        (await app.MovesAsync(acme)).Should().HaveCount(4);
        (await app.DbAsync(db => db.Tasks.CountAsync())).Should().Be(1);
        (await app.DbAsync(db => db.Signals.AsNoTracking().SingleAsync(s => s.Id == cancellation))).State.Should().Be(SignalState.Worked);
    }

    [Fact]
    public async Task Two_processes_at_the_same_signal_work_it_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        app.Clock.SetUtcNow(SignalTeller.Entry);
        var acme = await app.LeadAsync();
        app.Clock.SetUtcNow(Day(1));
        var id = (await app.StoreAsync(Sent(1).About("acme"))).SignalId.ToString(CultureInfo.InvariantCulture);
        using var one = WorkerProcess.Start(app.ConnectionString, app.Clock.GetUtcNow(), "signal", id);
        using var two = WorkerProcess.Start(app.ConnectionString, app.Clock.GetUtcNow(), "signal", id);
        await one.EndAsync();
        await two.EndAsync();

        (await app.MovesAsync(acme)).Should().HaveCount(2);
        (await app.DbAsync(db => db.Signals.AsNoTracking().SingleAsync())).Attempts.Should().Be(1);
    }
}
