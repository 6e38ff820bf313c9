using System.Globalization;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Dashboard.Planned;

/// <summary>What a plan stands on beside the accounts: while this stays the same, an account that has not changed is planned alike.</summary>
internal static class PlanBasis
{
    /// <summary>
    /// The rules as this build has them, the policy, the team's day, what keeps playbooks from acting, and the stages. The hour is no part of it:
    /// a run that is over changes the plan of those accounts alone that it was to reach. Neither is in which words a playbook is kept away:
    /// whoever reads says it in those of now.
    /// </summary>
    public static string Of(PlanAgenda agenda)
    {
        var start = agenda.Start;
        List<string> lines =
        [
            $"rules {typeof(PlannedWalk).Module.ModuleVersionId}",
            string.Create(CultureInfo.InvariantCulture, $"policy {start.PolicyVersion}, day {start.Today:yyyy-MM-dd}"),
        ];
        foreach (var playbook in PlaybookBook.All)
        {
            var state = agenda.Bars.TryGetValue(playbook.Name, out var bar) ? bar.Kind.ToString() : "acts";
            lines.Add($"playbook {playbook.Name}: {state}{(agenda.Late.Contains(playbook.Name) ? ", late" : "")}");
        }
        foreach (var stage in agenda.Stages.InOrder)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"stage {stage.Code}: {stage.Name}, {stage.Position}, {stage.Retired}"));
        return string.Join('\n', lines);
    }
}
