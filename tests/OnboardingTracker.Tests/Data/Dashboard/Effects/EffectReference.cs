using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Surveys;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Effects;

/// <summary>What each playbook did and people made of it, the slow and obvious way: one thing that it did after the other.</summary>
internal sealed class EffectReference
{
    private static readonly StageCatalogue s_stages = new(StageCatalogue.Shipped);
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    public required ILookup<long, Transition> Transitions { get; init; }
    public required IReadOnlyList<AccountTask> Tasks { get; init; }
    public required ILookup<long, TaskChange> Changes { get; init; }
    public required Dictionary<long, PlaybookRun> Runs { get; init; }
    public required IReadOnlyList<Survey> Surveys { get; init; }
    public required Dictionary<long, OutgoingMail> Mails { get; init; }
    public required ILookup<long, SignalCorrection> Corrections { get; init; }
    public required Dictionary<long, Account> Accounts { get; init; }

    public static Task<EffectReference> ReadAsync(TrackerApp app) =>
        app.DbAsync(async db => new EffectReference
        {
            Transitions = (await db.Transitions.AsNoTracking().OrderBy(t => t.Id).ToListAsync()).ToLookup(t => t.AccountId),
            Tasks = await db.Tasks.AsNoTracking().ToListAsync(),
            Changes = (await db.TaskChanges.AsNoTracking().OrderBy(c => c.Id).ToListAsync()).ToLookup(c => c.TaskId),
            Runs = await db.PlaybookRuns.AsNoTracking().ToDictionaryAsync(r => r.Id),
            Surveys = await db.Surveys.AsNoTracking().ToListAsync(),
            Mails = await db.OutgoingMails.AsNoTracking().ToDictionaryAsync(m => m.Id),
            Corrections = (await db.SignalCorrections.AsNoTracking().OrderBy(c => c.Id).ToListAsync()).ToLookup(c => c.SignalId),
            Accounts = await db.Accounts.AsNoTracking().ToDictionaryAsync(a => a.Id),
        });

    /// <summary>By week, playbook and column.</summary>
    public Dictionary<(DateOnly Week, string Playbook, string Column), decimal> Count(FigureQuery query)
    {
        var until = query.AsOf.IsNow ? DateTimeOffset.MaxValue : query.AsOf.Until;
        var (starts, ends) = (query.Span.Start(query.AsOf.Policy), query.Span.End(query.AsOf.Policy));
        var counted = new Dictionary<(DateOnly, string, string), decimal>();
        foreach (var all in Transitions)
        {
            var known = all.Where(t => t.RecordedAt < until).ToList();
            var effective = PipelineHistory.Effective(known);
            foreach (var move in known.Where(t => !t.Actor.IsPerson))
                if (move.UndoesId is not null)
                    Add(move.Actor.Name, move.RecordedAt, "tookBack");
                else if (!effective.Contains(move))
                    Add(move.Actor.Name, move.RecordedAt, "touched", known.Last(t => t.UndoesId == move.Id).Actor.IsPerson ? "undone" : "");
                else
                    Add(
                        move.Actor.Name,
                        move.RecordedAt,
                        "touched",
                        IsMovedBack(move, effective) || IsMisread(move, until) ? "corrected" : ""
                    );
        }
        foreach (var task in Tasks.Where(t => !t.CreatedBy.IsPerson && TaskKinds.Alerts.Contains(t.Kind) && t.CreatedAt < until))
            Add(task.CreatedBy.Name, task.CreatedAt, "touched", Fate(task, until));
        foreach (var survey in Surveys.Where(s => s.PlaybookRunId is not null && s.AskedAt < until))
            Add(
                "satisfaction-survey",
                survey.AskedAt,
                "touched",
                Runs[survey.PlaybookRunId!.Value].UndoneAt < until && Mails[survey.MailId!.Value].State == OutgoingMailState.CalledOff
                    ? "undone"
                    : ""
            );
        return counted;

        void Add(string playbook, DateTimeOffset at, params string[] columns)
        {
            if (at < starts || at >= ends)
                return;
            foreach (var column in columns.Where(column => column.Length > 0))
            {
                var key = (DaySpan.WeekOf(TeamCalendar.DayOf(at, query.AsOf.Policy)), playbook, column);
                counted[key] = counted.GetValueOrDefault(key) + 1;
            }
        }
    }

    private static bool IsMovedBack(Transition move, IReadOnlyList<Transition> effective)
    {
        var next = effective.FirstOrDefault(t => t.Id > move.Id);
        if (next is not { Actor.IsPerson: true, Migrated: false, To: { } to } || next.RecordedAt - move.RecordedAt > s_week)
            return false;
        var rank = s_stages[to].Rank;
        // Out of 7 a person moves it on; back is where it had been before.
        var from = s_stages[move.To!].Rank ?? s_stages.Find(move.From)?.Rank;
        return rank <= from;
    }

    private bool IsMisread(Transition move, DateTimeOffset until) =>
        (move.Evidence?.Signals ?? []).Any(signal =>
        {
            var said = Corrections[signal].Where(c => c.At >= move.RecordedAt && c.At < until).ToList();
            return said.Exists(c => c.FromAccountId == move.AccountId)
                && said[^1] is { Actor.IsPerson: true } last
                && last.At - move.RecordedAt <= s_week
                && (
                    last.Kind == CorrectionKind.NotEngagement
                    || (last.Kind == CorrectionKind.OtherAccount && last.ToAccountId != move.AccountId)
                );
        });

    private string Fate(AccountTask task, DateTimeOffset until)
    {
        var closing = Changes[task.Id].LastOrDefault(change => change.At < until && change.State != change.StateBefore);
        if (closing is not { State: TaskState.Canceled, By.IsPerson: true })
            return "";
        if (
            task.RunId is { } id
            && Runs[id] is { UndoRequestedAt: { } asked } run
            && closing.At >= asked
            && (run.UndoneAt is null || closing.At <= run.UndoneAt)
            && (closing.By == run.UndoRequestedBy || closing.By == run.UndoneBy)
        )
            return "undone";
        return closing.At - task.CreatedAt <= s_week && Accounts[closing.AccountId].MergedAt != closing.At ? "corrected" : "";
    }
}
