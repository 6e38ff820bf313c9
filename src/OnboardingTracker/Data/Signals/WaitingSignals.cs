using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Signals;

/// <summary>
/// Signals that found no account, or several: what a person does with them, and what finds them by itself once an account fits.
/// Giving one an account only sets it to work; the worker does what follows from it.
/// </summary>
public sealed class WaitingSignals(TrackerDb db, TimeProvider time)
{
    /// <summary>More than this of one sender are given an account in several goes.</summary>
    public const int MostAtOnce = 1000;

    /// <summary>By what a signal could find its account. Addresses at a public mail domain say nothing of a company.</summary>
    public static string[] Keys(SignalAbout about)
    {
        var emails = about.Emails.Select(email => email.ToLowerInvariant()).Distinct().ToList();
        string?[] keys =
        [
            about.ExternalId is { } id ? $"id:{id}" : null,
            about.BillingCustomerId is { } customer ? $"customer:{customer}" : null,
            .. emails.Select(email => $"email:{email}"),
            .. PublicMailDomains.CompanyDomainsOf(emails).Select(domain => $"domain:{domain}"),
        ];
        return [.. keys.OfType<string>()];
    }

    /// <summary>Those that wait for a person.</summary>
    public IQueryable<Signal> All() =>
        db.Signals.Where(signal => signal.State == SignalState.Unmatched || signal.State == SignalState.Ambiguous);

    /// <summary>How many wait, counted up to a bound.</summary>
    public Task<int> CountAsync(CancellationToken cancel = default) =>
        // In the order of their index, so that it alone is read.
        All().OrderByDescending(signal => signal.ReceivedAt).Select(signal => signal.ReceivedAt).Take(MostAtOnce).CountAsync(cancel);

    /// <summary>Those of the same sender: the same id, customer or address; the company alone is too little.</summary>
    public IQueryable<Signal> OfSender(IEnumerable<string> keys)
    {
        var own = keys.Where(key => !key.StartsWith("domain:", StringComparison.Ordinal)).ToArray();
        return All().Where(signal => signal.SenderKeys!.Any(key => own.Contains(key)));
    }

