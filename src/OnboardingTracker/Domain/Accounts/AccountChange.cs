namespace OnboardingTracker.Domain.Accounts;

/// <summary>Details of one account that changed together: the history of details. Never edited or deleted.</summary>
public sealed class AccountChange
{
    public long Id { get; init; }

    public long AccountId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Where the values came from: one of <see cref="DetailSources"/>, or the name of an outside source.</summary>
    public required string Source { get; init; }

    public required Actor Actor { get; init; }

    /// <summary>Detail name to old and new value (null: none), as text that reads the same in every language.</summary>
    public required IReadOnlyDictionary<string, string?[]> Values { get; init; }
}

/// <summary>Where a detail's value can come from.</summary>
public static class DetailSources
{
    /// <summary>A person, in the app. Holds until a source sends a different value.</summary>
    public const string Person = "person";
    public const string Api = "api";
    public const string Import = "import";

    /// <summary>The product itself: a playbook, an assignment, a person who was deactivated.</summary>
    public const string Rule = "rule";
}
