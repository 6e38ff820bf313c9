using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using static OnboardingTracker.Tests.Domain.Signals.Said;

namespace OnboardingTracker.Tests.Domain.Signals;

/// <summary>The ways through the pipeline, told by signals alone but for the ten-day rule.</summary>
public sealed class PathStoryTests
{
    [Fact]
    public void An_account_that_never_answers_ends_without_engagement()
    {
        var account = new SignalTeller().Receive(Sent(1)).AtDay(30).ByRule("5").Receive(Sent(31));

        account.Path.Should().Be("1 2 5 6a");
        account.Engagement.Should().BeNull();
    }

    [Fact]
    public void An_account_that_answers_by_mail_ends_engaged()
    {
        var account = new SignalTeller().Receive(Sent(1)).Receive(Replied(3)).AtDay(30).ByRule("5").Receive(Sent(31));

        account.Path.Should().Be("1 2 3a 5 6b");
        account.Engagement.Should().Be(new Engagement(Day(3), "replied"));
    }

    [Fact]
    public void Two_calls_lead_by_4a_and_4b()
    {
        var account = new SignalTeller()
            .Receive(Sent(1))
            .Receive(Booked(2, "a", on: 5))
            .AtDay(5.2)
            .Receive(Booked(8, "b", on: 12))
            .AtDay(12.2)
            .AtDay(30)
            .ByRule("5")
            .Receive(Sent(31));

        account.Path.Should().Be("1 2 3b 4a 4b 5 6b");
    }

    [Theory]
    [InlineData(false, "2")]
    [InlineData(true, "3a")]
    public void A_cancelled_call_goes_back_to_what_the_remaining_signals_give(bool replied, string stage)
    {
        var account = new SignalTeller().Receive(Sent(1));
        if (replied)
            account.Receive(Replied(2));
        account.Receive(Booked(3, "a", on: 6));
        account.Stage.Should().Be("3b");

        account.Receive(Canceled(4, "a", on: 6));

        account.Stage.Should().Be(stage);
        account.History[^1].Actor.Name.Should().Be(PlaybookNames.CallCanceled);
        account.Engagement.Should().NotBeNull("a booked call is engagement even if cancelled later");
        account.Story.Tasks.Should().ContainSingle().Which.Title.Should().Contain("cancelled");
    }

    [Fact]
    public void A_call_booked_before_anybody_wrote_and_cancelled_leaves_a_new_account() =>
        new SignalTeller().Receive(Booked(1, "a", on: 6)).Receive(Canceled(2, "a", on: 6)).Stage.Should().Be("1");

    [Fact]
    public void Of_two_calls_one_cancelled_leaves_the_other_standing() =>
        new SignalTeller()
            .Receive(Sent(1))
            .Receive(Booked(2, "a", on: 6))
            .Receive(Booked(3, "b", on: 9))
            .Receive(Canceled(4, "a", on: 6))
            .Stage.Should()
            .Be("3b");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_rescheduled_call_is_one_call_in_whichever_order_its_halves_come(bool cancellationFirst)
    {
        SignalFact[] halves = [Canceled(3, "a", on: 6, rescheduled: true), Booked(3, "b", on: 9, from: "a")];
        var account = new SignalTeller()
            .Receive(Sent(1))
            .Receive(Booked(2, "a", on: 6))
            .Receive(cancellationFirst ? halves : halves.Reverse());

        account.Path.Should().Be("1 2 3b");
        account.Story.Calls.Should().ContainSingle().Which.StartsAt.Should().Be(Day(9));
        account.Story.Tasks.Should().BeEmpty();
        account.AtDay(7).Stage.Should().Be("3b", "it is not held on its former day");
        account.AtDay(10).Path.Should().Be("1 2 3b 4a");
    }

    [Fact]
    public void A_no_show_before_the_assumption_moves_nothing_and_asks_to_follow_up()
    {
        var account = new SignalTeller().Receive(Sent(1)).Receive(Booked(2, "a", on: 5)).Receive(NoShow(5.03, "a", on: 5)).AtDay(6);

        account.Path.Should().Be("1 2 3b");
        account.Story.Tasks.Should().ContainSingle().Which.Playbook.Should().Be(PlaybookNames.CallNoShow);
    }

