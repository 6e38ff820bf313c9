using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Tests.Domain.Pipeline;

/// <summary>pipeline.md: "Any move can be undone by the person who sees it."</summary>
public sealed class UndoTests
{
    private static readonly Actor s_ann = Actor.User("ann@example.com");

    [Fact]
    public void An_undo_is_a_transition_that_says_what_it_undoes()
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);
        account.Moves("2", s_ann);

        var undo = account.Undoes(2);

        undo.Reason.Should().Be("undo of 1 New Account → 2 Onboarding Initiated");
        (undo.Before.Stage, undo.After.Stage, undo.UndoesId).Should().Be(("2", "1", 2L));
        account.History.Should().HaveCount(3, "history is never edited");
    }

    [Fact]
    public void Only_the_last_move_can_be_undone_and_the_refusal_says_what_came_after_it()
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);
        account.Moves("2", s_ann);
        account.Moves("3a", Actor.User("carl@example.com"));

        var refused = account.TriesToUndo(2).Should().BeOfType<MoveDecision.Refused>().Subject;

        refused.Rule.Should().Be("undo-last-move-only");
        refused.Message.Should().Contain("3a Engaged — Email");
        refused.Evidence.Should().Be("moved to 3a Engaged — Email by user:carl@example.com");
    }

    [Fact]
    public void Moves_can_be_undone_one_after_the_other_down_to_the_entry_and_beyond()
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);
        account.Moves("2", s_ann);
        account.Moves("3a", s_ann);

        account.Undoes(3).After.Stage.Should().Be("2");
        account.Undoes(2).After.Stage.Should().Be("1");
        account.Undoes(1).After.Should().Be(PipelineState.NotInPipeline);
        account.TriesToUndo(1).Should().BeOfType<MoveDecision.Refused>();
    }

    [Fact]
    public void What_has_been_undone_is_not_undone_twice()
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);
        account.Moves("2", s_ann);
        account.Undoes(2);

        var refused = account.TriesToUndo(2).Should().BeOfType<MoveDecision.Refused>().Subject;

        refused.Rule.Should().Be("undone-already");
        refused.Message.Should().Contain("user:bob@example.com");
    }

    [Fact]
    public void An_undo_can_be_undone_and_the_move_then_counts_from_when_it_was_made()
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);
        account.Moves("2", s_ann);
        var before = account.State;
        account.Undoes(2);
        account.Undoes(3);

        account.State.Should().Be(before with { LastTransitionId = 4 });
        account.TriesToUndo(3).Should().BeOfType<MoveDecision.Refused>();
        account.Undoes(2).After.Stage.Should().Be("1", "it is the last move again");
    }

    [Fact]
    public void Undoing_a_new_passage_goes_back_to_the_one_before_with_all_that_it_had()
    {
        var account = new OneAccount();
        account.Moves("2", s_ann);
        account.Moves("4a", s_ann);
        account.Moves("6b", s_ann);
        var before = account.State;
        account.Moves("1", s_ann);
        account.State.Passage.Should().Be(2);

        account.Undoes(4);

        account.State.Should().Be(before with { LastTransitionId = 5 });
    }

    [Fact]
    public void A_move_that_the_account_never_made_cannot_be_undone()
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);

        account.TriesToUndo(77).Should().BeOfType<MoveDecision.Refused>().Which.Rule.Should().Be("no-such-move");
    }
}
