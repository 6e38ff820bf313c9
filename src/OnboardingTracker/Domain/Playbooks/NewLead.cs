using System.Globalization;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Domain.Playbooks;

/// <summary>Who is a lead. Source: handbook, first paragraph; pipeline.md, "Who is a lead".</summary>
public static class NewLead
{
    /// <summary>What makes and keeps an account a member of <c>Onboarding Lead</c>.</summary>
    public static IReadOnlyList<Condition> Membership { get; } =
    [
        new(
            context =>
                context.Policy.OtherStartupProgramsAreLeads
                    ? "plan is pay-as-you-go or startup, or YC on any plan but annual"
                    : "plan is pay-as-you-go, or YC on any plan but annual",
            (subject, context) =>
                subject.Plan == Plan.PayAsYouGo
                || (subject.Program == Programs.Yc && subject.Plan != Plan.Annual)
                || (context.Policy.OtherStartupProgramsAreLeads && subject.Plan == Plan.Startup),
            (subject, _) =>
                subject.Program is { } program ? $"{AccountDetails.Code(subject.Plan)}, {program}" : AccountDetails.Code(subject.Plan)
        ),
        new(
            context =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"forecast above {context.Policy.LeadForecastAbove:0.##} {context.Policy.TeamCurrency}"
                ),
            (subject, context) => subject.ForecastInTeamCurrency > context.Policy.LeadForecastAbove,
            (subject, context) => ForecastInWords(subject, context)
        ),
        new(
            _ => "not with Sales",
            (subject, _) => subject.SalesOwner == null,
            (subject, _) => subject.SalesOwner is { } owner ? $"with {owner}" : "nobody of Sales"
        ),
    ];

    public static Playbook Playbook { get; } =
        new()
        {
            Name = PlaybookNames.NewLead,
            Purpose = "Takes every account that becomes a lead into the pipeline, stage 1, and gives it an owner.",
            Trigger = "when an account changes, and nightly",
            RunsOnChange = true,
            DailyAt = _ => new TimeOnly(1, 30),
            MovesTo = StageCodes.NewAccount,
            AssignsOwner = true,
            Conditions =
            [
                new(
                    _ => "never in the pipeline before",
                    (subject, _) => subject.Passage == 0,
                    (subject, _) => subject.Passage == 0 ? "never" : $"in stage {subject.Stage}, passage {subject.Passage}"
                ),
                .. Membership,
                new(
                    _ => "not an existing customer of a baseline import",
                    (subject, _) => subject.BaselineOn == null,
                    (subject, _) =>
                        subject.BaselineOn is { } day
                            ? string.Create(CultureInfo.InvariantCulture, $"in the baseline of {day:yyyy-MM-dd}")
                            : "no"
                ),
            ],
            Because = (subject, context) => $"became a lead: {ForecastInWords(subject, context)}, {AccountDetails.Code(subject.Plan)}",
        };

    private static string ForecastInWords(PlaybookSubject subject, RunContext context)
    {
        if (subject.ForecastAmount is not { } amount)
            return "no forecast";
        var forecast = new Money(amount, subject.ForecastCurrency!);
        return subject.ForecastInTeamCurrency switch
        {
            null => $"forecast {forecast}, not compared: no rate for {forecast.Currency}",
            { } inTeam when forecast.Currency != context.Policy.TeamCurrency =>
                $"forecast {forecast} = {new Money(decimal.Round(inTeam, 2), context.Policy.TeamCurrency)}",
            _ => $"forecast {forecast}",
        };
    }
}
