using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Policies;

public enum PolicyFieldKind
{
    Number,
    Amount,
    Switch,
    Text,
    Time,

    /// <summary>Several lines.</summary>
    Lines,
}

/// <summary>One value of the policy: how the form shows it, how it is read back, and how people say it.</summary>
/// <param name="Name">The property of <see cref="Policy"/>; the form's field has the same name.</param>
/// <param name="Hint">What it does, in plain words.</param>
public sealed record PolicyField(string Name, string Label, string Hint, PolicyFieldKind Kind)
{
    /// <summary>The word after the number.</summary>
    public string? Unit { get; init; }

    /// <summary>As it stands in the form.</summary>
    public required Func<Policy, string> Text { get; init; }

    /// <summary>The policy with this value as typed.</summary>
    /// <exception cref="FormatException">What was typed is no such value; the message says what would be.</exception>
    public required Func<Policy, string, Policy> With { get; init; }

    /// <summary>As people say it: "10 days", "on", "$1,000".</summary>
    public required Func<Policy, ReaderFormat, string> Said { get; init; }

    public bool Differs(Policy one, Policy other) => Text(one) != Text(other);

    /// <summary>What the handbook says, which is what the product is shipped with.</summary>
    public string Default(ReaderFormat format) => Said(s_shipped, format);

    private static readonly Policy s_shipped = new();
}
