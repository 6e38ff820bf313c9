using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Dashboard.Planned;

/// <summary>What is planned, in words.</summary>
public static class PlannedWords
{
    /// <summary>"moves to 5 Awaiting Final Outreach".</summary>
    public static string Effect(PlannedRow row, StageCatalogue stages) => Effect(row.Playbook, row.To, stages);

    public static string Effect(Playbook playbook, string? to, StageCatalogue stages) =>
        playbook.Effect switch
        {
            PlaybookEffect.RaisesAlerts => "raises an alert",
            PlaybookEffect.SendsSurvey => "sends the survey",
            _ => $"moves to {stages.Label(to)}",
        };
}
