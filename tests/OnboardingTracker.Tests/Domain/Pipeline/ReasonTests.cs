using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Tests.Domain.Pipeline;

public sealed class ReasonTests
{
    private static readonly Actor s_ann = Actor.User("ann@example.com");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t ")]
    public void A_blank_reason_is_none(string? reason)
    {
        var account = new OneAccount();
        account.Moves("2", s_ann);

        account
            .Tries("6c", s_ann, reason)
            .Should()
            .BeOfType<MoveDecision.Refused>()
            .Which.Message.Should()
            .Be("Moving to 6c Sales Handoff needs a reason.");
        account
            .Tries("1", s_ann, reason)
            .Should()
            .BeOfType<MoveDecision.Refused>()
            .Which.Message.Should()
            .Be("Moving back from 2 Onboarding Initiated to 1 New Account needs a reason.");
    }

    [Fact]
    public void A_reason_is_kept_without_the_blanks_around_it_and_a_forward_move_may_have_one_too()
    {
        var account = new OneAccount();

        account.Tries("1", s_ann, " they asked \n").Should().BeOfType<MoveDecision.Allowed>().Which.Move.Reason.Should().Be("they asked");
        account.Tries("1", s_ann, "  ").Should().BeOfType<MoveDecision.Allowed>().Which.Move.Reason.Should().BeNull();
    }

    [Theory]
    [InlineData(2000, true)]
    [InlineData(2001, false)]
    public void A_reason_longer_than_history_keeps_is_refused_and_not_cut_short(int length, bool goes)
    {
        new OneAccount()
            .Tries("1", s_ann, new string('x', length))
            .Should()
            .BeOfType(goes ? typeof(MoveDecision.Allowed) : typeof(MoveDecision.Refused));
    }

    [Fact]
    public void A_retired_stage_takes_no_accounts_but_those_that_another_system_has_in_it()
    {
        var stages = new StageCatalogue(
            StageCatalogue.Shipped.Select(stage => new Stage
            {
                Code = stage.Code,
                Name = stage.Name,
                Kind = stage.Kind,
                Position = stage.Position,
                Rank = stage.Rank,
                Retired = stage.Code == "4b",
            })
        );

        Decide("4b", migrated: false)
            .Should()
            .BeOfType<MoveDecision.Refused>()
            .Which.Message.Should()
            .StartWith("4b Second Call Completed is retired");
        Decide("4b", migrated: true).Should().BeOfType<MoveDecision.Allowed>();
        Decide("4a", migrated: false).Should().BeOfType<MoveDecision.Allowed>();

        MoveDecision Decide(string to, bool migrated) =>
            new MoveRules(stages).Decide(
                PipelineState.NotInPipeline,
                new MoveRequest
                {
                    AccountId = 1,
                    To = to,
                    Actor = s_ann,
                    At = DateTimeOffset.UnixEpoch,
                    Today = new DateOnly(1970, 1, 1),
                    Migrated = migrated,
                }
            );
    }
}
