using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using static OnboardingTracker.Tests.Domain.Signals.Said;

namespace OnboardingTracker.Tests.Domain.Signals;

/// <summary>A person's decision outranks a playbook: their moves, undos, holds and corrections.</summary>
public sealed class DecisionStoryTests
{
    [Fact]
    public void A_signal_from_before_a_persons_move_never_moves_the_account_again()
    {
        var account = new SignalTeller().Receive(Sent(1)).Receive(Replied(2)).AtDay(3).ByHand("2", "wrong person");

        account.Tell().Stage.Should().Be("2");
        account.AtDay(4).Receive(Booked(2.5, "a", on: 9)).Stage.Should().Be("2", "it happened before the move");
        account.Receive(Replied(5)).Stage.Should().Be("3a", "this one is new");
    }

    [Fact]
    public void An_undone_move_stays_undone_until_something_new_happens()
    {
        var account = new SignalTeller().Receive(Sent(1)).Receive(Replied(2)).AtDay(2.1).UndoLast();

        account.Stage.Should().Be("2");
        account.AtDay(3).Stage.Should().Be("2");
        account.Receive(Replied(4)).Stage.Should().Be("3a");
    }

    [Fact]
    public void A_playbook_that_is_held_leaves_its_move_pending_and_others_go_on()
    {
        var account = new SignalTeller().Block(PlaybookNames.CustomerReplied).Receive(Sent(1)).Receive(Replied(2));
        account.Stage.Should().Be("2");
        account.Story.Pending!.To.Should().Be("3a");
        account.Engagement.Should().NotBeNull("that they engaged is a fact, whoever may move them");

        account.Receive(Booked(3, "a", on: 5)).Stage.Should().Be("3b");
        account.Story.Pending.Should().BeNull("3b lies further");
    }

    [Fact]
    public void A_playbook_that_is_let_go_again_makes_up_its_move() =>
        new SignalTeller()
            .Block(PlaybookNames.CustomerReplied)
            .Receive(Sent(1))
            .Receive(Replied(2))
            .Unblock(PlaybookNames.CustomerReplied)
            .Path.Should()
            .Be("1 2 3a");

    [Fact]
    public void A_signal_called_no_engagement_takes_its_move_and_engagement_back()
    {
        var account = new SignalTeller().Receive(Sent(1)).Receive(Replied(2)).Correct(2, isEngagement: false);

        account.Stage.Should().Be("2");
        account.Engagement.Should().BeNull();
        account.Correct(2, isEngagement: null).Stage.Should().Be("3a", "and the correction can be taken back");
    }

    [Fact]
    public void A_signal_given_to_another_account_takes_its_move_back() =>
        new SignalTeller().Receive(Sent(1)).Receive(Replied(2)).TakeAway(2).Stage.Should().Be("2");

    [Fact]
    public void The_outcome_follows_a_corrected_engagement()
    {
        var account = new SignalTeller().Receive(Sent(1)).Receive(Replied(2)).AtDay(30).ByRule("5").Receive(Sent(31));
        account.Stage.Should().Be("6b");

        account.Correct(2, isEngagement: false).Stage.Should().Be("6a");
        account.Correct(2, isEngagement: null).Stage.Should().Be("6b");
    }

    [Fact]
    public void A_cancelled_call_does_not_take_back_what_a_person_stated() =>
        new SignalTeller()
            .Receive(Sent(1))
            .Receive(Booked(2, "a", on: 9))
            .AtDay(3)
            .ByHand("4a")
            .AtDay(3.5)
            .ByHand("3b", "the call is still to come")
            .Receive(Canceled(4, "a", on: 9))
            .Stage.Should()
            .Be("3b");

    [Theory]
    [InlineData(-24, "2")]
    [InlineData(-24.001, "1")]
    public void Signals_of_the_day_before_the_entry_count(double hours, string stage) =>
        new SignalTeller().Receive(Sent(hours / 24)).Stage.Should().Be(stage);

    [Fact]
    public void A_new_passage_begins_without_the_engagement_of_the_last()
    {
        var account = new SignalTeller().Receive(Sent(1)).Receive(Replied(2)).AtDay(30).ByRule("5").Receive(Sent(31)).AtDay(40).ByHand("1");

        account.State.Passage.Should().Be(2);
        account.Engagement.Should().BeNull();
        account.Receive(Sent(41)).AtDay(60).ByRule("5").Receive(Sent(61)).Stage.Should().Be("6a");
    }

    [Fact]
    public void An_account_outside_the_pipeline_is_recorded_alone_unless_it_buys_a_consultation()
    {
        var account = new SignalTeller(inPipeline: false).Receive(Replied(1)).Receive(Booked(2, "a", on: 3));
        account.Stage.Should().BeNull();

        account.Receive(Bought(4)).Stage.Should().Be(StageCodes.PaidCallPurchased);
    }
}
