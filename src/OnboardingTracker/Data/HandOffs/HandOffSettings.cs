namespace OnboardingTracker.Data.HandOffs;

/// <summary>What the deployment's settings say of hand-offs, section <c>HandOff</c>.</summary>
/// <param name="SalesAddress">Who is told by mail, lower case; null: nobody but the sales person that the form names.</param>
public sealed record HandOffSettings(string? SalesAddress)
{
    public static HandOffSettings None { get; } = new((string?)null);
}
