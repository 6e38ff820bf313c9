using OnboardingTracker.Domain.Policies;
using static OnboardingTracker.Features.Policies.FieldKinds;

namespace OnboardingTracker.Features.Policies;

/// <summary>Values besides those of the two rules that move most accounts. What nothing reads yet can be set now, and counts from the day it is there.</summary>
internal static class LaterPolicyGroups
{
    public static IReadOnlyList<PolicyGroup> All { get; } =
    [
        new(
            "Alerts",
            "What makes an alert, and when it is due.",
            [
                Whole(
                    nameof(Policy.NeverContactedDaysBefore),
                    "Never contacted",
                    "An account in 1 with a renewal this near makes an alert.",
                    "day",
                    p => p.NeverContactedDaysBefore,
                    (p, value) => p with { NeverContactedDaysBefore = value }
                ),
                Amount(
                    nameof(Policy.LargeInvoiceFrom),
                    "Large invoice from",
                    "An upcoming invoice of this much or more.",
                    p => p.LargeInvoiceFrom,
                    (p, value) => p with { LargeInvoiceFrom = value }
                ),
                Times(
                    nameof(Policy.LargeInvoiceTimesLast),
                    "Or this many times the last one",
                    "Where it is also above the forecast that makes a lead.",
                    p => p.LargeInvoiceTimesLast,
                    (p, value) => p with { LargeInvoiceTimesLast = value }
                ),
                Whole(
                    nameof(Policy.LargeInvoiceDueDaysBefore),
                    "Large invoice due",
                    "The alert is due this long before the renewal.",
                    "day",
                    p => p.LargeInvoiceDueDaysBefore,
                    (p, value) => p with { LargeInvoiceDueDaysBefore = value }
                ),
            ]
        ),
        new(
            "Engagement and calls",
            "What counts as engagement, and for how long.",
            [
                Whole(
                    nameof(Policy.SignalsBeforeEntryHours),
                    "Signals before the entry",
                    "Those up to this long before an account enters the pipeline count; older ones are only shown.",
                    "hour",
                    p => p.SignalsBeforeEntryHours,
                    (p, value) => p with { SignalsBeforeEntryHours = value }
                ),
                Whole(
                    nameof(Policy.CallAssumedHeldAfterHours),
                    "A call is taken as held after",
                    "Where it ended this long ago and was neither cancelled nor a no-show.",
                    "hour",
                    p => p.CallAssumedHeldAfterHours,
                    (p, value) => p with { CallAssumedHeldAfterHours = value }
                ),
                Lines(
                    nameof(Policy.CallEventTypes),
                    "Calendar event types that are calls",
                    "One a line; empty: all of them.",
                    "all",
                    p => p.CallEventTypes,
                    (p, value) => p with { CallEventTypes = value }
                ),
                Whole(
                    nameof(Policy.LateEngagementDays),
                    "Late engagement",
                    "Engagement this long after 6a still makes it 6b.",
                    "day",
                    p => p.LateEngagementDays,
                    (p, value) => p with { LateEngagementDays = value }
                ),
            ]
        ),
        new(
            "After the pipeline",
            "Churn, paid calls and the satisfaction survey.",
            [
                Whole(
                    nameof(Policy.ChurnTakenBackDays),
                    "Churn is taken back within",
                    "A subscription that begins this soon after the last one ended undoes an automatic 6d.",
                    "day",
                    p => p.ChurnTakenBackDays,
                    (p, value) => p with { ChurnTakenBackDays = value }
                ),
                Lines(
                    nameof(Policy.ConsultationSkus),
                    "The store's consultation products",
                    "SKUs or product ids, one a line.",
                    "none",
                    p => p.ConsultationSkus,
                    (p, value) => p with { ConsultationSkus = value }
                ),
                Whole(
                    nameof(Policy.SurveyDelayDays),
                    "Survey after",
                    "It is sent this long after 6a or 6b was reached.",
                    "day",
                    p => p.SurveyDelayDays,
                    (p, value) => p with { SurveyDelayDays = value }
                ),
                Switch(
                    nameof(Policy.SurveyReleased),
                    "Survey released",
                    "Off: none is sent, whatever happens.",
                    p => p.SurveyReleased,
                    (p, value) => p with { SurveyReleased = value }
                ),
            ]
        ),
        new(
            "Measures and upkeep",
            "What reports count by, and how long raw data stays.",
            [
                Whole(
                    nameof(Policy.PassageWeeks),
                    "A passage takes at most",
                    "Accounts that take longer are listed.",
                    "week",
                    p => p.PassageWeeks,
                    (p, value) => p with { PassageWeeks = value }
                ),
                Share(
                    nameof(Policy.RetentionGoal),
                    "Retention goal",
                    "What share of accounts is to be with us still three months after their first bill over the forecast that makes a lead.",
                    p => p.RetentionGoal,
                    (p, value) => p with { RetentionGoal = value }
                ),
                Whole(
                    nameof(Policy.RawPayloadDays),
                    "Raw signals are kept",
                    "As they were received; what was understood from them stays.",
                    "day",
                    p => p.RawPayloadDays,
                    (p, value) => p with { RawPayloadDays = value }
                ),
                Whole(
                    nameof(Policy.MailHistoryDays),
                    "Mail is taken in from",
                    "Older mail is left alone when a mailbox is connected.",
                    "day",
                    p => p.MailHistoryDays,
                    (p, value) => p with { MailHistoryDays = value }
                ),
                Share(
                    nameof(Policy.SmallestSyncShare),
                    "Smallest billing sync",
                    "One with fewer rows than this share of the last good one changes nothing.",
                    p => p.SmallestSyncShare,
                    (p, value) => p with { SmallestSyncShare = value }
                ),
            ]
        ),
    ];
}
