using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Tests.Domain.Pipeline;

/// <summary>pipeline.md: "A person's decision outranks a playbook".</summary>
public sealed class HoldsOfMovesTests
{
    private static readonly Actor s_ann = Actor.User("ann@example.com");
    private static readonly Actor s_tenDayRule = Actor.Playbook("final-outreach-due");
    private static readonly Actor s_finalOutreach = Actor.Playbook("final-outreach-sent");

    /// <summary>Where the account goes; where a person moves it back to; what is held.</summary>
    [Theory]
    [InlineData("5", "4b", "final-outreach-due")]
    [InlineData("5", "2", "final-outreach-due")]
    [InlineData("5", "1", "final-outreach-due")]
    [InlineData("6a", "5", "final-outreach-sent")]
    [InlineData("6a", "4a", "final-outreach-sent final-outreach-due")]
    [InlineData("6a", "2", "final-outreach-sent final-outreach-due")]
    [InlineData("5", "7", "")]
    [InlineData("5", "6a", "")]
    [InlineData("4a", "2", "")]
    public void Moving_back_from_5_or_an_outcome_holds_off_the_playbook_that_took_it_there(string from, string to, string held)
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);
        account.Moves("2", s_ann);
        account.Moves(from, from == "5" ? s_tenDayRule : s_finalOutreach);

        var moved = account.Moves(to, s_ann);

        moved.Holds.Select(hold => hold.Playbook).Should().Equal(held.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void The_ten_day_rule_is_held_off_whoever_moved_the_account_to_5_for_it_would_take_it_there_tomorrow()
    {
        var account = new OneAccount();
        account.Moves("2", s_ann);
        account.Moves("5", s_ann);

        account.Moves("2", s_ann).Holds.Should().ContainSingle().Which.Playbook.Should().Be("final-outreach-due");
    }

    [Fact]
    public void The_hold_of_the_ten_day_rule_ends_at_a_renewal_14_days_later_any_other_when_a_person_lifts_it()
    {
        var account = new OneAccount { RenewalOn = new DateOnly(2026, 1, 20) };
        account.Moves("2", s_ann);
        account.Moves("6a", s_finalOutreach);

        account
            .Moves("2", s_ann)
            .Holds.Select(hold => (hold.Playbook, hold.UntilRenewalOn))
            .Should()
            .Equal(("final-outreach-sent", null), ("final-outreach-due", new DateOnly(2026, 2, 3)));
    }

    [Fact]
    public void Without_a_renewal_the_occasion_is_counted_from_today()
    {
        HoldToPlace
            .For(PlaybookNames.FinalOutreachDue, "", renewalOn: null, today: new DateOnly(2026, 3, 1))
            .UntilRenewalOn.Should()
            .Be(new DateOnly(2026, 3, 15));
    }

    [Theory]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(13, true)]
    [InlineData(14, false)]
    [InlineData(31, false)]
    public void A_renewal_that_is_corrected_by_less_than_14_days_is_the_same_occasion(int later, bool inForce)
    {
        var renewal = new DateOnly(2026, 3, 10);
        var hold = Placed(HoldToPlace.For(PlaybookNames.FinalOutreachDue, "", renewal, renewal.AddDays(-5)));

        hold.InForce(renewal.AddDays(later), passage: 1).Should().Be(inForce);
    }

    [Fact]
    public void A_hold_counts_in_its_passage_until_it_is_lifted()
    {
        var renewal = new DateOnly(2026, 3, 10);
        var hold = Placed(HoldToPlace.For(PlaybookNames.FinalOutreachDue, "", renewal, renewal));

        hold.InForce(null, 1).Should().BeTrue("no renewal is no other renewal");
        hold.InForce(renewal, 2).Should().BeFalse();
        hold.LiftedAt = DateTimeOffset.UnixEpoch;
        hold.InForce(renewal, 1).Should().BeFalse();
    }

    [Fact]
    public void Undoing_a_playbooks_move_holds_that_playbook_off()
    {
        var account = new OneAccount { RenewalOn = new DateOnly(2026, 1, 20) };
        account.Moves("2", s_ann);
        account.Moves("5", s_tenDayRule);

        account.Undoes(2).Holds.Should().Equal(new HoldToPlace("final-outreach-due", "its move was undone", new DateOnly(2026, 2, 3)));
    }

    [Fact]
    public void Undoing_a_new_leads_entry_keeps_it_out_until_a_person_lifts_the_hold()
    {
        var account = new OneAccount();
        account.Moves("1", Actor.Playbook("new-lead"));

        var undo = account.Undoes(1);

        undo.Holds.Should().Equal(new HoldToPlace("new-lead", "its move was undone", null));
        undo.After.Stage.Should().BeNull();
        undo.After.Passage.Should().Be(0);
    }

    [Fact]
    public void Undoing_a_persons_own_move_holds_nothing_off()
    {
        var account = new OneAccount();
        account.Moves("2", s_ann);
        account.Moves("5", s_ann);

        account.Undoes(2).Holds.Should().BeEmpty();
    }

    [Fact]
    public void A_playbook_that_is_let_go_on_after_all_is_not_held_off_and_one_that_is_stopped_again_is()
    {
        var account = new OneAccount();
        account.Moves("2", s_ann);
        account.Moves("5", s_tenDayRule);
        account.Undoes(2).Holds.Should().ContainSingle();

        account.Undoes(3).Holds.Should().BeEmpty("the undo was undone: the playbook's move counts again");
        account.Undoes(4).Holds.Should().ContainSingle().Which.Playbook.Should().Be("final-outreach-due");
    }

    [Fact]
    public void A_move_back_that_is_undone_and_then_counts_again_holds_off_what_it_held_off()
    {
        var account = new OneAccount();
        account.Moves("2", s_ann);
        account.Moves("5", s_tenDayRule);
        account.Moves("2", s_ann).Holds.Should().ContainSingle();

        account.Undoes(3).Holds.Should().BeEmpty();
        account
            .Undoes(4)
            .Holds.Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(new { Playbook = "final-outreach-due", Reason = "moved back from 5 Awaiting Final Outreach" });
    }

    [Fact]
    public void What_another_system_says_is_nobodys_decision_against_a_playbook()
    {
        var account = new OneAccount();
        account.Moves("2", s_ann);
        account.Moves("5", s_tenDayRule);

        account.Moves("2", s_ann, migrated: true).Holds.Should().BeEmpty();
    }

    private static Hold Placed(HoldToPlace hold) =>
        new()
        {
            Playbook = hold.Playbook,
            PlacedBy = s_ann,
            UntilRenewalOn = hold.UntilRenewalOn,
            Passage = 1,
        };
}
