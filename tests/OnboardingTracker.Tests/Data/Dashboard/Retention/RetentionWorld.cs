using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Retention;

/// <summary>One thing that was learned of an account: an invoice as it then was, or all its churns as they then were.</summary>
internal sealed record Learned(DateTimeOffset At, Invoice? Invoice, IReadOnlyList<(DateTimeOffset At, DateTimeOffset? BackAt)>? Churns);

/// <summary>What a random history says of one account, all of it.</summary>
internal sealed class LivedAccount
{
    public long Id { get; set; }
    public List<Transition> Moves { get; } = [];
    public List<Learned> Learned { get; } = [];
    public DateTimeOffset? MergedAt { get; set; }
    public PaymentRisk Risk { get; set; }
    public List<Subscription> Subscriptions { get; } = [];
}

/// <summary>Random lives of accounts, written as the product writes them, piece by piece: what is rare in life is common here.</summary>
internal static class RetentionWorld
{
    public static readonly DateTimeOffset First = new(2025, 5, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <param name="billedFrom">No bill was made before; null: all along.</param>
    public static Task<List<LivedAccount>> WriteAsync(TrackerApp app, int accounts, int seed, DateTimeOffset? billedFrom = null) =>
        app.WithAsync(async services =>
        {
            var (db, billing, random) = (
                services.GetRequiredService<TrackerDb>(),
                services.GetRequiredService<BillingProjection>(),
                new Random(seed)
            );
            var lives = new List<LivedAccount>();
            for (var i = 0; i < accounts; i++)
            {
                var account = new Account
                {
                    ExternalId = $"x{i}",
                    CreatedAt = First,
                    ChangedAt = First,
                };
                account.PaymentRisk = Draw(random, 0.7) ? (PaymentRisk)random.Next(4) : PaymentRisk.NotAssessed;
                account.PaymentRiskAt = account.PaymentRisk == PaymentRisk.NotAssessed ? null : Some(random, First, Now);
                db.Accounts.Add(account);
                await db.SaveChangesAsync();
                var life = new LivedAccount { Id = account.Id, Risk = account.PaymentRisk };
                Move(life, random);
                Bill(life, random, i, billedFrom ?? First);
                Churn(life, random);
                Subscribe(life, random);
                await StoreAsync(db, billing, life);
                if (i > 0 && Draw(random, 0.05))
                {
                    life.MergedAt = Some(random, First, Now);
                    await db
                        .Accounts.Where(a => a.Id == life.Id)
                        .ExecuteUpdateAsync(set =>
                            set.SetProperty(a => a.MergedIntoId, lives[0].Id).SetProperty(a => a.MergedAt, life.MergedAt)
                        );
                }
                lives.Add(life);
            }
            return lives;
        });

    private static async Task StoreAsync(TrackerDb db, BillingProjection billing, LivedAccount life)
    {
        var ids = new Dictionary<long, long>();
        foreach (var move in life.Moves.ToList())
        {
            var stored = Copy(move, 0, life.Id, move.UndoesId is { } undoes ? ids[undoes] : null);
            db.Transitions.Add(stored);
            await db.SaveChangesAsync();
            ids[move.Id] = stored.Id;
        }
        db.Subscriptions.AddRange(life.Subscriptions);
        foreach (var learned in life.Learned.OrderBy(l => l.At))
        {
            if (learned.Invoice is { } says)
            {
                var known = await db.Invoices.FirstOrDefaultAsync(i => i.AccountId == life.Id && i.ExternalId == says.ExternalId);
                if (known is null)
                    db.Invoices.Add(
                        known = new Invoice
                        {
                            AccountId = life.Id,
                            Source = says.Source,
                            ExternalId = says.ExternalId,
                        }
                    );
                (known.State, known.AmountDue, known.Currency) = (says.State, says.AmountDue, says.Currency);
                (known.MadeAt, known.PeriodEnd, known.DueAt, known.Regular) = (says.MadeAt, says.PeriodEnd, says.DueAt, says.Regular);
                known.FailedAt = says.FailedAt;
                await billing.KeepPeaksAsync(life.Id, learned.At, default);
                await db.SaveChangesAsync();
            }
            if (learned.Churns is { } churns)
            {
                var told = new ReceivedSignal(
                    1,
                    learned.At,
                    new SignalFact { Kind = SignalKinds.SubscriptionEnded, OccurredAt = learned.At }
                );
                await db.KeepChurnsAsync(
                    life.Id,
                    [.. churns.Select(c => new SubscriptionBook.Churn(c.At, told, null, c.BackAt))],
                    learned.At,
                    default
                );
            }
        }
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }

    private static void Move(LivedAccount life, Random random)
    {
        if (Draw(random, 0.1))
            return;
        var at = Some(random, First, Now.AddDays(-40));
        var migrated = Draw(random, 0.1);
        Add(null, "1", migrated ? at.AddDays(-random.Next(1, 60)) : at, Actor.Playbook("new-lead"));
        if (Draw(random, 0.15))
        {
            // Undone, and perhaps that undone too, and so on.
            for (var undo = 0; undo < random.Next(1, 4); undo++)
                Add(null, null, Later(), Actor.User("ann@example.com"), undoes: life.Moves[^1].Id);
            if (Draw(random, 0.5))
                Add(null, "1", Later(), Actor.User("ann@example.com"));
        }
        if (Draw(random, 0.35))
        {
            Add("1", "6d", Later(), Draw(random, 0.7) ? Actor.User("ann@example.com") : Actor.Playbook("churned"));
            if (Draw(random, 0.3))
                for (var undo = 0; undo < random.Next(1, 4); undo++)
                    Add(null, null, Later(), Actor.User("ann@example.com"), undoes: life.Moves[^1].Id);
            if (Draw(random, 0.4))
                Add("6d", "6b", Later(), Actor.User("ann@example.com"));
        }

        DateTimeOffset Later() => at += TimeSpan.FromHours(random.Next(1, 400));

        void Add(string? from, string? to, DateTimeOffset when, Actor actor, long? undoes = null) =>
            life.Moves.Add(
                new Transition
                {
                    Id = life.Moves.Count + 1,
                    AccountId = life.Id,
                    Passage = 1,
                    From = from,
                    To = to,
                    At = when,
                    RecordedAt = at,
                    Actor = actor,
                    UndoesId = undoes,
                    Migrated = when != at,
                }
            );
    }

    private static void Bill(LivedAccount life, Random random, int number, DateTimeOffset from)
    {
        for (var i = 0; i < random.Next(0, 6); i++)
        {
            var made = Some(random, from, Now);
            // The last days of months are where three months are not as long as elsewhere.
            if (from == First && Draw(random, 0.2))
                made = new DateTimeOffset(2025, 11, 28 + random.Next(3), random.Next(24), 0, 0, TimeSpan.Zero);
            var told = made.AddHours(random.Next(0, 300));
            var (id, currency) = ($"in{number}-{i}", Pick(random, "USD", "USD", "EUR", "SEK"));
            for (var version = 0; version < random.Next(1, 4); version++, told = told.AddHours(random.Next(1, 900)))
                life.Learned.Add(
                    new(
                        told,
                        new Invoice
                        {
                            AccountId = life.Id,
                            Source = "stripe",
                            ExternalId = id,
                            State = Pick(
                                random,
                                InvoiceState.Paid,
                                InvoiceState.Paid,
                                InvoiceState.Open,
                                InvoiceState.Uncollectible,
                                InvoiceState.Draft,
                                InvoiceState.Void
                            ),
                            AmountDue = Draw(random, 0.05)
                                ? null
                                : Pick(random, 0m, 50m, 92.38m, 92.3788m, 100m, 100.01m, 150m, 150m, 400m, 900m),
                            Currency = currency,
                            MadeAt = Draw(random, 0.8) ? made : null,
                            PeriodEnd = Draw(random, 0.5) ? made : null,
                            DueAt = made,
                            Regular = Draw(random, 0.9),
                            FailedAt = Draw(random, 0.7) ? made.AddHours(1) : null,
                        },
                        null
                    )
                );
        }
    }

    private static void Churn(LivedAccount life, Random random)
    {
        if (Draw(random, 0.6))
            return;
        var told = Some(random, First, Now.AddDays(-20));
        for (var version = 0; version < random.Next(1, 4); version++, told = told.AddHours(random.Next(1, 900)))
        {
            var churns = new List<(DateTimeOffset, DateTimeOffset?)>();
            var at = told.AddDays(-random.Next(0, 90));
            for (var i = 0; i < random.Next(0, 3); i++)
            {
                var back = at.AddDays(random.Next(8, 60));
                churns.Add((at, Draw(random, 0.5) ? back : null));
                at = back.AddDays(random.Next(1, 60));
            }
            life.Learned.Add(new(told, null, churns));
        }
    }

    private static void Subscribe(LivedAccount life, Random random)
    {
        for (var i = 0; i < (Draw(random, 0.4) ? random.Next(1, 3) : 0); i++)
            life.Subscriptions.Add(
                new Subscription
                {
                    AccountId = life.Id,
                    Source = "stripe",
                    ExternalId = $"sub{i}",
                    Live = Draw(random, 0.7),
                    EndsAtPeriodEnd = Draw(random, 0.3),
                    PeriodEnd = Draw(random, 0.9) ? Now.AddDays(random.Next(0, 40)) : null,
                    EndedAt = Draw(random, 0.5) ? Now.AddDays(-random.Next(0, 40)) : null,
                    AsOf = Now.AddDays(-1),
                }
            );
    }

    private static Transition Copy(Transition move, long id, long accountId, long? undoes) =>
        new()
        {
            Id = id,
            AccountId = accountId,
            Passage = move.Passage,
            From = move.From,
            To = move.To,
            At = move.At,
            RecordedAt = move.RecordedAt,
            Actor = move.Actor,
            UndoesId = undoes,
            Migrated = move.Migrated,
        };

    private static bool Draw(Random random, double chance) => random.NextDouble() < chance;

    private static T Pick<T>(Random random, params T[] from) => from[random.Next(from.Length)];

    /// <summary>To the minute, as whole days of zones have their borders on whole quarters of an hour.</summary>
    private static DateTimeOffset Some(Random random, DateTimeOffset from, DateTimeOffset to) =>
        from.AddMinutes(random.NextInt64((long)(to - from).TotalMinutes));
}