    [Fact]
    public void A_no_show_after_the_assumption_takes_it_back()
    {
        var account = new SignalTeller().Receive(Sent(1)).Receive(Booked(2, "a", on: 5)).AtDay(5.5);
        account.Stage.Should().Be("4a");

        account.Receive(NoShow(6, "a", on: 5)).Path.Should().Be("1 2 3b 4a 3b");
        account.Receive(NoShowUnset(7, "a", on: 5)).Stage.Should().Be("4a", "the mark was taken back");
    }

    [Theory]
    [InlineData(-1, "3b")]
    [InlineData(0, "4a")]
    [InlineData(1, "4a")]
    public void A_call_is_taken_as_held_two_hours_after_its_end(int seconds, string stage)
    {
        var account = new SignalTeller().Receive(Sent(1)).Receive(Booked(2, "a", on: 5));

        account.Story.ReviewAt.Should().Be(Day(5).AddMinutes(30).AddHours(2));
        account.At(Day(5).AddMinutes(150).AddSeconds(seconds)).Stage.Should().Be(stage);
    }

    [Fact]
    public void A_call_that_a_person_called_held_by_hand_is_not_counted_again_by_the_calendar()
    {
        var account = new SignalTeller().Receive(Sent(1)).Receive(Booked(2, "a", on: 5)).At(Day(5).AddHours(1)).ByHand("4a");

        account.AtDay(6).Stage.Should().Be("4a");
        account.Receive(Booked(7, "b", on: 8)).AtDay(9).Stage.Should().Be("4b", "the next one is the second");
    }

