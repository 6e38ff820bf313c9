using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>Model of <c>_AssignForm</c>: which account a waiting signal belongs to, or a new one made of it.</summary>
public sealed record AssignForm
{
    public required string What { get; init; }

    public required string Action { get; init; }

    public required string Sender { get; init; }

    public required AccountPicker Picker { get; init; }

    /// <summary>How many wait of the same sender, this one included.</summary>
    public int OfSender { get; init; }

    public bool AllOfSender { get; init; } = true;

    /// <summary>The address that can be kept as a contact; null: there is none.</summary>
    public string? Address { get; init; }

    public bool Remember { get; init; }

    public bool IsNew { get; init; }

    public string? NewId { get; init; }

    public string? NewName { get; init; }

    public string? NewDomain { get; init; }
}
