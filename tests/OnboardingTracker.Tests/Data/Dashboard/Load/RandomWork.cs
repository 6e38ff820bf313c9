using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Surveys;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Load;

/// <summary>
/// Adds to the random book what people and playbooks did besides moves: tasks and their changes, alerts, undone runs, surveys, signals that
/// moves stand on and their corrections, and moves of all the playbooks.
/// </summary>
internal sealed class RandomWork(TrackerDb db, DateTimeOffset now, int seed)
{
    private static readonly string[] s_alerts = [PlaybookNames.FailedPayment, PlaybookNames.LargeInvoice, PlaybookNames.NeverContacted];
    private static readonly string[] s_alertKinds = [TaskKinds.FailedPayment, TaskKinds.LargeInvoice, TaskKinds.NeverContacted];
    private readonly Random _random = new(seed);
    private List<long> _accounts = [];
    private List<int> _members = [];
    private DateTimeOffset _first;

    public static async Task<TrackerApp> StartAsync(TestPostgres postgres, int seed = 1)
    {
        var app = await RandomHistory.StartAsync(postgres, seed);
        var now = app.Clock.GetUtcNow();
        await app.DbAsync(async db =>
        {
            await new RandomWork(db, now, seed).WriteAsync();
            return 0;
        });
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        return app;
    }

    private async Task WriteAsync()
    {
        _accounts = await db.Accounts.OrderBy(a => a.Id).Select(a => a.Id).ToListAsync();
        _members = await db.Members.OrderBy(m => m.Id).Select(m => m.Id).ToListAsync();
        _first = await db.Transitions.MinAsync(t => t.RecordedAt);
        await db.Database.ExecuteSqlAsync(
            $"""
            update transitions set actor = case
                    when undoes_id is not null then case when id % 4 = 0 then 'playbook:churned' else actor end
                    when actor not like 'playbook:%' then actor
                    when from_stage is null then 'playbook:new-lead'
                    when to_stage = '7' then 'playbook:paid-call-purchased'
                    when from_stage in ('4a', '4b') then case id % 3 when 0 then 'playbook:call-no-show' when 1 then 'playbook:call-canceled' else actor end
                    when to_stage = '6b' then 'playbook:late-engagement'
                    else actor end
            """
        );
        await TasksAsync();
        await SurveysAsync();
        await CorrectionsAsync();
    }

    private async Task TasksAsync()
    {
        var runs = Enumerable.Range(0, 24).Select(i => Run(s_alerts[i % 3], undone: i % 4 == 0)).ToList();
        db.AddRange(runs);
        await db.SaveChangesAsync();
        var tasks = new List<(AccountTask Task, PlaybookRun? Run)>();
        for (var i = 0; i < 320; i++)
        {
            var kind = _random.Next(2) == 0 ? _random.Next(3) : -1;
            var run = kind < 0 ? null : Pick(runs.FindAll(r => r.Playbook == s_alerts[kind]));
            tasks.Add(
                (
                    new AccountTask
                    {
                        AccountId = Pick(_accounts),
                        Title = string.Create(CultureInfo.InvariantCulture, $"Task {i}"),
                        Kind = kind < 0 ? Pick([TaskKinds.FollowUp, TaskKinds.Question]) : s_alertKinds[kind],
                        Occasion = string.Create(CultureInfo.InvariantCulture, $"occasion {i}"),
                        AssigneeId = Assignee(),
                        DueOn = Due(),
                        RunId = run?.Id,
                        CreatedBy =
                            kind >= 0 ? Actor.Playbook(s_alerts[kind])
                            : _random.Next(3) == 0 ? Actor.Playbook(PlaybookNames.CallNoShow)
                            : Person(),
                        CreatedAt = run?.RequestedAt ?? Moment(_first),
                    },
                    run
                )
            );
        }
        db.AddRange(tasks.Select(task => task.Task));
        await db.SaveChangesAsync();
        foreach (var (task, run) in tasks)
        {
            var moments = Enumerable.Range(0, _random.Next(5)).Select(_ => (At: Moment(task.CreatedAt), Undo: false)).ToList();
            if (run?.UndoneAt is { } undone)
                moments.Add((undone, true));
            foreach (var (at, undo) in moments.OrderBy(moment => moment.At))
                if (undo)
                    await db.Database.ExecuteSqlAsync(
                        $"""
                        update tasks set state = 'canceled', closed_at = {at}, closed_by = {run!.UndoneBy.ToString()}, closed_because = {AlertUndo.Because(
                            run.Id
                        )}
                        where id = {task.Id} and state in ('open', 'snoozed')
                        """
                    );
                else
                    await ChangeAsync(task.Id, at);
        }
        db.ChangeTracker.Clear();
    }

    private async Task ChangeAsync(long id, DateTimeOffset at)
    {
        var by = (_random.Next(4) == 0 ? Actor.Playbook("wake-tasks") : Person()).ToString();
        var (assignee, due) = (Assignee(), Due());
        var state = Pick(["open", "snoozed", "done", "canceled", "canceled"]);
        await db.Database.ExecuteSqlAsync(
            _random.Next(4) switch
            {
                0 => $"update tasks set assignee_id = {assignee}, changed_at = {at}, changed_by = {by} where id = {id}",
                1 => $"update tasks set due_on = {due}, changed_at = {at}, changed_by = {by} where id = {id}",
                _ => (FormattableString)$"update tasks set state = {state}, changed_at = {at}, changed_by = {by} where id = {id}",
            }
        );
    }

