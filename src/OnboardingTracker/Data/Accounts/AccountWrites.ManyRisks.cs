using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Accounts;

/// <summary>What became of an assessment of many accounts.</summary>
/// <param name="At">When it was made: by it and the actor the whole of it is found again.</param>
/// <param name="Left">Those that somebody else assessed since the person looked, as they are now.</param>
public sealed record ManyRisksAssessed(DateTimeOffset At, int Changed, int Unchanged, IReadOnlyList<Account> Left);

/// <content>The assessment of many accounts at once, in one transaction, and the way back.</content>
public sealed partial class AccountWrites
{
    /// <summary>Sets assessment and note of many accounts, each with its history. An account that others assessed since is left.</summary>
    /// <param name="seenAt">When the person saw them; null: whatever they are now is replaced.</param>
    public async Task<ManyRisksAssessed> AssessPaymentRisksAsync(
        IReadOnlyCollection<long> accountIds,
        PaymentRisk assessment,
        string? note,
        DateTimeOffset? seenAt,
        Actor actor,
        CancellationToken cancel = default
    ) =>
        await WriteClash.RepeatAsync(
            db,
            async () =>
            {
                // As exactly as the database keeps it, since it is looked for again.
                var now = ToMicroseconds(time.GetUtcNow());
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var accounts = await LockedAsync(accountIds, cancel);
                var left = new List<Account>();
                var changed = 0;
                foreach (var account in accounts)
                {
                    if (account.PaymentRisk == assessment && account.PaymentRiskNote == note)
                        continue;
                    if (account.PaymentRiskAt > seenAt && account.PaymentRiskBy != actor)
                    {
                        left.Add(account);
                        continue;
                    }
                    Assess(account, new(assessment, note, actor, now), now, actor);
                    changed++;
                }
                await SaveManyAsync(transaction, changed, cancel);
                return new ManyRisksAssessed(now, changed, accounts.Count - changed - left.Count, left);
            }
        );

    /// <summary>Takes an assessment back that this actor made at this moment: what was said before stands again, with who said it and when.</summary>
    /// <returns>How many were taken back, and how many were assessed again since and are left.</returns>
    public async Task<(int Undone, int Left)> UndoPaymentRisksAsync(DateTimeOffset at, Actor actor, CancellationToken cancel = default) =>
        await WriteClash.RepeatAsync(
            db,
            async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var made = await db
                    .AccountChanges.FromSql(
                        $"""select * from account_changes where at = {at} and actor = {actor.ToString()} and jsonb_exists("values", 'paymentRisk')"""
                    )
                    .AsNoTracking()
                    .ToListAsync(cancel);
                var accounts = (await LockedAsync([.. made.Select(change => change.AccountId)], cancel)).ToDictionary(a => a.Id);
                var now = ToMicroseconds(time.GetUtcNow());
                var undone = 0;
                foreach (var change in made)
                {
                    var account = accounts[change.AccountId];
                    if (account.PaymentRiskAt != at || account.PaymentRiskBy != actor)
                        continue;
                    Assess(account, await BeforeAsync(change, cancel), now, actor);
                    undone++;
                }
                await SaveManyAsync(transaction, undone, cancel);
                return (undone, made.Count - undone);
            }
        );

    private Task<List<Account>> LockedAsync(IReadOnlyCollection<long> accountIds, CancellationToken cancel)
    {
        var ids = accountIds.ToArray();
        // In the order of their ids, so that two of these wait for each other.
        return db
            .Accounts.FromSql(
                $"select a.*, a.xmin from accounts a where a.id = any({ids}) and a.merged_into_id is null order by a.id for update"
            )
            .ToListAsync(cancel);
    }

    private void Assess(Account account, Assessed becomes, DateTimeOffset now, Actor actor)
    {
        string?[] values = [AccountDetails.Code(account.PaymentRisk), AccountDetails.Code(becomes.Risk)];
        account.PaymentRisk = becomes.Risk;
        account.PaymentRiskNote = becomes.Note;
        account.PaymentRiskBy = becomes.By;
        account.PaymentRiskAt = becomes.At;
        account.ChangedAt = now;
        AddChange(
            account.Id,
            now,
            DetailSources.Person,
            actor,
            new() { [DetailNames.PaymentRisk] = becomes.Note is null ? values : [.. values, becomes.Note] }
        );
    }

    /// <summary>What the history says before a change.</summary>
    private async Task<Assessed> BeforeAsync(AccountChange change, CancellationToken cancel)
    {
        var former = await db
            .AccountChanges.FromSql(
                $"""
                select * from account_changes where account_id = {change.AccountId} and id < {change.Id} and jsonb_exists("values", 'paymentRisk')
                order by id desc limit 1
                """
            )
            .AsNoTracking()
            .FirstOrDefaultAsync(cancel);
        return former?.Values[DetailNames.PaymentRisk] is { } values
            ? new(Enum.Parse<PaymentRisk>(values[1]!, ignoreCase: true), values.ElementAtOrDefault(2), former.Actor, former.At)
            : new(PaymentRisk.NotAssessed, null, null, null);
    }

    /// <summary>Saves, and tells open pages with the commit.</summary>
    private async Task SaveManyAsync(IDbContextTransaction transaction, int changed, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        var own = (NpgsqlTransaction)transaction.GetDbTransaction();
        if (changed > 0)
            await LiveChannel.NotifyAsync(own.Connection!, own, LiveChannel.Payload("accounts"), cancel);
        await transaction.CommitAsync(cancel);
    }

    private static DateTimeOffset ToMicroseconds(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMicrosecond), at.Offset);

    private sealed record Assessed(PaymentRisk Risk, string? Note, Actor? By, DateTimeOffset? At);
}
