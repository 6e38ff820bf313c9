using System.Globalization;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>
/// Some days after an account has reached 6a or 6b here, one of its contacts is asked how the onboarding was: by one mail, once per account.
/// Off until a lead releases it. Source: pipeline.md, "The playbooks".
/// </summary>
public static class SatisfactionSurvey
{
    /// <summary>
    /// An account that was done longer ago than this, in days, is not asked any more: the first run is not to reach for those of last year.
    /// Ours; the specification names no end.
    /// </summary>
    public const int LatestDays = 30;

    /// <summary>How long, in days, there is at least to ask in where the policy waits for long.</summary>
    private const int DaysToAsk = 7;

    public static Playbook Playbook { get; } =
        new()
        {
            Name = PlaybookNames.SatisfactionSurvey,
            Purpose = "Asks one contact of every account that has finished its onboarding how it was, by one mail, once per account.",
            Trigger = "daily at the policy hour",
            RunsOnChange = false,
            WaitsForFirstRun = true,
            SendsSurvey = true,
            // After the rules that move accounts to where they are asked.
            DailyAt = context => context.Policy.PolicyHour.AddMinutes(30),
            Conditions =
            [
                new(
                    _ => $"in stage {StageCodes.OnboardedNoEngagement}, {StageCodes.OnboardedEngaged}",
                    (subject, _) => subject.Stage == StageCodes.OnboardedNoEngagement || subject.Stage == StageCodes.OnboardedEngaged,
                    (subject, _) => AlertRule.InStage(subject)
                ),
                AlertRule.NotWithSales,
                new(
                    context => $"reached at least {Days(context.Policy.SurveyDelayDays)} ago",
                    (subject, context) => subject.StageEnteredAt < context.SurveyReachedBefore,
                    ReachedOn
                ),
                new(
                    context => $"reached at most {Days(LatestDaysOf(context.Policy))} ago",
                    (subject, context) => subject.StageEnteredAt >= context.SurveyReachedFrom,
                    ReachedOn
                ),
                new(
                    _ => "reached here, not taken over from another system",
                    (subject, _) => !subject.TakenOver,
                    (subject, _) => subject.TakenOver ? "taken over from another system" : AlertRule.InStage(subject)
                ),
                new(
                    _ => "not asked before, in any passage",
                    (subject, _) => subject.SurveyAskedAt == null,
                    (subject, context) =>
                        subject.SurveyAskedAt is { } at
                            ? string.Create(CultureInfo.InvariantCulture, $"asked on {context.DayOf(at):yyyy-MM-dd}")
                            : "never asked"
                ),
                new(
                    _ => "a contact whose mail does not come back, and who takes surveys",
                    (subject, _) => subject.HasSurveyContact,
                    (subject, _) => subject.HasSurveyContact ? "there is one" : "there is none"
                ),
                new(
                    _ => "the survey is released in the policy",
                    (_, context) => context.Policy.SurveyReleased,
                    (_, context) => context.Policy.SurveyReleased ? "released" : "not released"
                ),
            ],
            Because = (subject, context) => $"{AlertRule.InStage(subject)}, {ReachedOn(subject, context)}",
        };

    /// <summary>The last day on which an account is asked, in days after it was done.</summary>
    public static int LatestDaysOf(Policy policy) => Math.Max(LatestDays, policy.SurveyDelayDays + DaysToAsk);

    private static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");

    private static string ReachedOn(PlaybookSubject subject, RunContext context) =>
        subject.StageEnteredAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"reached on {context.DayOf(at):yyyy-MM-dd}")
            : "not in the pipeline";
}
