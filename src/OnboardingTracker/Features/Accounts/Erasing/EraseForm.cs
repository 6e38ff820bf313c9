using OnboardingTracker.Data.Erasing;

namespace OnboardingTracker.Features.Accounts.Erasing;

/// <summary>Model of <c>_EraseForm</c>: what goes, what stays, and what a person has to look at.</summary>
public sealed record EraseForm
{
    public required ErasurePreview Preview { get; init; }

    /// <summary>What the contact is called here; null: by the address alone.</summary>
    public string? Name { get; init; }

    public required string Action { get; init; }

    public required string ReturnUrl { get; init; }

    /// <summary>Why it cannot be done at all; null: it can.</summary>
    public string? Refused { get; init; }

    public static string LinkOf(ErasureMention mention) =>
        mention.What switch
        {
            "task" => FormattableString.Invariant($"/tasks/{mention.Id}"),
            "hand-off" => FormattableString.Invariant($"/hand-offs/{mention.Id}"),
            _ => FormattableString.Invariant($"/accounts/{mention.AccountId}#note-{mention.Id}"),
        };
}
