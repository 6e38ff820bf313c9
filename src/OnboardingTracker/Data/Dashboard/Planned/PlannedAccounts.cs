using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Dashboard.Planned;

/// <summary>
/// Finds the accounts that some run of the agenda may reach, and reads of each what those runs look at: of most of them no more than the
/// account's own row.
/// </summary>
/// <param name="only">Of these accounts alone; null: of all.</param>
internal sealed class PlannedAccounts(TrackerDb db, PlanAgenda agenda, IReadOnlyCollection<long>? only)
{
    private readonly Expression<Func<Account, bool>>? _scope = only is null ? null : account => only!.Contains(account.Id);

    /// <summary>By account, a bit for each playbook that may reach it, in the order of <see cref="PlaybookBook.All"/>.</summary>
    private readonly Dictionary<long, uint> _reach = [];

    /// <summary>Bits of the playbooks that look at more than the account's row.</summary>
    private uint _withBills;

    private uint _withSurvey;

    private const uint All = uint.MaxValue;

    public async Task<List<PlannedAccount>> ReadAsync(CancellationToken cancel)
    {
        await FindAsync(cancel);
        var ids = _reach.Keys.ToList();
        var stories = await StoriesAsync(cancel);
        var subjects = await SubjectsAsync(ids, cancel);
        var holds = (
            await db
                .Accounts.AsNoTracking()
                .Where(account => ids.Contains(account.Id))
                .SelectMany(account => account.Holds.Where(hold => hold.LiftedAt == null))
                .OrderBy(hold => hold.Id)
                .ToListAsync(cancel)
        ).ToLookup(hold => hold.AccountId);
        var runs = _reach
            .Values.Distinct()
            .ToDictionary(reach => reach, reach => agenda.Runs.Where(run => (reach & Bit(run.Playbook)) != 0).ToList());
        return subjects.ConvertAll(subject => new PlannedAccount(
            subject,
            [.. holds[subject.AccountId]],
            runs[_reach[subject.AccountId]],
            stories.GetValueOrDefault(subject.AccountId)
        ));
    }

    private async Task FindAsync(CancellationToken cancel)
    {
        foreach (var playbook in PlaybookBook.All.Where(playbook => !playbook.BySignals))
        {
            var bit = Bit(playbook);
            var (first, last) = (PlanAgenda.AsReleased(playbook, agenda.Start), PlanAgenda.AsReleased(playbook, agenda.LastDay));
            // Whoever enters the pipeline becomes a case for every other playbook.
            Add(
                await db.DueWithin(playbook, first, last, _scope).Select(s => s.AccountId).ToListAsync(cancel),
                playbook.AssignsOwner ? All : bit
            );
            if (playbook.SendsSurvey)
                _withSurvey |= bit;
            if (playbook.Alert is not { Kind: var kind })
                continue;
            _withBills |= bit;
            var alerts = db.Tasks.Where(task =>
                task.Kind == kind && task.Occasion != null && (task.State == TaskState.Open || task.State == TaskState.Snoozed)
            );
            if (only is not null)
                alerts = alerts.Where(task => only.Contains(task.AccountId));
            Add(await alerts.Select(task => task.AccountId).ToListAsync(cancel), bit);
        }
        var end = agenda.End;
        Add(
            await Scoped()
                .Where(account => account.SignalReviewAt < end || account.SignalPlaybook != null)
                .Select(account => account.Id)
                .ToListAsync(cancel),
            All
        );
    }

    private void Add(List<long> ids, uint bits)
    {
        foreach (var id in ids)
            _reach[id] = _reach.GetValueOrDefault(id) | bits;
    }

    private async Task<List<PlaybookSubject>> SubjectsAsync(List<long> ids, CancellationToken cancel)
    {
        var withBills = Having(_withBills);
        var subjects = await db.SubjectsWithAlertsAsync(withBills, tracked: false, cancel);
        var others = ids.Except(withBills).ToList();
        subjects.AddRange(
            await db.Accounts.AsNoTracking().Where(a => others.Contains(a.Id)).Select(PlaybookSubject.Of).ToListAsync(cancel)
        );
        var asked = Having(_withSurvey);
        var surveys = await db
            .Accounts.AsNoTracking()
            .Where(account => asked.Contains(account.Id))
            .Select(SurveySubjects.Of(db))
            .Select(s => new
            {
                s.AccountId,
                s.TakenOver,
                s.SurveyAskedAt,
                s.HasSurveyContact,
            })
            .ToDictionaryAsync(s => s.AccountId, cancel);
        foreach (var subject in subjects)
            if (surveys.TryGetValue(subject.AccountId, out var survey))
                (subject.TakenOver, subject.SurveyAskedAt, subject.HasSurveyContact) = (
                    survey.TakenOver,
                    survey.SurveyAskedAt,
                    survey.HasSurveyContact
                );
        return subjects;
    }

    private async Task<Dictionary<long, PlannedStory>> StoriesAsync(CancellationToken cancel)
    {
        var end = agenda.End;
        var told = await Scoped()
            .Where(account => account.SignalReviewAt < end || account.SignalPlaybook != null)
            .Select(account => new
            {
                account.Id,
                account.SignalReviewAt,
                account.SignalReceivedAt,
            })
            .ToListAsync(cancel);
        var ids = told.ConvertAll(account => account.Id);
        var history = (
            await db.Transitions.AsNoTracking().Where(t => ids.Contains(t.AccountId)).OrderBy(t => t.Id).ToListAsync(cancel)
        ).ToLookup(t => t.AccountId);
        var signals = await db.SignalsOfAsync(ids, cancel);
        return told.ToDictionary(
            account => account.Id,
            account => new PlannedStory(
                [.. history[account.Id]],
                [.. signals[account.Id]],
                account.SignalReviewAt,
                account.SignalReceivedAt
            )
        );
    }

    private IQueryable<Account> Scoped() => _scope is null ? db.Accounts.AsNoTracking() : db.Accounts.AsNoTracking().Where(_scope);

    private List<long> Having(uint bits) => [.. _reach.Where(account => (account.Value & bits) != 0).Select(account => account.Key)];

    private static uint Bit(Playbook playbook) => 1u << s_places[playbook.Name];

    private static readonly Dictionary<string, int> s_places = PlaybookBook
        .All.Select((playbook, place) => (playbook.Name, place))
        .ToDictionary(playbook => playbook.Name, playbook => playbook.place, StringComparer.Ordinal);
}