    private async Task SurveysAsync()
    {
        var runs = Enumerable.Range(0, 4).Select(i => Run(PlaybookNames.SatisfactionSurvey, undone: i % 2 == 0)).ToList();
        db.AddRange(runs);
        await db.SaveChangesAsync();
        foreach (var account in _accounts.Take(60))
        {
            var run = _random.Next(8) == 0 ? null : Pick(runs);
            var mail = new OutgoingMail
            {
                Kind = OutgoingMailKind.Survey,
                AccountId = account,
                MessageId = string.Create(CultureInfo.InvariantCulture, $"survey-{account}@example.com"),
                From = "us@example.com",
                To = ["kim@example.com"],
                Subject = "How was it?",
                Text = "How was it?",
                State = run?.UndoneAt is not null && _random.Next(2) == 0 ? OutgoingMailState.CalledOff : OutgoingMailState.Sent,
                CreatedBy = Actor.Playbook(PlaybookNames.SatisfactionSurvey),
                CreatedAt = run?.RequestedAt ?? now,
            };
            db.Add(mail);
            await db.SaveChangesAsync();
            var hash = new byte[32];
            _random.NextBytes(hash);
            db.Add(
                new Survey
                {
                    AccountId = account,
                    Email = "kim@example.com",
                    TokenHash = hash,
                    AskedAt = run?.RequestedAt ?? Moment(_first),
                    ExpiresAt = now,
                    MailId = mail.Id,
                    PlaybookRunId = run?.Id,
                }
            );
        }
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }

    private async Task CorrectionsAsync()
    {
        var moves = (await db.Transitions.AsNoTracking().OrderBy(t => t.Id).ToListAsync()).FindAll(t => !t.Actor.IsPerson);
        for (var i = 0; i < 150; i++)
        {
            var move = Pick(moves);
            var signal = new Signal
            {
                Source = "test",
                SourceId = string.Create(CultureInfo.InvariantCulture, $"signal {i}"),
                SourceKind = "mail",
                ContentType = "text/plain",
                ReceivedAt = move.RecordedAt,
                OccurredAt = move.RecordedAt,
                State = SignalState.Worked,
                AccountId = move.AccountId,
            };
            db.Add(signal);
            await db.SaveChangesAsync();
            await db.Database.ExecuteSqlAsync(
                $$"""
                update transitions set evidence = jsonb_build_object('facts', '[]'::jsonb, 'signals',
                    case jsonb_typeof(evidence -> 'signals') when 'array' then evidence -> 'signals' else '[]'::jsonb end || to_jsonb({{signal.Id}})) where id = {{move.Id}}
                """
            );
            var times = Enumerable.Range(0, _random.Next(4)).Select(_ => move.RecordedAt.AddHours(_random.Next(-40, 300))).Order().ToList();
            var owner = move.AccountId;
            foreach (var at in times.Where(at => at < now))
            {
                var kind = Pick([
                    CorrectionKind.NotEngagement,
                    CorrectionKind.NotEngagement,
                    CorrectionKind.AsItLooks,
                    CorrectionKind.OtherAccount,
                ]);
                var to = kind == CorrectionKind.OtherAccount ? (_random.Next(3) == 0 ? move.AccountId : Pick(_accounts)) : owner;
                db.Add(
                    new SignalCorrection
                    {
                        SignalId = signal.Id,
                        At = at,
                        Actor = Person(),
                        Kind = kind,
                        FromAccountId = owner,
                        ToAccountId = to,
                    }
                );
                owner = to;
                await db.SaveChangesAsync();
            }
        }
        db.ChangeTracker.Clear();
    }

    private PlaybookRun Run(string playbook, bool undone)
    {
        var at = Moment(_first);
        var asked = Moment(at);
        return new()
        {
            Playbook = playbook,
            Trigger = "schedule",
            RequestedBy = Actor.Playbook(playbook),
            RequestedAt = at,
            State = RunState.Completed,
            UndoRequestedAt = undone ? asked : null,
            UndoRequestedBy = undone ? Person() : null,
            UndoneAt = undone ? asked.AddMinutes(2) : null,
            UndoneBy = undone ? Person() : null,
        };
    }

    private DateTimeOffset Moment(DateTimeOffset after) =>
        after.AddMinutes(_random.Next(1, (int)Math.Max(2, (now - after).TotalMinutes - 5)));

    private Actor Person() => Pick([Actor.User("specialist0@example.com"), Actor.User("specialist1@example.com"), Actor.Api("crm")]);

    private int? Assignee() => _random.Next(6) == 0 ? null : Pick(_members);

    private DateOnly? Due() =>
        _random.Next(8) switch
        {
            0 => null,
            1 => DateOnly.MinValue,
            _ => DateOnly.FromDateTime(Moment(_first.AddDays(-20)).UtcDateTime),
        };

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
