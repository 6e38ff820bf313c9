using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Checklists;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Timing;

/// <summary>What people, customers and machines did besides moving accounts: notes, tasks, details, audits, mail, calls, bills.</summary>
internal sealed class RandomActivity(TrackerApp app, int seed)
{
    private static readonly Actor s_person = Actor.User("specialist0@example.com");
    private static readonly Actor s_machine = Actor.Playbook("large-invoice");
    private readonly Random _random = new(seed);
    private readonly DateTimeOffset _end = app.Clock.GetUtcNow();
    private int _number;

    public async Task WriteAsync()
    {
        var accounts = await app.DbAsync(db => db.Accounts.OrderBy(account => account.Id).Select(account => account.Id).ToListAsync());
        foreach (var account in accounts)
        {
            await app.DbAsync(async db =>
            {
                for (var i = _random.Next(4); i > 0; i--)
                    Note(db, account);
                for (var i = _random.Next(6); i > 0; i--)
                    Mail(db, account);
                for (var i = _random.Next(3); i > 0; i--)
                    Call(db, account);
                for (var i = _random.Next(4); i > 0; i--)
                    Change(db, account);
                return await db.SaveChangesAsync();
            });
            for (var i = _random.Next(3); i > 0; i--)
                await TaskAsync(account);
        }
    }

    private void Note(TrackerDb db, long account)
    {
        var (at, edited, withdrawn) = (Past(), Sometimes(3), Sometimes(8));
        var note = new Note
        {
            AccountId = account,
            Text = "as it comes",
            Author = s_person,
            At = at,
            EditedAt = edited > at ? edited : null,
            WithdrawnAt = withdrawn > at ? withdrawn : null,
        };
        db.Notes.Add(note);
        if (note.EditedAt is not null)
            db.SaveChanges();
        // The text before the last, and the first one.
        if (note.EditedAt is { } last)
            db.NoteVersions.AddRange(
                new NoteVersion
                {
                    NoteId = note.Id,
                    Text = "first",
                    By = s_person,
                    At = at,
                },
                new NoteVersion
                {
                    NoteId = note.Id,
                    Text = "second",
                    By = s_person,
                    At = at + (last - at) / 2,
                }
            );
    }

    private void Mail(TrackerDb db, long account)
    {
        var kind = Pick([SignalKinds.EmailSent, SignalKinds.EmailReceived, SignalKinds.EmailReceived, SignalKinds.EmailBounced]);
        if (_random.Next(6) == 0)
            kind = Pick([SignalKinds.ConsultationPurchased, SignalKinds.InvoiceUpcoming, SignalKinds.PaymentFailed]);
        Signal(
            db,
            account,
            new SignalFact
            {
                Kind = kind,
                OccurredAt = Past(),
                Mail = kind.StartsWith("email", StringComparison.Ordinal) ? new MailFact { Genuine = _random.Next(2) == 0 } : null,
            }
        );
    }

    /// <summary>A call with all that can become of it: booked anew, at another time, cancelled, missed, held.</summary>
    private void Call(TrackerDb db, long account)
    {
        var call = $"call-{seed}-{_number++}";
        var (at, startsAt) = (Past(), Past().AddDays(_random.Next(30)));
        Tell(SignalKinds.CallBooked, new CallFact { Call = call, StartsAt = _random.Next(10) == 0 ? null : startsAt });
        var over = false;
        while (!over && _random.Next(2) == 0)
        {
            at = at.AddMinutes(_random.Next(1, 9000));
            switch (_random.Next(5))
            {
                case 0:
                    startsAt = startsAt.AddHours(_random.Next(1, 400));
                    Tell(SignalKinds.CallCanceled, new CallFact { Call = call, Rescheduled = true });
                    var former = call;
                    call = $"call-{seed}-{_number++}";
                    Tell(
                        SignalKinds.CallBooked,
                        new CallFact
                        {
                            Call = call,
                            RescheduledFrom = former,
                            StartsAt = startsAt,
                        }
                    );
                    break;
                case 1:
                    startsAt = startsAt.AddHours(_random.Next(-100, 400));
                    Tell(SignalKinds.CallBooked, new CallFact { Call = call, StartsAt = startsAt });
                    break;
                case 2:
                    Tell(SignalKinds.CallCanceled, new CallFact { Call = call });
                    break;
                case 3 when at > startsAt:
                    Tell(SignalKinds.CallNoShow, new CallFact { Call = call });
                    over = true;
                    break;
                case 4 when at > startsAt:
                    Tell(SignalKinds.CallCompleted, new CallFact { Call = call });
                    over = true;
                    break;
            }
        }

        void Tell(string kind, CallFact fact)
        {
            at = at.AddSeconds(1);
            if (at < _end)
                Signal(
                    db,
                    account,
                    new SignalFact
                    {
                        Kind = kind,
                        OccurredAt = at,
                        Call = fact,
                    }
                );
        }
    }

