using FsCheck.Xunit;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Tests.Domain.Pipeline;

/// <summary>What holds after any sequence of moves, undos, undos of undos and changes of the renewal.</summary>
[Properties(Arbitrary = [typeof(Steps)], MaxTest = 400)]
public sealed class PipelineProperties
{
    [Property]
    public void The_state_kept_move_by_move_is_what_the_history_says(Step[] steps) =>
        After(steps, journey => PipelineHistory.Replay([.. journey.Transitions], Journey.Stages).Should().Be(journey.State));

    [Property]
    public void What_counts_is_what_has_not_been_undone(Step[] steps) =>
        After(
            steps,
            journey => PipelineHistory.Effective(journey.Transitions).Select(transition => transition.Id).Should().Equal(journey.Counted)
        );

    [Property]
    public void An_undo_puts_everything_back_as_it_was(Step[] steps)
    {
        var journey = new Journey();
        foreach (var step in steps)
        {
            journey.Take(step);
            if (journey.Transitions is not [.., { UndoesId: { } undone }])
                continue;
            // What was undone may be the last transition, or the last one that counted: then what lies between counted for nothing.
            var before = journey.StateBefore(undone) with
            {
                LastTransitionId = journey.State.LastTransitionId,
            };
            journey.State.Should().Be(before);
        }
    }

    [Property]
    public void Undone_pairs_are_left_out_of_timestamps_and_time_in_stage(Step[] steps) =>
        After(
            steps,
            journey =>
            {
                var counted = journey.Transitions.Where(transition => journey.Counted.Contains(transition.Id));
                Times(journey, journey.Transitions).Should().Equal(Times(journey, counted));
            }
        );

    [Property]
    public void Times_in_stage_add_up_to_the_passage_and_none_is_negative(Step[] steps) =>
        After(
            steps,
            journey =>
            {
                var passages = PipelineHistory.Times(journey.Transitions, Journey.Stages, journey.Now);
                for (var i = 0; i < passages.Count; i++)
                {
                    var endedAt = i + 1 < passages.Count ? passages[i + 1].BeganAt : journey.Now;
                    passages[i].Stages.Should().OnlyContain(stage => stage.TimeSpent >= TimeSpan.Zero);
                    passages[i].Stages.Sum(stage => stage.TimeSpent.Ticks).Should().Be((endedAt - passages[i].BeganAt).Ticks);
                    passages[i].Stages.Should().OnlyContain(stage => stage.FirstEnteredAt <= stage.LastEnteredAt);
                    passages[i].Number.Should().Be(i + 1);
                }
                var open = passages.SelectMany(passage => passage.Stages).Where(stage => stage.IsOpen).ToList();
                open.Select(stage => stage.Stage).Should().Equal(journey.State.Stage is { } stage ? [stage] : []);
                passages.Count.Should().Be(journey.State.Passage);
                if (open is [var only])
                    only.LastEnteredAt.Should().Be(journey.State.StageEnteredAt);
            }
        );

    [Property]
    public void Nobody_who_engaged_is_in_6a_and_nobody_who_did_not_is_in_6b(Step[] steps) =>
        After(
            steps,
            journey =>
            {
                if (journey.State.Stage == "6a")
                    journey.State.Engagement.Should().BeNull();
                if (journey.State.Stage == "6b")
                    journey.State.Engagement.Should().NotBeNull();
            }
        );

    [Property]
    public void A_playbook_only_ever_moves_forward_and_a_refusal_changes_nothing(Step[] steps)
    {
        var journey = new Journey();
        foreach (var step in steps)
        {
            var (state, written) = (journey.State, journey.Transitions.Count);
            var decision = journey.Take(step);
            if (decision is MoveDecision.Allowed { Move: var move })
            {
                journey.Transitions.Count.Should().Be(written + 1);
                if (!move.Actor.IsPerson && move.Before.Stage is { } from)
                    Place(move.After.Stage!).Should().BeGreaterThan(Place(from));
            }
            else
                (journey.State, journey.Transitions.Count).Should().Be((state, written));
        }
    }

    [Property]
    public void Each_transition_begins_where_the_one_before_it_ended(Step[] steps) =>
        After(
            steps,
            journey =>
            {
                string? stage = null;
                foreach (var transition in journey.Transitions)
                {
                    transition.From.Should().Be(stage);
                    transition.To.Should().NotBe(transition.UndoesId is null ? stage : "?");
                    stage = transition.To;
                }
                stage.Should().Be(journey.State.Stage);
            }
        );

    [Property]
    public void An_account_is_in_the_pipeline_exactly_when_it_is_in_a_passage(Step[] steps) =>
        After(
            steps,
            journey =>
            {
                var state = journey.State;
                (state.Passage > 0).Should().Be(state.Stage is not null);
                (state.PassageBeganAt is not null).Should().Be(state.Stage is not null);
                (state.StageEnteredAt >= state.PassageBeganAt).Should().Be(state.Stage is not null);
                if (state.Engagement is { At: var engagedAt })
                    engagedAt.Should().BeOnOrAfter(state.PassageBeganAt!.Value);
                if (state.InitialOutreachAt is { } outreachAt)
                    outreachAt.Should().BeOnOrAfter(state.PassageBeganAt!.Value);
            }
        );

    private static void After(Step[] steps, Action<Journey> check)
    {
        var journey = new Journey();
        check(journey);
        foreach (var step in steps)
        {
            journey.Take(step);
            check(journey);
        }
    }

    /// <summary>1 &lt; 2 &lt; 3a &lt; 3b &lt; 4a &lt; 4b &lt; 5 &lt; outcome.</summary>
    private static int Place(string stage) =>
        stage.StartsWith('6') ? 7
        : Array.IndexOf(["1", "2", "3a", "3b", "4a", "4b", "5"], stage) is >= 0 and var place ? place
        : throw new InvalidOperationException($"a playbook moved from or to {stage}");

    private static List<(int, StageTimes)> Times(Journey journey, IEnumerable<Transition> transitions) =>
        [
            .. PipelineHistory
                .Times(transitions, Journey.Stages, journey.Now)
                .SelectMany(passage => passage.Stages.Select(stage => (passage.Number, stage))),
        ];
}
