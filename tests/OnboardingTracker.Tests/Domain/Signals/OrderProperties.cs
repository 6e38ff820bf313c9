using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnboardingTracker.Domain.Signals;
using static OnboardingTracker.Tests.Domain.Signals.Said;

namespace OnboardingTracker.Tests.Domain.Signals;

/// <summary>
/// Duplicates, lateness and order do not matter: the same signals, in whatever order and however often, end in the same stage,
/// engagement, calls and tasks.
/// </summary>
[Properties(Arbitrary = [typeof(Lives)], MaxTest = 1000)]
public sealed class OrderProperties
{
    [Property]
    public void Order_and_repetition_change_nothing(Life life)
    {
        var inOrder = Live(life, Sorted(life.Before), Sorted(life.After));
        var shuffled = Live(life, life.Before, life.After);

        EndOf(shuffled).Should().Be(EndOf(inOrder), "so it went in order: {0}; so shuffled: {1}", inOrder.Path, shuffled.Path);
    }

    [Property]
    public void Telling_the_story_again_changes_nothing(Life life)
    {
        var account = Live(life, life.Before, life.After);
        var (path, moves) = (account.Path, account.History.Count);

        account.Tell().Tell();

        account.Path.Should().Be(path);
        account.History.Should().HaveCount(moves);
    }

    [Property]
    public void No_move_leads_to_the_stage_that_it_comes_from_and_each_names_its_playbook(Life life)
    {
        var account = Live(life, life.Before, life.After);

        account.History.Should().OnlyContain(move => move.From != move.To && move.Actor.Name.Length > 0);
    }

    /// <summary>What happens before the ten-day rule looks is known by then, and what happens after is known at the end.</summary>
    private static SignalTeller Live(Life life, IReadOnlyList<SignalFact> before, IReadOnlyList<SignalFact> after)
    {
        var account = new SignalTeller();
        foreach (var fact in before)
            account.Receive(fact);
        account.AtDay(30);
        if (life.RuleMoves && account.Stage is "2" or "3a" or "3b" or "4a" or "4b")
            account.ByRule("5");
        foreach (var fact in after)
            account.Receive(fact);
        return account.AtDay(80);
    }

    private static IReadOnlyList<SignalFact> Sorted(IReadOnlyList<SignalFact> facts) => [.. facts.OrderBy(fact => fact.OccurredAt)];

    private static string EndOf(SignalTeller account) =>
        string.Join(
            "; ",
            $"stage {account.Stage}",
            $"engaged {account.Engagement}",
            $"calls {string.Join(", ", account.Story.Calls.Select(call => $"{call.Id} {call.State} {call.StartsAt:s} {call.CompletedAt:s}"))}",
            $"tasks {string.Join(", ", account.Story.Tasks.Select(task => task.Occasion).Order())}",
            $"churned {account.Story.ChurnedAt:s}"
        );
}

/// <param name="Before">What happens in the first thirty days, in the order in which it is heard of, with repetitions.</param>
/// <param name="After">What happens then.</param>
/// <param name="RuleMoves">Whether the ten-day rule looks in between.</param>
public sealed record Life(IReadOnlyList<SignalFact> Before, IReadOnlyList<SignalFact> After, bool RuleMoves)
{
    public override string ToString() => $"before: {Words(Before)} | after: {Words(After)} | rule {RuleMoves}";

    private static string Words(IEnumerable<SignalFact> facts) =>
        string.Join(
            ", ",
            facts.Select(fact =>
                $"{fact.Kind} day {(fact.OccurredAt - SignalTeller.Entry).TotalDays:0.##} {fact.Call?.Call}{fact.Subscription?.Subscription}"
            )
        );
}

public static class Lives
{
    public static Arbitrary<Life> Life() =>
        Arb.From(
            from before in Facts(1, 29)
            from after in Facts(31, 60)
            from rule in ArbMap.Default.GeneratorFor<bool>()
            from mixedBefore in Mixed(before)
            from mixedAfter in Mixed(after)
            select new Life(mixedBefore, mixedAfter, rule)
        );

    private static Gen<SignalFact[]> Mixed(SignalFact[] facts) =>
        from again in facts.Length == 0 ? Gen.Constant(Array.Empty<SignalFact>()) : Gen.Elements(facts).ArrayOf(2)
        from mixed in Gen.Shuffle(facts.Concat(again).ToArray())
        select mixed;

    private static Gen<SignalFact[]> Facts(int first, int last) =>
        from pieces in Piece(first, last).ArrayOf()
        select pieces.Take(7).SelectMany(piece => piece).ToArray();

    /// <summary>Days are halves, so that some things happen at the very same moment.</summary>
    private static Gen<SignalFact[]> Piece(int first, int last) =>
        from halfDay in Gen.Choose(first * 2, last * 2)
        from kind in Gen.Choose(0, 12)
        from n in Gen.Choose(1, 3)
        select Made(kind, halfDay / 2.0, $"{(char)('a' + n)}{first}", last);

    private static SignalFact[] Made(int kind, double day, string name, int to)
    {
        // Everything that belongs to a piece lies in its time.
        double Day(double later) => Math.Min(day + later, to + 0.9);
        return kind switch
        {
            0 or 1 => [Sent(day)],
            2 or 3 => [Replied(day)],
            4 => [Automatic(day)],
            5 => [Booked(day, $"{name}{day}", Day(2))],
            6 => [Booked(day, $"{name}{day}", Day(2)), Canceled(Day(1), $"{name}{day}", Day(2))],
            7 => [Booked(day, $"{name}{day}", Day(2)), NoShow(Day(3), $"{name}{day}", Day(2))],
            8 =>
            [
                Booked(day, $"{name}{day}", Day(2)),
                Canceled(Day(1), $"{name}{day}", Day(2), rescheduled: true),
                Booked(Day(1), $"{name}{day}r", Day(3), from: $"{name}{day}"),
            ],
            9 => [Bought(day, $"{name}{day}")],
            10 => [Subscribed(day, name), Ended(Day(4), name)],
            11 => [Subscribed(day, name), Ended(Day(4), name), Subscribed(Day(5), $"{name}2")],
            _ => [Sent(day, MailPurpose.FinalOutreach, starts: false)],
        };
    }
}