    private void Signal(TrackerDb db, long account, SignalFact fact) =>
        db.Signals.Add(
            new Signal
            {
                Source = "random",
                SourceId = $"signal-{seed}-{_number++}",
                SourceKind = fact.Kind,
                ContentType = "application/json",
                ReceivedAt = Earlier(fact.OccurredAt.AddMinutes(_random.Next(10) == 0 ? _random.Next(-60, 6000) : 0)),
                OccurredAt = fact.OccurredAt,
                State = _random.Next(12) == 0 ? SignalState.Unused : SignalState.Worked,
                Kind = fact.Kind,
                Fact = fact,
                AccountId = account,
                IsEngagement = fact.Call is null && _random.Next(6) == 0 ? _random.Next(2) == 0 : null,
            }
        );

    private void Change(TrackerDb db, long account)
    {
        if (_random.Next(3) == 0)
            db.ChecklistMarks.Add(
                new ChecklistMark
                {
                    AccountId = account,
                    Passage = 1,
                    Item = "bill",
                    By = s_person,
                    At = Past(),
                }
            );
        else
            db.AccountChanges.Add(
                new AccountChange
                {
                    AccountId = account,
                    At = Past(),
                    Source = Pick([DetailSources.Person, DetailSources.Api, DetailSources.Rule]),
                    Actor = _random.Next(4) == 0 ? s_machine : s_person,
                    Values = new Dictionary<string, string?[]> { [Pick(["domain", "paymentRisk"])] = ["before", "after"] },
                }
            );
    }

    private async Task TaskAsync(long account)
    {
        var at = Past();
        var id = await app.DbAsync(async db =>
        {
            var task = new AccountTask
            {
                AccountId = account,
                Title = "Check back",
                Kind = TaskKinds.FollowUp,
                DueOn = Due(at),
                CreatedBy = Someone(),
                CreatedAt = at,
            };
            db.Tasks.Add(task);
            await db.SaveChangesAsync();
            return task.Id;
        });
        while (_random.Next(2) == 0 && (at = at.AddMinutes(_random.Next(1, 20_000))) < _end)
        {
            var by = Someone();
            await app.DbAsync(async db =>
            {
                var task = await db.Tasks.FirstAsync(task => task.Id == id);
                (task.ChangedAt, task.ChangedBy) = (at, by);
                switch (_random.Next(4))
                {
                    case 0:
                        task.DueOn = Due(at);
                        break;
                    case 1:
                        (task.State, task.SnoozedUntil) = (
                            TaskState.Snoozed,
                            DateOnly.FromDateTime(at.UtcDateTime).AddDays(_random.Next(1, 20))
                        );
                        break;
                    case 2:
                        (task.State, task.SnoozedUntil) = (TaskState.Open, null);
                        break;
                    default:
                        (task.State, task.ClosedAt, task.ClosedBy, task.SnoozedUntil) = (TaskState.Done, at, by, null);
                        break;
                }
                return await db.SaveChangesAsync();
            });
        }
    }

    private DateOnly? Due(DateTimeOffset at) =>
        _random.Next(4) == 0 ? null : DateOnly.FromDateTime(at.UtcDateTime).AddDays(_random.Next(-3, 40));

    private Actor Someone() => _random.Next(3) == 0 ? s_machine : s_person;

    private DateTimeOffset Past() => Micro(_end.AddMinutes(-_random.Next(1, 100_000)).AddMilliseconds(-_random.Next(1000)));

    private DateTimeOffset? Sometimes(int oneIn) => _random.Next(oneIn) == 0 ? Past() : null;

    private DateTimeOffset Earlier(DateTimeOffset at) => at < _end ? at : _end;

    private static DateTimeOffset Micro(DateTimeOffset at) => new(at.Ticks / 10 * 10, at.Offset);

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
