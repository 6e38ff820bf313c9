using Microsoft.AspNetCore.Html;

namespace OnboardingTracker.Features.Today.Bulk;

/// <summary>Model of <c>_BulkForm</c>: one value for all the accounts that are ticked.</summary>
/// <param name="Accounts">As forms carry them.</param>
/// <param name="Field">The name of the field that is chosen.</param>
public sealed record BulkForm(
    string Action,
    string Title,
    string Accounts,
    string ReturnUrl,
    string Button,
    string Field,
    string Legend,
    IReadOnlyList<BulkChoice> Choices
)
{
    public string? NoteLabel { get; init; }

    public string? NoteHint { get; init; }

    public string? Note { get; init; }

    public int LongestNote { get; init; } = 2000;

    /// <summary>What the form carries along, such as when it was opened.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Hidden { get; init; } = [];

    /// <summary>What it will do, in a sentence.</summary>
    public string? Explanation { get; init; }

    public string? Problem { get; init; }
}

public sealed record BulkChoice(string Value, IHtmlContent Content);
