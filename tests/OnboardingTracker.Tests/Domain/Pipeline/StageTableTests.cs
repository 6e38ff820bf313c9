using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Tests.Domain.Pipeline;

/// <summary>pipeline.md, "The twelve stages".</summary>
public sealed class StageTableTests
{
    [Fact]
    public void The_twelve_stages_are_those_of_the_handbook_to_the_letter()
    {
        var table = StageCatalogue.Shipped.OrderBy(stage => stage.Position).Select(stage => $"{stage.Code} | {stage.Name} | {stage.Kind}");

        table
            .Should()
            .Equal(
                "1 | New Account | Active",
                "2 | Onboarding Initiated | Active",
                "3a | Engaged — Email | Active",
                "3b | Engaged — Call Booked | Active",
                "4a | Intro Call Completed | Active",
                "4b | Second Call Completed | Active",
                "5 | Awaiting Final Outreach | Active",
                "6a | Onboarded — No Engagement | Outcome",
                "6b | Onboarded — Engaged | Outcome",
                "6c | Sales Handoff | Outcome",
                "6d | Churned | Outcome",
                "7 | Paid call purchased | OutsideTheFlow"
            );
        StageCatalogue.Shipped.Should().OnlyContain(stage => !stage.Retired);
    }

    [Fact]
    public void Somebody_has_work_with_accounts_in_1_to_5_and_7()
    {
        var stages = new StageCatalogue(StageCatalogue.Shipped);

        stages
            .InOrder.Where(stage => stages.IsInWork(stage.Code))
            .Select(stage => stage.Code)
            .Should()
            .Equal("1", "2", "3a", "3b", "4a", "4b", "5", "7");
        stages.InOrder.Where(stage => stages.IsOutcome(stage.Code)).Select(stage => stage.Code).Should().Equal("6a", "6b", "6c", "6d");
        stages.IsInWork(null).Should().BeFalse();
        stages.IsInWork("8").Should().BeFalse();
    }

    [Fact]
    public void A_stage_is_found_by_its_code_to_the_letter()
    {
        var stages = new StageCatalogue(StageCatalogue.Shipped);

        stages.Find("3A").Should().BeNull();
        stages.Find(" 1").Should().BeNull();
        stages.Label("6c").Should().Be("6c Sales Handoff");
        stages.Label(null).Should().Be("not in the pipeline");
        stages.Label("x9").Should().Be("x9", "history may name a stage that is gone");
    }
}
