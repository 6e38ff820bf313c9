using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Playbooks;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Signals;

namespace OnboardingTracker.Tests.Data.Dashboard.Planned;

/// <summary>Lets the clock of a book run, with the jobs that production runs at their times, and writes down what they do.</summary>
internal sealed class ClockWalk(TrackerApp app, Policy policy)
{
    private readonly RunContext _start = new(app.Clock.GetUtcNow(), policy, 1);
    private readonly HashSet<(string, long)> _held = [];

    /// <summary>Every move, alert and survey.</summary>
    public List<string> Happened { get; } = [];

    /// <summary>On which day a hold first kept a playbook away that moves or asks by the calendar.</summary>
    public List<string> Held { get; } = [];

    public async Task RunAsync(int days)
    {
        var end = TeamCalendar.StartOf(_start.Today.AddDays(days), policy);
        var lastTransition = await app.DbAsync(db => db.Transitions.MaxAsync(t => (long?)t.Id)) ?? 0;
        while (true)
        {
            var now = app.Clock.GetUtcNow();
            var (at, playbook) = PlaybookBook
                .All.Select(playbook => (At: TeamCalendar.Next(playbook.DailyAt(_start), now, policy), playbook))
                .OrderBy(run => run.At)
                .First();
            // The sweep looks every minute; it finds something only where a look is due.
            var review = await app.DbAsync(db =>
                db.Accounts.Where(a => a.SignalReviewAt != null).MinAsync(a => (DateTimeOffset?)a.SignalReviewAt)
            );
            if (review is { } due && Minute(due, now) is var sweepAt && sweepAt <= at && sweepAt < end)
            {
                app.Clock.SetUtcNow(sweepAt);
                await app.SweepAsync();
                if (sweepAt > now && sweepAt < at)
                    continue;
            }
            if (at >= end)
                break;
            app.Clock.SetUtcNow(at);
            // The others that go by signals have nobody to look at.
            var called = await app.DbAsync(db => db.Accounts.Select(a => a.SignalPlaybook).Distinct().ToListAsync());
            foreach (
                var run in PlaybookBook
                    .All.Where(p => TeamCalendar.Next(p.DailyAt(_start), now, policy) == at)
                    .OrderBy(p => p.DailyAt(_start))
            )
                if (!run.BySignals || called.Contains(run.Name))
                    await RunAsync(run);
        }
        Happened.AddRange(
            await app.DbAsync(async db =>
                (await db.Transitions.AsNoTracking().Where(t => t.Id > lastTransition).ToListAsync()).Select(t =>
                    FrozenBook.Line(_start.DayOf(t.At), t.AccountId, t.Actor.Name, $"{t.From ?? "none"} → {t.To ?? "none"}")
                )
            )
        );
        Happened.AddRange(
            await app.DbAsync(async db =>
                (await db.Surveys.AsNoTracking().Where(s => s.AskedAt > _start.Now).ToListAsync()).Select(s =>
                    FrozenBook.Line(_start.DayOf(s.AskedAt), s.AccountId, PlaybookNames.SatisfactionSurvey, "asked")
                )
            )
        );
    }

    private async Task RunAsync(Playbook playbook)
    {
        var context = new RunContext(app.Clock.GetUtcNow(), policy, 1);
        // A plan shows whom a survey that is not released would ask, and whom a hold would keep it from.
        var looks = PlanAgenda.AsReleased(playbook, context);
        if (playbook is { BySignals: false, Alert: null })
            foreach (var held in await app.DbAsync(db => db.HeldBack(playbook, looks).Select(s => s.AccountId).ToListAsync()))
                if (_held.Add((playbook.Name, held)))
                    Held.Add(FrozenBook.Line(context.Today, held, playbook.Name, "held"));
        var before = await app.DbAsync(db => db.PlaybookRuns.MaxAsync(r => (long?)r.Id)) ?? 0;
        await app.WithAsync(async services =>
        {
            await services.GetRequiredService<DailyPlaybookJob>().RunAsync(playbook.Name, TestContext.Current.CancellationToken);
            return true;
        });
        if (playbook.Alert is null)
            return;
        Happened.AddRange(
            await app.DbAsync(async db =>
                (await db.Tasks.AsNoTracking().Where(t => t.RunId > before).ToListAsync()).Select(t =>
                    FrozenBook.Line(context.Today, t.AccountId, playbook.Name, $"{t.Occasion} due {t.DueOn:yyyy-MM-dd}")
                )
            )
        );
    }

    /// <summary>The first full minute from a moment on, after now.</summary>
    private static DateTimeOffset Minute(DateTimeOffset at, DateTimeOffset now)
    {
        var from = at > now ? at : now;
        var over = from.UtcTicks % TimeSpan.TicksPerMinute;
        return over == 0 ? from : from.AddTicks(TimeSpan.TicksPerMinute - over);
    }
}