    [Fact]
    public void An_event_type_that_does_not_count_is_recorded_alone() =>
        new SignalTeller(new Policy { CallEventTypes = ["onboarding"] })
            .Receive(Sent(1))
            .Receive(Booked(2, "a", on: 5, type: "Coffee"))
            .AtDay(6)
            .Stage.Should()
            .Be("2");

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("3a")]
    [InlineData("3b")]
    [InlineData("4a")]
    [InlineData("4b")]
    [InlineData("5")]
    [InlineData("7")]
    public void A_churn_ends_every_stage_in_work(string stage)
    {
        var account = new SignalTeller().AtDay(1);
        if (stage != "1")
            account.ByHand(stage);

        account.Receive(Ended(2)).Stage.Should().Be("6d");
        account.Story.ChurnedAt.Should().Be(Day(2));
    }

    [Theory]
    [InlineData("6a")]
    [InlineData("6c")]
    public void A_churn_after_an_outcome_is_noted_and_moves_nothing(string outcome)
    {
        var account = new SignalTeller().AtDay(1).ByHand(outcome).Receive(Ended(2));

        account.Stage.Should().Be(outcome);
        account.Story.ChurnedAt.Should().Be(Day(2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_plan_change_by_ending_and_beginning_is_no_churn_in_whichever_order_it_comes(bool endFirst)
    {
        SignalFact[] change = [Ended(5, "old"), Subscribed(5.01, "new")];
        var account = new SignalTeller().Receive(Subscribed(0.1, "old")).Receive(Sent(1)).Receive(endFirst ? change : change.Reverse());

        account.Path.Should().Be("1 2");
        account.Story.ChurnedAt.Should().BeNull();
    }

    [Theory]
    [InlineData(7, "3a")]
    [InlineData(7.1, "6d")]
    public void A_subscription_that_begins_within_seven_days_takes_the_churn_back(double after, string stage)
    {
        var account = new SignalTeller().Receive(Subscribed(0.1, "old")).Receive(Sent(1)).Receive(Replied(2)).Receive(Ended(5, "old"));
        account.Stage.Should().Be("6d");

        account.Receive(Subscribed(5 + after, "new")).Stage.Should().Be(stage);
    }

    [Fact]
    public void A_churn_that_a_person_stated_is_not_taken_back_by_a_subscription() =>
        new SignalTeller()
            .Receive(Subscribed(0.1, "old"))
            .AtDay(4)
            .ByHand("6d")
            .Receive(Ended(5, "old"))
            .Receive(Subscribed(6, "new"))
            .Stage.Should()
            .Be("6d");

    [Fact]
    public void One_of_two_subscriptions_that_ends_is_no_churn() =>
        new SignalTeller().Receive(Subscribed(0.1, "a")).Receive(Subscribed(0.2, "b")).Receive(Ended(5, "a")).Stage.Should().Be("1");

    [Fact]
    public void A_consultation_that_was_bought_takes_the_account_out_of_the_flow_and_only_churn_takes_it_on()
    {
        var account = new SignalTeller().Receive(Sent(1)).Receive(Bought(2));
        account.Path.Should().Be("1 2 7");
        account.Engagement!.Evidence.Should().Be("bought a consultation");

        account.Receive(Replied(3)).Receive(Booked(4, "a", on: 5)).AtDay(6).Stage.Should().Be("7");
        account.Receive(Ended(7)).Stage.Should().Be("6d");
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_full_refund_asks_a_person_and_moves_nothing(bool full, int tasks)
    {
        var account = new SignalTeller().Receive(Bought(2)).Receive(Refunded(3, full: full));

        account.Stage.Should().Be("7");
        account.Story.Tasks.Should().HaveCount(tasks);
    }

    [Theory]
    [InlineData(30, "6b")]
    [InlineData(30.1, "6a")]
    public void Engagement_up_to_thirty_days_after_6a_corrects_the_outcome(double after, string stage)
    {
        var account = new SignalTeller().Receive(Sent(1)).AtDay(30).ByRule("5").Receive(Sent(31));

        account.Receive(Replied(31 + after)).Stage.Should().Be(stage);
    }

    [Fact]
    public void An_answer_to_the_final_outreach_is_late_engagement()
    {
        var account = new SignalTeller().Receive(Sent(1)).AtDay(30).ByRule("5").Receive(Sent(31)).Receive(Replied(32));

        account.Path.Should().Be("1 2 5 6a 6b");
        account.History[^1].Actor.Name.Should().Be(PlaybookNames.LateEngagement);
    }

    [Fact]
    public void A_reply_that_arrives_after_6a_though_it_was_written_before_corrects_the_outcome() =>
        new SignalTeller().Receive(Sent(1)).AtDay(30).ByRule("5").Receive(Sent(31)).AtDay(33).Receive(Replied(10)).Stage.Should().Be("6b");

    [Fact]
    public void Mail_of_ours_before_the_entry_into_5_is_not_the_final_outreach() =>
        new SignalTeller().Receive(Sent(1)).Receive(Sent(29)).AtDay(30).ByRule("5").Stage.Should().Be("5");

    [Fact]
    public void One_more_mail_in_a_conversation_in_5_asks_whether_it_was_the_final_outreach()
    {
        var account = new SignalTeller().Receive(Sent(1)).AtDay(30).ByRule("5").Receive(Sent(31, starts: false));
        account.Stage.Should().Be("5");
        account.Story.Tasks.Should().ContainSingle().Which.Playbook.Should().Be(PlaybookNames.FinalOutreachSent);

        account.Correct(2, isEngagement: true);
        account.Stage.Should().Be("6a", "a person said that it was the final outreach");
    }

    [Fact]
    public void A_check_in_in_5_is_not_the_final_outreach_and_the_final_outreach_is()
    {
        var account = new SignalTeller().Receive(Sent(1)).AtDay(30).ByRule("5").Receive(Sent(31, MailPurpose.CheckIn));
        account.Stage.Should().Be("5");

        account.Receive(Sent(32, MailPurpose.FinalOutreach, starts: false)).Stage.Should().Be("6a");
    }

    [Fact]
    public void Automatic_mail_engages_nobody()
    {
        var account = new SignalTeller().Receive(Sent(1)).Receive(Automatic(2));

        account.Stage.Should().Be("2");
        account.Engagement.Should().BeNull();
        account.Story.Tasks.Should().BeEmpty();
    }

    [Fact]
    public void A_bare_address_is_a_question_to_the_owner_and_their_answer_counts()
    {
        var account = new SignalTeller().Receive(Sent(1)).Receive(Replied(2, SenderProof.None));
        account.Stage.Should().Be("2");
        account.Story.Tasks.Should().ContainSingle().Which.Title.Should().Contain("kim@acme.example");

        account.Correct(2, isEngagement: true);
        account.Stage.Should().Be("3a");
        account.Story.Tasks.Should().BeEmpty();
    }

    [Fact]
    public void An_outreach_that_the_server_refused_is_taken_back()
    {
        var account = new SignalTeller().Receive(Sent(1, id: "m1")).Receive(Refused(1.01, "m1"));

        account.Stage.Should().Be("1");
        account.State.InitialOutreachAt.Should().BeNull();
    }
}
