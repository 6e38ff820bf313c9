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
            .All.Where(playbook => !playbook.BySignals)
            .Select(playbook =>
                $"{playbook.Name} | {playbook.Trigger} | {playbook.DailyAt(context):HH:mm} | {playbook.MovesTo ?? playbook.Alert?.Kind ?? playbook.Effect.ToString()}"
            )
            .Should()
            .Equal(
                "new-lead | when an account changes, and nightly | 01:30 | 1",
                "final-outreach-due | daily at the policy hour, and when a renewal changes | 06:00 | 5",
                "failed-payment | when an invoice payment failed, and daily | 05:30 | failedPayment",
                "large-invoice | daily, and when a forecast or an upcoming invoice changes | 06:10 | largeInvoice",
                "never-contacted | daily, and when a renewal changes | 06:15 | neverContacted",
                "satisfaction-survey | daily at the policy hour | 06:30 | SendsSurvey"
            );
        PlaybookBook
            .All.Where(playbook => !playbook.BySignals)
            .Should()
            .OnlyContain(playbook => playbook.RunsOnChange != playbook.SendsSurvey);
    }

    [Fact]
    public void Those_that_go_by_signals_start_from_the_stages_of_the_table()
    {
        var context = new RunContext(DateTimeOffset.UnixEpoch, new Policy(), 0);

        PlaybookBook
            .All.Where(playbook => playbook.BySignals)
            .Select(playbook => $"{playbook.Name} | {playbook.Conditions[0].Name(context)} | {playbook.MovesToInWords ?? playbook.MovesTo}")
            .Should()
            .Equal(
                "initial-outreach | in stage 1, 2 | 2",
                "customer-replied | in stage 2 | 3a",
                "call-booked | in stage 1, 2, 3a | 3b",
                "call-canceled | in stage 3b, 4a, 4b | where the remaining signals put it",
                "call-no-show | in stage 4a, 4b | where the remaining signals put it",
                "call-completed | in stage 1, 2, 3a, 3b, 4a | 4a after the first call, 4b after the second",
                "final-outreach-sent | in stage 5, 6b | 6b if the customer engaged, else 6a",
                "late-engagement | in stage 6a | 6b",
                "paid-call-purchased | in any other stage | 7",
                "churned | in stage 1, 2, 3a, 3b, 4a, 4b, 5, 7, 6d | 6d"
            );
        PlaybookBook.All.Where(playbook => playbook.BySignals).Select(playbook => playbook.Name).Should().Equal(PlaybookNames.BySignals);
    }

    [Fact]
    public void Each_moves_to_a_stage_that_there_is_and_states_its_conditions_once()
    {
        var stages = new StageCatalogue(StageCatalogue.Shipped);
        var context = new RunContext(DateTimeOffset.UnixEpoch, new Policy(), 0);

        foreach (var playbook in PlaybookBook.All)
        {
            (stages.Find(playbook.MovesTo) is null).Should().Be(playbook.Effect is not PlaybookEffect.Moves);
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
