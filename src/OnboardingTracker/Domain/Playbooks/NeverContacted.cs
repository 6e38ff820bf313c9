using System.Globalization;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>
/// A bill is about to renew, and nobody has written to the account yet. It does not go to 5; its owner is told instead. Source:
/// pipeline.md, "The playbooks".
/// </summary>
public static class NeverContacted
{
    public static Playbook Playbook { get; } =
        new()
        {
            Name = PlaybookNames.NeverContacted,
            Purpose = "Raises an alert for the owner of every new account whose bill renews soon though nobody has written to it.",
            Trigger = "daily, and when a renewal changes",
            RunsOnChange = true,
            NeedsFreshData = true,
            WaitsForFirstRun = true,
            // After the ten-day rule, which policy may let take such accounts to 5.
            DailyAt = context => context.Policy.PolicyHour.AddMinutes(15),
            Alert = new AlertRule
            {
                Kind = TaskKinds.NeverContacted,
                Wanted = Wanted,
                WhyClosed = WhyClosed,
            },
            Conditions =
            [
                new(
                    _ => $"in stage {StageCodes.NewAccount}",
                    (subject, _) => subject.Stage == StageCodes.NewAccount,
                    (subject, _) => AlertRule.InStage(subject)
                ),
                AlertRule.NotWithSales,
                new(
                    _ => "renewal today or later",
                    (subject, context) => subject.NextRenewalOn >= context.Today,
                    (subject, _) => RenewalDay(subject)
                ),
                new(
                    context => $"renewal within {context.Policy.NeverContactedDaysBefore} days",
                    (subject, context) => subject.NextRenewalOn <= context.LastRenewalUncontacted,
                    (subject, _) => RenewalDay(subject)
                ),
            ],
            Because = (subject, _) => $"nobody has written to it, and it {RenewalDay(subject)}",
        };

    private static List<WantedAlert> Wanted(PlaybookSubject subject, RunContext context)
    {
        if (subject is not { Stage: StageCodes.NewAccount, NextRenewalOn: { } renewalOn } || renewalOn > context.LastRenewalUncontacted)
            return [];
        var occasion = new AlertOccasion(string.Create(CultureInfo.InvariantCulture, $"passage {subject.Passage}"), renewalOn);
        // One that was raised stays when the renewal passes: still nobody has written.
        var stays = subject.Alerts.Exists(task =>
            task is { Kind: TaskKinds.NeverContacted, Occasion: { } known, IsLive: true }
            && occasion.DaysFrom(AlertOccasion.Parse(known)) is not null
        );
        if (renewalOn < context.Today && !stays)
            return [];
        return
        [
            new WantedAlert(
                occasion,
                $"Never contacted: {RenewalDay(subject)}",
                new AlertFigures
                {
                    RenewalOn = renewalOn,
                    Amount = subject.ForecastAmount,
                    Currency = subject.ForecastCurrency,
                },
                context.Today
            ),
        ];
    }

    private static AlertClosing WhyClosed(AccountTask task, PlaybookSubject subject, RunContext context) =>
        subject.Stage != StageCodes.NewAccount
            ? AlertPlan.LeftTheStages(TaskKinds.NeverContacted, subject.Stage)
            : new(TaskState.Canceled, $"the renewal moved: {RenewalDay(subject)}");

    /// <summary>Says the same on every day: an approved dry run is compared by it.</summary>
    private static string RenewalDay(PlaybookSubject subject) =>
        subject.NextRenewalOn is { } day ? string.Create(CultureInfo.InvariantCulture, $"renews on {day:yyyy-MM-dd}") : "no renewal known";
}
