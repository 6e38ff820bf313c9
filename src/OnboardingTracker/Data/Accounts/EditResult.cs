using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Accounts;

/// <summary>What became of a person's edit of an account's details.</summary>
public abstract record EditResult
{
    private EditResult() { }

    /// <param name="Changed">False: the account had that value already.</param>
    public sealed record Saved(bool Changed) : EditResult;

    /// <summary>Somebody else changed the same detail meanwhile; nothing was overwritten.</summary>
    /// <param name="Now">Its present value, as history writes it.</param>
    /// <param name="Last">The change that set it.</param>
    public sealed record Conflict(string Detail, string? Now, AccountChange? Last) : EditResult;

    public sealed record NotFound : EditResult;
}