    /// <summary>Gives waiting, failed or dismissed signals an account. What is worked already is corrected instead.</summary>
    /// <returns>The ids of those to be worked now.</returns>
    public async Task<IReadOnlyList<long>> AssignAsync(
        IReadOnlyCollection<long> signalIds,
        long accountId,
        Actor actor,
        CancellationToken cancel = default
    )
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // One that an account has come to fit a moment ago is about to be worked: the person's word counts.
        var signals = await LockAsync(signalIds, cancel, "received", "retrying");
        foreach (var signal in signals)
        {
            signal.AccountId = accountId;
            signal.AssignedBy = actor;
            signal.Note = null;
            signal.SenderKeys = null;
            signal.State = SignalState.Received;
            signal.NextAttemptAt = now;
            Note(signal, CorrectionKind.Assigned, accountId, actor, now);
        }
        await AuditAsync(signals, "signal assigned", accountId, actor, now, cancel);
        await CommitAsync(transaction, cancel);
        return [.. signals.Select(signal => signal.Id)];
    }

    /// <summary>They concern no account of ours. They can still be assigned later.</summary>
    /// <returns>How many were dismissed.</returns>
    public async Task<int> DismissAsync(IReadOnlyCollection<long> signalIds, Actor actor, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var signals = (await LockAsync(signalIds, cancel)).FindAll(signal => signal.State != SignalState.Dismissed);
        foreach (var signal in signals)
        {
            signal.State = SignalState.Dismissed;
            signal.NextAttemptAt = null;
            Note(signal, CorrectionKind.Dismissed, null, actor, now);
        }
        await AuditAsync(signals, "signal dismissed", null, actor, now, cancel);
        await CommitAsync(transaction, cancel);
        return signals.Count;
    }

    /// <summary>Sets to work what these accounts have come to fit; the sweep finds it within a minute.</summary>
    public async Task<int> FitAsync(IReadOnlyCollection<long> accountIds, CancellationToken cancel = default)
    {
        if (accountIds.Count == 0 || !await All().AnyAsync(cancel))
            return 0;
        var ids = accountIds.ToArray();
        // The planner is told each key, so that it asks the small index of what waits, and reads no table.
        var keys = await db
            .Database.SqlQuery<string>(
                $"""
                select 'id:' || external_id as "Value" from accounts where id = any({ids})
                union all select 'customer:' || stripe_customer_id from accounts where id = any({ids}) and stripe_customer_id is not null
                union all select 'domain:' || domain from accounts where id = any({ids}) and domain is not null
                union all select 'email:' || email from contacts where account_id = any({ids})
                """
            )
            .ToArrayAsync(cancel);
        return keys.Length == 0
            ? 0
            : await db.Database.ExecuteSqlAsync(
                $"""
                update signals set state = 'received', next_attempt_at = {time.GetUtcNow()}
                where state in ('unmatched', 'ambiguous') and sender_keys && {keys}
                """,
                cancel
            );
    }

    /// <summary>The same after many accounts changed at once: each waiting signal's keys are looked up among the accounts.</summary>
    public async Task<int> FitAllAsync(CancellationToken cancel = default) =>
        !await All().AnyAsync(cancel)
            ? 0
            : await db.Database.ExecuteSqlAsync(
                $"""
                update signals set state = 'received', next_attempt_at = {time.GetUtcNow()}
                where id in (
                    select s.id from signals s cross join lateral unnest(s.sender_keys) as k(key)
                    where s.state = 'unmatched' and (
                        exists (select from accounts a where k.key like 'id:%' and a.external_id = substr(k.key, 4))
                        or exists (select from accounts a where k.key like 'customer:%' and a.stripe_customer_id = substr(k.key, 10))
                        or exists (select from contacts c where k.key like 'email:%' and c.email = substr(k.key, 7))
                        or exists (select from accounts a where k.key like 'domain:%' and a.domain = substr(k.key, 8))))
                """,
                cancel
            );

    private async Task<List<Signal>> LockAsync(IReadOnlyCollection<long> signalIds, CancellationToken cancel, params string[] besides)
    {
        db.ChangeTracker.Clear();
        var ids = signalIds.Take(MostAtOnce).ToArray();
        string[] states = ["unmatched", "ambiguous", "failed", "dismissed", .. besides];
        return await db
            .Signals.FromSql(
                $"""
                select * from signals
                where id = any({ids}) and state = any({states})
                order by id for update
                """
            )
            .ToListAsync(cancel);
    }

    private void Note(Signal signal, CorrectionKind kind, long? accountId, Actor actor, DateTimeOffset now) =>
        db.SignalCorrections.Add(
            new SignalCorrection
            {
                SignalId = signal.Id,
                At = now,
                Actor = actor,
                Kind = kind,
                ToAccountId = accountId,
            }
        );

    /// <summary>One entry for what was done at once.</summary>
    private async Task AuditAsync(
        List<Signal> signals,
        string action,
        long? accountId,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        if (signals.Count == 0)
            return;
        var account = accountId is null
            ? null
            : await db.Accounts.Where(a => a.Id == accountId).Select(a => a.ExternalId).FirstOrDefaultAsync(cancel);
        var values = new Dictionary<string, string?[]> { ["signals"] = [null, string.Join(", ", signals.Select(signal => signal.Id))] };
        if (account is not null)
            values["account"] = [null, account];
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = now,
                Actor = actor,
                Action = action,
                Subject = account ?? FormattableString.Invariant($"signal {signals[0].Id}"),
                Values = values,
            }
        );
    }

    private async Task CommitAsync(IDbContextTransaction transaction, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        var own = (NpgsqlTransaction)transaction.GetDbTransaction();
        await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("signals"), cancel);
        await transaction.CommitAsync(cancel);
    }
}
