using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Tests.Domain.Pipeline;

/// <summary>Passages, and each stage's first-entered, last-entered and spent time within them.</summary>
public sealed class PassageTests
{
    private static readonly Actor s_ann = Actor.User("ann@example.com");
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData("6a", "1", true)]
    [InlineData("6b", "2", true)]
    [InlineData("6c", "1", true)]
    [InlineData("6d", "2", true)]
    [InlineData("6a", "3a", false)]
    [InlineData("6a", "5", false)]
    [InlineData("6a", "7", false)]
    [InlineData("6c", "6d", false)]
    [InlineData("5", "1", false)]
    [InlineData("7", "1", false)]
    public void Going_from_an_outcome_to_1_or_2_opens_a_new_passage_and_nothing_else_does(string from, string to, bool opens)
    {
        var account = new OneAccount();
        account.Moves("2", s_ann);
        if (from == "6b")
            account.Moves("4a", s_ann);
        account.Moves(from, s_ann);
        var before = account.State;

        account.Moves(to, s_ann);

        account.State.Passage.Should().Be(opens ? 2 : 1);
        account.State.PassageBeganAt.Should().Be(opens ? account.Now : before.PassageBeganAt);
        account
            .State.InitialOutreachAt.Should()
            .Be(
                !opens ? before.InitialOutreachAt
                : to == "2" ? account.Now
                : null
            );
    }

    [Fact]
    public void A_stage_entered_twice_keeps_both_times_and_all_the_time_spent_in_it()
    {
        var account = new OneAccount();
        account.Moves("1", s_ann); // on day 1
        account.Moves("2", s_ann); // 2
        account.Moves("3a", s_ann); // 3
        account.Moves("2", s_ann); // 4
        var now = account.Now.AddDays(5);

        var passage = PipelineHistory.Times(account.History, Journey.Stages, now).Should().ContainSingle().Subject;

        passage.BeganAt.Should().Be(account.Now.AddDays(-3));
        passage.Stages.Select(stage => stage.Stage).Should().Equal("1", "2", "3a");
        passage
            .Find("2")
            .Should()
            .Be(new StageTimes("2", account.Now.AddDays(-2), account.Now, s_day + (5 * s_day), IsOpen: true, Migrated: false));
        passage.Find("3a")!.TimeSpent.Should().Be(s_day);
        passage.Find("3a")!.IsOpen.Should().BeFalse();
        passage.Find("4a").Should().BeNull();
    }

    [Fact]
    public void Earlier_passages_stay_visible_with_their_own_times()
    {
        var account = new OneAccount();
        account.Moves("1", s_ann);
        account.Moves("6a", s_ann);
        account.Moves("1", s_ann);

        var passages = PipelineHistory.Times(account.History, Journey.Stages, account.Now.AddDays(3));

        passages.Select(passage => passage.Number).Should().Equal(1, 2);
        passages[0].Find("1")!.TimeSpent.Should().Be(s_day);
        passages[0].Find("6a")!.IsOpen.Should().BeFalse();
        passages[1].Find("1").Should().Be(new StageTimes("1", account.Now, account.Now, 3 * s_day, IsOpen: true, Migrated: false));
    }

    [Fact]
    public void A_migrated_stage_is_dated_as_given_and_marked_so()
    {
        var account = new OneAccount();
        account.Moves("3a", s_ann, migrated: true);
        account.Moves("4a", s_ann);

        var passage = PipelineHistory.Times(account.History, Journey.Stages, account.Now).Single();

        passage.Find("3a")!.Migrated.Should().BeTrue();
        passage.Find("4a")!.Migrated.Should().BeFalse();
    }

    [Fact]
    public void Where_two_machines_clocks_disagree_no_stay_is_negative_and_no_hour_counts_twice()
    {
        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        Transition[] history = [At(1, null, "1", 0), At(2, "1", "2", -3), At(3, "2", "3a", 10)];

        var passage = PipelineHistory.Times(history, Journey.Stages, start.AddMinutes(30)).Single();

        passage.Stages.Select(stage => stage.TimeSpent.TotalMinutes).Should().Equal(0, 10, 20);

        Transition At(int id, string? from, string to, int minutes) =>
            new()
            {
                Id = id,
                From = from,
                To = to,
                Passage = 1,
                At = start.AddMinutes(minutes),
                Actor = s_ann,
            };
    }

    [Fact]
    public void An_account_that_never_was_in_the_pipeline_has_no_passage()
    {
        PipelineHistory.Times([], Journey.Stages, DateTimeOffset.UnixEpoch).Should().BeEmpty();
        PipelineHistory.Replay([], Journey.Stages).Should().Be(PipelineState.NotInPipeline);
    }
}
