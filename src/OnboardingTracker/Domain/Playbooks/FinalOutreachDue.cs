using System.Globalization;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>"Assigned to both engaged and unengaged customers 10 days before the bill's renewal." Source: handbook, stage 5.</summary>
public static class FinalOutreachDue
{
    /// <summary>A dry run remarks on an initial outreach that is younger than this, in days.</summary>
    private const int RecentOutreachDays = 7;

    public static Playbook Playbook { get; } =
        new()
        {
            Name = PlaybookNames.FinalOutreachDue,
            Purpose = "Moves every account whose bill renews soon to Awaiting Final Outreach, engaged or not.",
            Trigger = "daily at the policy hour, and when a renewal changes",
            RunsOnChange = true,
            NeedsFreshData = true,
            DailyAt = context => context.Policy.PolicyHour,
            MovesTo = StageCodes.AwaitingFinalOutreach,
            Conditions =
            [
                new(
                    context => $"in stage {string.Join(", ", context.FinalOutreachStages)}",
                    (subject, context) => subject.Stage != null && context.FinalOutreachStages.Contains(subject.Stage),
                    (subject, _) => subject.Stage is { } stage ? $"in {stage}" : "not in the pipeline"
                ),
                new(
                    _ => "renewal today or later",
                    (subject, context) => subject.NextRenewalOn >= context.Today,
                    (subject, _) => RenewalDay(subject)
                ),
                new(
                    context => $"renewal within {context.Policy.FinalOutreachDaysBefore} days",
                    (subject, context) => subject.NextRenewalOn <= context.LastRenewalDue,
                    (subject, _) => RenewalDay(subject)
                ),
                new(
                    context => $"at renewal {context.Policy.FinalOutreachAtRenewal} or later since entry",
                    (subject, context) => subject.RenewalNumber >= context.Policy.FinalOutreachAtRenewal,
                    (subject, _) => $"renewal {subject.RenewalNumber} since entry"
                ),
                new(
                    context =>
                        context.Policy.FinalOutreachDaysAfterOutreach == 0
                            ? "any time after the initial outreach"
                            : $"initial outreach at least {Days(context.Policy.FinalOutreachDaysAfterOutreach)} ago",
                    (subject, context) =>
                        context.Policy.FinalOutreachDaysAfterOutreach == 0
                        || subject.InitialOutreachAt == null
                        || subject.InitialOutreachAt < context.InitialOutreachBefore,
                    (subject, context) =>
                        subject.InitialOutreachAt is { } at
                            ? $"initial outreach on {Day(context.DayOf(at))}"
                            : "no initial outreach recorded"
                ),
            ],
            Because = (subject, context) => Renewal(subject, context),
            Remark = (subject, context) =>
                subject.InitialOutreachAt is { } at && DaysSince(at, context) is var days and < RecentOutreachDays
                    ? $"outreach only {Days(days)} ago"
                    : null,
        };

    /// <summary>
    /// The day on which the rule takes an account in one of its stages to 5, today or later, if nothing but the calendar changes: what
    /// <see cref="Playbook.FirstDayDue"/> finds by trying each day, for lists of many accounts. Null: not at this renewal.
    /// </summary>
    public static DateOnly? DayDue(DateOnly renewalOn, int renewalNumber, DateTimeOffset? initialOutreachAt, RunContext context)
    {
        if (renewalOn < context.Today || renewalNumber < context.Policy.FinalOutreachAtRenewal)
            return null;
        var day = Later(context.Today, renewalOn.AddDays(-context.Policy.FinalOutreachDaysBefore));
        if (context.Policy.FinalOutreachDaysAfterOutreach > 0 && initialOutreachAt is { } outreachAt)
            day = Later(day, context.DayOf(outreachAt).AddDays(context.Policy.FinalOutreachDaysAfterOutreach));
        return day <= renewalOn ? day : null;
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static int DaysSince(DateTimeOffset at, RunContext context) => context.Today.DayNumber - context.DayOf(at).DayNumber;

    private static string Renewal(PlaybookSubject subject, RunContext context)
    {
        if (subject.NextRenewalOn is not { } renewalOn)
            return "no renewal known";
        var days = renewalOn.DayNumber - context.Today.DayNumber;
        return days switch
        {
            0 => $"renews today, {Day(renewalOn)}",
            > 0 => $"renews in {Days(days)}, on {Day(renewalOn)}",
            _ => $"renewal was {Days(-days)} ago, on {Day(renewalOn)}",
        };
    }

    /// <summary>Says the same on every day: an approved dry run is compared by it.</summary>
    private static string RenewalDay(PlaybookSubject subject) =>
        subject.NextRenewalOn is { } renewalOn ? $"renews on {Day(renewalOn)}" : "no renewal known";

    private static string Days(int days) => days == 1 ? "1 day" : $"{days} days";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
