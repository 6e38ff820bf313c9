using System.Text;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Tests.Domain.Pipeline;

/// <summary>pipeline.md, "Rules for every move": every pair of stages, for a person and for a playbook.</summary>
public sealed class MoveTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly StageCatalogue Stages = new(StageCatalogue.Shipped);

    /// <summary>. goes; = is there already, nothing happens; r asks for a reason; n begins a passage; x is refused outright.</summary>
    [Fact]
    public void A_person_may_move_an_account_anywhere_and_says_why_when_it_goes_back_or_to_6c_or_6d() =>
        Table(Actor.User("ann@example.com"))
            .Should()
            .Be(
                """
                     1  2  3a 3b 4a 4b 5  6a 6b 6c 6d 7
                -    n  n  n  n  n  n  n  n  x  rn rn n
                1    =  .  .  .  .  .  .  .  .  r  r  .
                2    r  =  .  .  .  .  .  .  .  r  r  .
                3a   r  r  =  .  .  .  .  .  .  r  r  .
                3b   r  r  r  =  .  .  .  .  .  r  r  .
                4a   r  r  r  r  =  .  .  .  .  r  r  .
                4b   r  r  r  r  r  =  .  .  .  r  r  .
                5    r  r  r  r  r  r  =  .  .  r  r  .
                6a   rn rn r  r  r  r  r  =  .  r  r  .
                6b   rn rn r  r  r  r  r  .  =  r  r  .
                6c   rn rn r  r  r  r  r  .  .  =  r  .
                6d   rn rn r  r  r  r  r  .  .  r  =  .
                7    .  .  .  .  .  .  .  .  .  r  r  =

                """
            );

    [Fact]
    public void A_key_acts_as_a_person() => Table(Actor.Api("crm")).Should().Be(Table(Actor.User("ann@example.com")));

    [Fact]
    public void A_playbook_moves_forward_only() =>
        Table(Actor.Playbook("final-outreach-due"))
            .Should()
            .Be(
                """
                     1  2  3a 3b 4a 4b 5  6a 6b 6c 6d 7
                -    n  n  n  n  n  n  n  n  x  n  n  n
                1    =  .  .  .  .  .  .  .  .  .  .  x
                2    x  =  .  .  .  .  .  .  .  .  .  x
                3a   x  x  =  .  .  .  .  .  .  .  .  x
                3b   x  x  x  =  .  .  .  .  .  .  .  x
                4a   x  x  x  x  =  .  .  .  .  .  .  x
                4b   x  x  x  x  x  =  .  .  .  .  .  x
                5    x  x  x  x  x  x  =  .  .  .  .  x
                6a   x  x  x  x  x  x  x  =  x  x  x  x
                6b   x  x  x  x  x  x  x  x  =  x  x  x
                6c   x  x  x  x  x  x  x  x  x  =  x  x
                6d   x  x  x  x  x  x  x  x  x  x  =  x
                7    x  x  x  x  x  x  x  x  x  x  x  =

                """
            );

    private static string Table(Actor actor)
    {
        var codes = Stages.InOrder.Select(stage => stage.Code).ToList();
        var table = new StringBuilder();
        table.Append("     ").AppendJoin(' ', codes.Select(code => code.PadRight(2))).Append('\n').Replace(" \n", "\n");
        foreach (var from in new string?[] { null }.Concat(codes))
            table
                .Append((from ?? "-").PadRight(5))
                .Append(string.Join(' ', codes.Select(to => Cell(from, to, actor).PadRight(2))).TrimEnd())
                .Append('\n');
        return table.ToString();
    }

    private static string Cell(string? from, string to, Actor actor)
    {
        // The account has engaged exactly where that does not stand in the way of 6a or 6b; OutcomeRuleTests has the rest.
        var state = from is null
            ? PipelineState.NotInPipeline
            : new PipelineState
            {
                Stage = from,
                Passage = 1,
                PassageBeganAt = Now.AddDays(-20),
                StageEnteredAt = Now.AddDays(-5),
                Engagement = to == "6b" ? new Engagement(Now.AddDays(-9), "replied") : null,
            };
        var rules = new MoveRules(Stages);
        return Decide(null) switch
        {
            MoveDecision.AlreadyThere => "=",
            MoveDecision.Allowed allowed => Passage(allowed, "."),
            MoveDecision.Refused { Rule: MoveRuleNames.ReasonRequired } => "r" + Passage((MoveDecision.Allowed)Decide("they asked"), ""),
            _ => "x",
        };

        MoveDecision Decide(string? reason) =>
            rules.Decide(
                state,
                new MoveRequest
                {
                    AccountId = 1,
                    To = to,
                    Actor = actor,
                    At = Now,
                    Reason = reason,
                    Today = new DateOnly(2026, 3, 10),
                }
            );

        string Passage(MoveDecision.Allowed allowed, string otherwise) => allowed.Move.After.Passage > state.Passage ? "n" : otherwise;
    }
}
