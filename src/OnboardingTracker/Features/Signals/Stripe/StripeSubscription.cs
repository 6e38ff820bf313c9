using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Webhooks;

namespace OnboardingTracker.Features.Signals.Stripe;

/// <summary>Reads a subscription as it was when the event was made.</summary>
internal static class StripeSubscription
{
    public static SignalFact Read(SignalFact fact, Loose subscription, string type)
    {
        if (subscription["id"].Text is not { } id)
            throw new UnreadableSignalException("It is no subscription of Stripe: it has no id.");
        var status = subscription["status"].Text;
        var ended = type == "customer.subscription.deleted" || status is "canceled" or "incomplete_expired";
        var periodEnd = PeriodEnd(subscription);
        return fact with
        {
            Kind = ended ? SignalKinds.SubscriptionEnded : SignalKinds.SubscriptionChanged,
            Subscription = new SubscriptionFact
            {
                Subscription = id,
                // Late payment and pauses included; one whose first payment never came has not begun.
                Live = !ended && status is not "incomplete",
                Status = status ?? (ended ? "canceled" : null),
                StartedAt = subscription["created"].Unix ?? subscription["start_date"].Unix ?? subscription["start"].Unix,
                EndedAt = ended ? subscription["ended_at"].Unix ?? fact.OccurredAt : null,
                PeriodEnd = periodEnd,
                TrialEnd = subscription["trial_end"].Unix,
                EndsAtPeriodEnd =
                    subscription["cancel_at_period_end"].Flag == true
                    || (subscription["cancel_at"].Unix is { } cancelAt && (periodEnd is null || cancelAt <= periodEnd)),
            },
        };
    }

    /// <summary>Once on the subscription; since 2025 on each of its parts, whose periods may differ.</summary>
    private static DateTimeOffset? PeriodEnd(Loose subscription) =>
        subscription["items"]["data"].Items.Select(item => item["current_period_end"].Unix).Where(end => end is not null).Min()
        ?? subscription["current_period_end"].Unix;
}
