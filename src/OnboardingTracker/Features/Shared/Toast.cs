namespace OnboardingTracker.Features.Shared;

/// <summary>One sentence about what just happened and, where it can be taken back, the form that does so.</summary>
/// <param name="Message">What happened: "Acme moved to 3a Engaged — Email".</param>
/// <param name="Detail">A second, quieter line.</param>
/// <param name="UndoUrl">Where the Undo button posts to; null where there is nothing to undo.</param>
/// <param name="UndoFields">Hidden fields of that form.</param>
public sealed record Toast(
    string Message,
    string? Detail = null,
    ToastTone Tone = ToastTone.Done,
    string? UndoUrl = null,
    IReadOnlyDictionary<string, string>? UndoFields = null
)
{
    /// <summary>The address answers an htmx request with a toast of its own, so that the page stays where it is.</summary>
    public bool UndoInPlace { get; init; }
}

public enum ToastTone
{
    Done,
    Info,
    Error,
}
