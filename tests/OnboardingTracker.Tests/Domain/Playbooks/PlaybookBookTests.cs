using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Tests.Domain.Playbooks;

public sealed class PlaybookBookTests
{
    [Fact]
    public void The_playbooks_have_the_names_times_and_effects_of_the_table()
    {
        var context = new RunContext(DateTimeOffset.UnixEpoch, new Policy(), 0);

        PlaybookBook
            .All.Select(playbook => $"{playbook.Name} | {playbook.Trigger} | {playbook.DailyAt(context):HH:mm} | {playbook.MovesTo}")
            .Should()
            .Equal(
                "new-lead | when an account changes, and nightly | 01:30 | 1",
                "final-outreach-due | daily at the policy hour, and when a renewal changes | 06:00 | 5"
            );
        PlaybookBook.All.Should().OnlyContain(playbook => playbook.RunsOnChange);
    }

    [Fact]
    public void Each_moves_to_a_stage_that_there_is_and_states_its_conditions_once()
    {
        var stages = new StageCatalogue(StageCatalogue.Shipped);
        var context = new RunContext(DateTimeOffset.UnixEpoch, new Policy(), 0);

        foreach (var playbook in PlaybookBook.All)
        {
            stages.Find(playbook.MovesTo).Should().NotBeNull();
            playbook.Conditions.Select(condition => condition.Name(context)).Should().OnlyHaveUniqueItems().And.NotContain("");
            PlaybookBook.Find(playbook.Name).Should().BeSameAs(playbook);
        }
        PlaybookBook.Find("no-such-playbook").Should().BeNull();
    }

    [Fact]
    public void The_ten_day_rule_runs_at_the_policy_hour()
    {
        var context = new RunContext(DateTimeOffset.UnixEpoch, new Policy { PolicyHour = new TimeOnly(7, 45) }, 0);

        FinalOutreachDue.Playbook.DailyAt(context).Should().Be(new TimeOnly(7, 45));
    }
}
