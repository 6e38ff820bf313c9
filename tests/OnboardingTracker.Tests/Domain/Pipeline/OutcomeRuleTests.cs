using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Tests.Domain.Pipeline;

/// <summary>pipeline.md: "6a is refused for an account that has engaged, 6b for one that has not", and what engaged means.</summary>
public sealed class OutcomeRuleTests
{
    private static readonly Actor s_ann = Actor.User("ann@example.com");

    [Theory]
    [InlineData("3a", "6a", false)]
    [InlineData("3b", "6a", false)]
    [InlineData("4a", "6a", false)]
    [InlineData("4b", "6a", false)]
    [InlineData("7", "6a", false)]
    [InlineData("2", "6a", true)]
    [InlineData("5", "6a", true)]
    [InlineData("3a", "6b", true)]
    [InlineData("3b", "6b", true)]
    [InlineData("4a", "6b", true)]
    [InlineData("4b", "6b", true)]
    [InlineData("7", "6b", true)]
    [InlineData("2", "6b", false)]
    [InlineData("5", "6b", false)]
    public void A_person_who_moves_an_account_to_3a_to_4b_or_7_says_that_it_engaged(string via, string outcome, bool goes)
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);
        account.Moves(via, s_ann);

        account.Tries(outcome, s_ann).Should().BeOfType(goes ? typeof(MoveDecision.Allowed) : typeof(MoveDecision.Refused));
    }

    [Fact]
    public void A_playbooks_move_says_nothing_about_engagement()
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);
        account.Moves("3a", Actor.Playbook("customer-replied"));

        account.State.Engagement.Should().BeNull("the reply itself will say so, not the stage");
    }

    [Fact]
    public void A_refused_6a_names_the_evidence_and_offers_6b()
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);
        account.Moves("3a", s_ann);
        account.Moves("5", s_ann);

        var refused = account.Tries("6a", s_ann).Should().BeOfType<MoveDecision.Refused>().Subject;

        refused.Rule.Should().Be("engaged-is-not-6a");
        refused.Evidence.Should().Be("stated by ann@example.com on 2 January 2026");
        refused.OfferedStage.Should().Be("6b");
        refused.Message.Should().Contain("stated by ann@example.com on 2 January 2026").And.Contain("6b Onboarded — Engaged");
    }

    [Theory]
    [InlineData("UTC", "4 January 2026")]
    [InlineData("America/New_York", "3 January 2026")]
    [InlineData("Pacific/Kiritimati", "4 January 2026")]
    public void The_day_of_the_evidence_is_the_teams(string zone, string day)
    {
        var account = new OneAccount { Zone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
        account.Moves("1", s_ann);
        account.Now = new DateTimeOffset(2026, 1, 3, 2, 0, 0, TimeSpan.Zero);
        account.Moves("4a", s_ann);

        account
            .Tries("6a", s_ann)
            .Should()
            .BeOfType<MoveDecision.Refused>()
            .Which.Evidence.Should()
            .Be($"stated by ann@example.com on {day}");
    }

    [Fact]
    public void A_refused_6b_says_that_there_is_no_evidence_and_offers_6a()
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);
        account.Moves("5", s_ann);

        var refused = account.Tries("6b", s_ann).Should().BeOfType<MoveDecision.Refused>().Subject;

        refused.Rule.Should().Be("not-engaged-is-not-6b");
        refused.OfferedStage.Should().Be("6a");
        refused.Message.Should().Contain("6a Onboarded — No Engagement");
    }

    [Theory]
    [InlineData("3a")]
    [InlineData("3b")]
    [InlineData("4a")]
    [InlineData("4b")]
    [InlineData("6b")]
    [InlineData("7")]
    public void An_account_migrated_in_an_engaged_stage_has_engaged(string stage)
    {
        var account = new OneAccount();
        account.Moves(stage, s_ann, migrated: true);

        account.State.Engagement.Should().Be(new Engagement(account.Now, "stated by ann@example.com"));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("5")]
    [InlineData("6a")]
    [InlineData("6c")]
    [InlineData("6d")]
    public void An_account_migrated_in_another_stage_has_not(string stage)
    {
        var account = new OneAccount();
        account.Moves(stage, s_ann, migrated: true);

        account.State.Engagement.Should().BeNull();
    }

    [Fact]
    public void Undoing_the_move_withdraws_the_engagement_and_moving_back_does_not()
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);
        account.Moves("3a", s_ann);
        account.Moves("2", s_ann);
        account.State.Engagement.Should().NotBeNull("they did reply, it was said");

        account.Undoes(3);
        account.Undoes(2);

        account.State.Engagement.Should().BeNull();
        account.Tries("6a", s_ann).Should().BeOfType<MoveDecision.Allowed>();
    }

    [Fact]
    public void Engagement_is_that_of_the_passage()
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);
        account.Moves("4a", s_ann);
        account.Moves("6b", s_ann);
        account.Moves("1", s_ann);

        account.State.Engagement.Should().BeNull();
        account.Tries("6b", s_ann).Should().BeOfType<MoveDecision.Refused>();
        account.Tries("6a", s_ann).Should().BeOfType<MoveDecision.Allowed>();
    }
}
