using System.Globalization;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Moves;

/// <summary>What a move says when it is made: where to, what it keeps away, and how to take it back.</summary>
internal static class MoveToasts
{
    public static Toast Moved(string name, MoveResult.Moved moved, StageCatalogue stages, string returnUrl) =>
        new(
            $"{name} moved to {stages.Label(moved.Move.After.Stage)}",
            moved.Move.Holds is [] ? null : $"{string.Join(", ", moved.Move.Holds.Select(hold => hold.Playbook))} leaves it alone for now",
            UndoUrl: $"/accounts/{moved.Move.AccountId.ToString(CultureInfo.InvariantCulture)}/undo",
            UndoFields: new Dictionary<string, string>
            {
                ["transition"] = moved.TransitionId.ToString(CultureInfo.InvariantCulture),
                ["returnUrl"] = returnUrl,
            }
        )
        {
            UndoInPlace = true,
        };

    public static Toast ManyMoved(IReadOnlyList<SeenAccount> moved, string label, string returnUrl) =>
        new(
            $"{Words.Count(moved.Count, "account")} moved to {label}",
            UndoUrl: "/accounts/undo",
            UndoFields: new Dictionary<string, string> { ["moved"] = ChosenAccounts.Write(moved), ["returnUrl"] = returnUrl }
        )
        {
            UndoInPlace = true,
        };

    /// <param name="note">What else came of it, as a sentence; null: nothing.</param>
    public static Toast Undone(string name, MoveResult.Moved undone, StageCatalogue stages, string? note = null)
    {
        var where = undone.Move.After.Stage is { } stage
            ? $"{name} is in {stages.Label(stage)} again"
            : $"{name} is out of the pipeline again";
        return new("Move undone", note is null ? where : $"{where}. {note}");
    }
}
