using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Moves;

/// <summary>Model of <c>_LeftBehind</c>: what a move of many did not move, and why.</summary>
/// <param name="Offers">Where a rule allows another stage: that stage, and the accounts that may go there.</param>
/// <param name="AskUrl">The form that asks for the reason that some of them need.</param>
public sealed record LeftBehind(
    string Heading,
    IReadOnlyList<LeftBehindAccount> Accounts,
    IReadOnlyList<LeftBehindOffer> Offers,
    string? AskUrl,
    string ReturnUrl,
    Toast? Toast
);

public sealed record LeftBehindAccount(long Id, string Name, string Why);

/// <param name="Accounts">As forms carry them.</param>
public sealed record LeftBehindOffer(MoveChoice To, int Count, string Accounts, string? Reason);
