using FsCheck;
using FsCheck.Fluent;

namespace OnboardingTracker.Tests.Domain.Pipeline;

/// <summary>What somebody tries to do to an account next. What it comes to depends on where the account then is.</summary>
public enum StepKind
{
    PersonMoves,
    PersonMovesWithoutReason,
    PlaybookMoves,
    SystemIsMigrated,
    LastWrittenIsUndone,
    LastEffectiveIsUndone,
    AnyTransitionIsUndone,
    KeyMoves,
    RenewalChanges,
    PersonHolds,
}

/// <param name="Pick">Chooses the stage, or the transition to undo.</param>
/// <param name="Hours">That pass before it; 0: at the same moment.</param>
public sealed record Step(StepKind Kind, int Pick, int Hours);

/// <summary>Random sequences of steps, up to some forty; a failing one is shortened step by step.</summary>
public static class Steps
{
    private static readonly StepKind[] s_kinds =
    [
        // The common ones more often, so that accounts get somewhere.
        StepKind.PersonMoves,
        StepKind.PersonMoves,
        StepKind.PersonMoves,
        StepKind.PersonMovesWithoutReason,
        StepKind.PlaybookMoves,
        StepKind.PlaybookMoves,
        StepKind.LastWrittenIsUndone,
        StepKind.LastWrittenIsUndone,
        StepKind.LastEffectiveIsUndone,
        StepKind.AnyTransitionIsUndone,
        StepKind.KeyMoves,
        StepKind.SystemIsMigrated,
        StepKind.RenewalChanges,
        StepKind.PersonHolds,
    ];

    public static Arbitrary<Step[]> Arbitrary()
    {
        var step =
            from kind in Gen.Elements(s_kinds)
            from pick in Gen.Choose(0, 11)
            from hours in Gen.Elements(0, 0, 1, 5, 24, 200, 700)
            select new Step(kind, pick, hours);
        var sequence = Gen.Sized(size => Gen.Choose(0, Math.Max(2, size * 2 / 5)).SelectMany(length => step.ArrayOf(length)));
        return Arb.From(sequence, Shorter);
    }

    private static IEnumerable<Step[]> Shorter(Step[] steps)
    {
        for (var half = steps.Length / 2; half > 1; half /= 2)
        {
            yield return steps[..half];
            yield return steps[half..];
        }
        for (var i = 0; i < steps.Length; i++)
            yield return [.. steps[..i], .. steps[(i + 1)..]];
    }
}
