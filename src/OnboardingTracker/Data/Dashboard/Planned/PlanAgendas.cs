using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Dashboard.Planned;

/// <summary>Reads which runs are to come and what keeps playbooks from acting, as of now.</summary>
public sealed class PlanAgendas(TrackerDb db, SurveyRuns surveys, TimeProvider time)
{
    /// <summary>A run that was missed is made up for after this long, see the sweep of playbooks.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public async Task<PlanAgenda> ReadAsync(CancellationToken cancel = default)
    {
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var off = await db.PlaybookSwitches.AsNoTracking().Where(s => !s.Enabled).Select(s => s.Playbook).ToListAsync(cancel);
        var freshness = await db.FreshnessAsync(context.Now, cancel);
        var released = await db.ReleasedAsync(PlaybookBook.All, cancel);
        var bars = new Dictionary<string, PlannedBar>(StringComparer.Ordinal);
        var late = new List<string>();
        foreach (var playbook in PlaybookBook.All)
            if (BarOf(playbook, context.Policy, off, freshness, released) is { } bar)
                bars.Add(playbook.Name, bar);
            else if (playbook.NeedsFreshData && freshness.IsGate && await WasMissedAsync(playbook, context, cancel))
                late.Add(playbook.Name);
        return new(context, await db.StagesAsync(cancel), bars, late);
    }

    /// <summary>What keeps its daily run from doing anything. That the data of the coming nights arrives is taken for granted.</summary>
    private PlannedBar? BarOf(Playbook playbook, Policy policy, List<string> off, Freshness freshness, IReadOnlySet<string> released) =>
        off.Contains(playbook.Name) ? new(PlannedBarKind.Off, "switched off")
        : playbook.NeedsFreshData && freshness.Held is { } held ? new(PlannedBarKind.FreshData, $"waits for fresh data: {held}")
        : playbook.SendsSurvey && surveys.WhyNot(policy) is { } refusal
            ? new(
                PlannedBarKind.Mail,
                refusal.Rule == SurveyRuns.NotReleased ? "waits for its release under Policy" : "waits for a mail server"
            )
        : released.Contains(playbook.Name) ? null
        : new(PlannedBarKind.FirstRun, "waits for its first run");

    /// <summary>Its run of today was held for want of fresh data, which is there by now: it is made up for in a moment.</summary>
    private async Task<bool> WasMissedAsync(Playbook playbook, RunContext context, CancellationToken cancel)
    {
        var dueAt = TeamCalendar.Next(playbook.DailyAt(context), context.Now.AddDays(-1), context.Policy);
        return context.DayOf(dueAt) == context.Today
            && dueAt + s_patience <= context.Now
            && !await db.PlaybookRuns.AnyAsync(
                run => run.Playbook == playbook.Name && run.Trigger == RunTriggers.Schedule && run.RequestedAt >= dueAt,
                cancel
            );
    }
}
