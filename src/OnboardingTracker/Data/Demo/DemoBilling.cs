using System.Globalization;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Demo;

/// <summary>The demo's subscriptions and invoices: paid ones of the months before, upcoming ones, a few whose payment failed.</summary>
internal sealed class DemoBilling(TrackerDb db, Random random, DateTimeOffset now)
{
    public static string SubscriptionOf(Account account) => string.Create(CultureInfo.InvariantCulture, $"sub_demo{account.Id:d5}");

    /// <returns>The signals that say so.</returns>
    public List<Signal> Of(Account account, DemoPlan plan)
    {
        var signals = new List<Signal>();
        var churnedAt = plan.Stage == StageCodes.Churned ? plan.Steps[^1].At : (DateTimeOffset?)null;
        var endsOn = churnedAt is { } churned ? DateOnly.FromDateTime(churned.UtcDateTime) : account.NextRenewalOn;
        if (endsOn is not { } renewalOn || account.Forecast is not { Amount: > 0 } forecast || plan.Steps.Count == 0)
            return signals;
        var periodEnd = new DateTimeOffset(renewalOn.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        // Who has been through the pipeline has been a customer for longer; who left did not stay for long.
        var months =
            churnedAt is not null ? 1 + (int)(account.Id % 4)
            : plan.Stage?[0] == '6' ? 2 + (int)(account.Id % 7)
            : 2;
        var subscription = new Subscription
        {
            AccountId = account.Id,
            Source = SignalSources.Stripe,
            ExternalId = SubscriptionOf(account),
        };
        db.Subscriptions.Add(subscription);
        var live = new SubscriptionFact
        {
            Subscription = subscription.ExternalId,
            Live = true,
            Status = "active",
            StartedAt = account.CreatedAt.AddDays(-40),
            PeriodEnd = periodEnd,
            EndsAtPeriodEnd = churnedAt is null && account.Id % 29 == 3,
        };
        Say(SignalKinds.SubscriptionChanged, "customer.subscription.updated", account.CreatedAt, fact => fact with { Subscription = live });
        subscription.Take(live, account.CreatedAt);
        for (var month = months; month >= 1; month--)
            if (periodEnd.AddMonths(-month) is var billedAt && billedAt < now.AddDays(-1))
                Bill(billedAt, forecast with { Amount = decimal.Round(forecast.Amount * Share(month), 2) }, isLast: month == 1);
        if (churnedAt is { } endedAt)
            subscription.Take(live with { Live = false, Status = "canceled", EndedAt = endedAt }, endedAt);
        if (renewalOn <= DateOnly.FromDateTime(now.UtcDateTime).AddDays(8) && periodEnd > now && churnedAt is null)
        {
            var upcoming = Invoice(null, forecast, null, periodEnd.AddMonths(-1), periodEnd);
            Say(SignalKinds.InvoiceUpcoming, "invoice.upcoming", now.AddHours(-9), fact => fact with { Invoice = upcoming });
            subscription.Take(upcoming, now.AddHours(-9));
        }
        return signals;

        // A tenth grew so much that the coming bill may surprise.
        decimal Share(int month) =>
            month > 2 ? 0.85m
            : account.Id % 10 == 3 ? 0.4m
            : 0.8m + (decimal)(random.NextDouble() * 0.2);

        void Bill(DateTimeOffset at, Money amount, bool isLast)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"D{account.Id:d4}-{at:yyMM}");
            var id = $"in_demo_{number}";
            var invoice = new Invoice
            {
                AccountId = account.Id,
                Source = SignalSources.Stripe,
                ExternalId = id,
            };
            db.Invoices.Add(invoice);
            Tell(
                SignalKinds.InvoiceChanged,
                "invoice.finalized",
                at,
                Invoice(id, amount, number, at.AddMonths(-1), at) with
                {
                    Status = "open",
                }
            );
            if (!isLast || account.Id % 23 != 0 || StageCodes.Churned == plan.Stage)
            {
                var paid = Invoice(id, amount, number, at.AddMonths(-1), at) with
                {
                    Status = "paid",
                    AmountPaid = amount.Amount,
                    Attempt = 1,
                };
                Tell(SignalKinds.InvoicePaid, "invoice.paid", at.AddHours(1), paid);
                return;
            }
            var attempts = at.AddDays(3) < now ? 2 : 1;
            for (var attempt = 1; attempt <= attempts; attempt++)
            {
                var failed = Invoice(id, amount, number, at.AddMonths(-1), at) with
                {
                    Status = "open",
                    Attempt = attempt,
                    NextAttemptAt = now.AddDays(2),
                };
                Tell(SignalKinds.PaymentFailed, "invoice.payment_failed", at.AddHours(1).AddDays(3 * (attempt - 1)), failed);
            }

            void Tell(string kind, string sourceKind, DateTimeOffset told, InvoiceFact says)
            {
                Say(kind, sourceKind, told, fact => fact with { Invoice = says });
                invoice.Take(kind, says, told);
            }
        }

        InvoiceFact Invoice(string? id, Money amount, string? number, DateTimeOffset from, DateTimeOffset to) =>
            new()
            {
                Invoice = id,
                Subscription = subscription.ExternalId,
                Number = number,
                AmountDue = amount.Amount,
                Currency = amount.Currency,
                PeriodStart = from,
                PeriodEnd = to,
                DueAt = to,
            };

        void Say(string kind, string sourceKind, DateTimeOffset at, Func<SignalFact, SignalFact> say) =>
            signals.Add(
                DemoSignal.Make(
                    account.Id,
                    SignalSources.Stripe,
                    $"evt_demo_{account.Id}_{signals.Count}",
                    sourceKind,
                    kind,
                    at,
                    account.Contacts[0].Email,
                    account.StripeCustomerId,
                    say
                )
            );
    }
}
