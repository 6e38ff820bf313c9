using System.Globalization;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Demo;

/// <summary>What mailboxes, calendar, billing and store said of the demo's accounts: each move of their stories has its signal.</summary>
internal sealed class DemoSignals(Random random, DateTimeOffset now)
{
    private static readonly TimeSpan s_callLength = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_assumedAfter = TimeSpan.FromHours(2);

    /// <summary>The signals of one account, in the order in which they came.</summary>
    public List<Signal> Of(Account account, DemoPlan plan)
    {
        var (signals, contact) = (new List<Signal>(), account.Contacts[0]);
        string? opened = null;
        foreach (var (i, step) in plan.Steps.Index())
        {
            var next = plan.Steps.ElementAtOrDefault(i + 1);
            switch (step.To)
            {
                case StageCodes.OnboardingInitiated:
                    opened = Sent(MailPurpose.InitialOutreach, step.At);
                    if (next is null or { To: StageCodes.AwaitingFinalOutreach } && account.Id % 5 == 0)
                        Away(step.At.AddMinutes(2));
                    break;
                case StageCodes.EngagedEmail:
                    Received(step.At);
                    if (next is null && step.At.AddHours(26) < now)
                        Sent(MailPurpose.CheckIn, step.At.AddHours(26));
                    break;
                case StageCodes.EngagedCallBooked:
                    Booked(step.At, 1, next?.To == StageCodes.IntroCallCompleted ? next.At : null);
                    break;
                case StageCodes.IntroCallCompleted when next?.To == StageCodes.SecondCallCompleted:
                    Booked(step.At.AddMinutes(20), 2, next.At);
                    break;
                case StageCodes.OnboardedNoEngagement or StageCodes.OnboardedEngaged:
                    Sent(MailPurpose.FinalOutreach, step.At);
                    break;
                case StageCodes.PaidCallPurchased:
                    Bought(step.At);
                    break;
                case StageCodes.Churned:
                    Ended(step.At);
                    break;
            }
        }
        return signals;

        string Sent(MailPurpose purpose, DateTimeOffset at)
        {
            var id = $"{account.Id}.{signals.Count}@demo.example";
            var (subject, text) = DemoTexts.OfPurpose(purpose, account.Name, contact.Name!, DemoTeam.NameOf(plan.Owner));
            Add(
                SignalSources.Mail,
                id,
                "message/rfc822",
                SignalKinds.EmailSent,
                at,
                fact =>
                    fact with
                    {
                        Mail = new MailFact
                        {
                            From = plan.Owner,
                            To = [contact.Email],
                            Subject = purpose == MailPurpose.CheckIn ? $"Re: {subject}" : subject,
                            MessageId = id,
                            InReplyTo = purpose == MailPurpose.CheckIn ? opened : null,
                            StartsConversation = purpose != MailPurpose.CheckIn,
                            Purpose = purpose,
                            Proof = SenderProof.Vouched,
                            Text = text,
                        },
                    }
            );
            return id;
        }

        void Received(DateTimeOffset at)
        {
            var id = $"{account.Id}.{signals.Count}@{account.Domain}";
            var text = DemoTexts.Reply(random, contact.Name!);
            var signal = Add(
                SignalSources.Mail,
                id,
                "message/rfc822",
                SignalKinds.EmailReceived,
                at,
                fact =>
                    fact with
                    {
                        Mail = new MailFact
                        {
                            From = contact.Email,
                            To = [plan.Owner],
                            Subject = $"Re: {DemoTexts.OfPurpose(MailPurpose.InitialOutreach, account.Name, "", "").Subject}",
                            MessageId = id,
                            InReplyTo = opened,
                            Proof = SenderProof.Conversation,
                            Text = text,
                        },
                    }
            );
            signal.Raw = DemoTexts.Message(signal.Fact!.Mail!, contact.Name!, at, opened);
        }

        void Away(DateTimeOffset at)
        {
            var id = $"{account.Id}.{signals.Count}@{account.Domain}";
            Add(
                SignalSources.Mail,
                id,
                "message/rfc822",
                SignalKinds.EmailReceived,
                at,
                fact =>
                    fact with
                    {
                        Mail = new MailFact
                        {
                            From = contact.Email,
                            To = [plan.Owner],
                            Subject = "Out of office",
                            MessageId = id,
                            InReplyTo = opened,
                            Genuine = false,
                            Automatic = "out-of-office",
                            Text = "I am away until Monday and read mail after that.",
                        },
                    }
            );
        }

        void Booked(DateTimeOffset at, int number, DateTimeOffset? heldAt)
        {
            var startsAt = heldAt is { } held ? held - s_assumedAfter - s_callLength : Office(now.AddDays(random.Next(1, 9)));
            Add(
                SignalSources.Calendly,
                $"demo-call-{account.Id}-{number}",
                "invitee.created",
                SignalKinds.CallBooked,
                at,
                fact =>
                    fact with
                    {
                        Call = new CallFact
                        {
                            Call = $"demo-call-{account.Id}-{number}",
                            StartsAt = startsAt,
                            EndsAt = startsAt + s_callLength,
                            EventType = number == 1 ? "Intro call" : "Working session",
                            Link = $"https://meet.demo.example/{account.ExternalId}-{number}",
                            Host = plan.Owner,
                            With = contact.Name,
                        },
                    }
            );
        }

        void Bought(DateTimeOffset at) =>
            Add(
                SignalSources.Shopify,
                $"demo-order-{account.Id}",
                "orders/paid",
                SignalKinds.ConsultationPurchased,
                at,
                fact =>
                    fact with
                    {
                        Purchase = new PurchaseFact
                        {
                            Order = $"demo-{account.Id}",
                            Number = string.Create(CultureInfo.InvariantCulture, $"#{1000 + account.Id}"),
                            Quantity = 1,
                            Amount = 300,
                            Currency = "USD",
                        },
                    }
            );

        void Ended(DateTimeOffset at) =>
            Add(
                SignalSources.Stripe,
                $"evt_demo_end_{account.Id}",
                "customer.subscription.deleted",
                SignalKinds.SubscriptionEnded,
                at,
                fact =>
                    fact with
                    {
                        Subscription = new SubscriptionFact
                        {
                            Subscription = DemoBilling.SubscriptionOf(account),
                            Live = false,
                            Status = "canceled",
                            StartedAt = account.CreatedAt.AddDays(-40),
                            EndedAt = at,
                        },
                    }
            );

        Signal Add(string source, string id, string sourceKind, string kind, DateTimeOffset at, Func<SignalFact, SignalFact> say)
        {
            var signal = DemoSignal.Make(account.Id, source, id, sourceKind, kind, at, contact.Email, account.StripeCustomerId, say);
            signals.Add(signal);
            return signal;
        }
    }

    private DateTimeOffset Office(DateTimeOffset day) => new(day.UtcDateTime.Date.AddHours(random.Next(9, 17)), TimeSpan.Zero);
}
