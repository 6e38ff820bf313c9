using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Demo;

/// <summary>What of the demo's signals has found no account, and waits for a person.</summary>
internal static class DemoUnmatched
{
    /// <summary>What nobody's account fits, and what a person has to look at.</summary>
    public static List<Signal> All(DateTimeOffset now)
    {
        List<Signal> signals =
        [
            Wait(
                SignalSources.Shopify,
                "demo-order-unknown",
                "orders/paid",
                SignalKinds.ConsultationPurchased,
                now.AddHours(-5),
                "lena@brightwater.example",
                fact =>
                    fact with
                    {
                        Purchase = new PurchaseFact
                        {
                            Order = "demo-unknown",
                            Number = "#2207",
                            Quantity = 1,
                            Amount = 300,
                            Currency = "USD",
                        },
                    }
            ),
            Wait(
                SignalSources.Calendly,
                "demo-call-unknown",
                "invitee.created",
                SignalKinds.CallBooked,
                now.AddHours(-22),
                "samir.private@mail.example",
                fact =>
                    fact with
                    {
                        Call = new CallFact
                        {
                            Call = "demo-call-unknown",
                            StartsAt = Office(3),
                            EndsAt = Office(3).AddMinutes(30),
                            EventType = "Intro call",
                            Host = "priya@demo.example",
                            With = "Samir Kohli",
                        },
                    }
            ),
            Wait(
                SignalSources.Stripe,
                "evt_demo_unknown",
                "invoice.payment_failed",
                SignalKinds.PaymentFailed,
                now.AddDays(-2),
                "accounts@northpier.example",
                fact =>
                    fact with
                    {
                        Invoice = new InvoiceFact
                        {
                            Invoice = "in_demo_unknown",
                            AmountDue = 412.50m,
                            Currency = "USD",
                            Attempt = 2,
                        },
                    }
            ),
        ];
        foreach (var signal in signals)
        {
            signal.State = SignalState.Unmatched;
            signal.WorkedAt = null;
            signal.Note = $"No account fits {string.Join(", ", signal.Fact!.About.Emails)}.";
            signal.SenderKeys = WaitingSignals.Keys(signal.Fact.About);
        }
        return signals;

        static Signal Wait(
            string source,
            string id,
            string sourceKind,
            string kind,
            DateTimeOffset at,
            string email,
            Func<SignalFact, SignalFact> say
        ) => DemoSignal.Make(null, source, id, sourceKind, kind, at, email, null, say);

        DateTimeOffset Office(int inDays) => new(now.UtcDateTime.Date.AddDays(inDays).AddHours(14), TimeSpan.Zero);
    }
}
