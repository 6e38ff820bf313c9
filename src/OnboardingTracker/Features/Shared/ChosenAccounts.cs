using System.Globalization;
using OnboardingTracker.Data.Pipeline;

namespace OnboardingTracker.Features.Shared;

/// <summary>A choice of accounts as forms carry it: <c>id.transition</c> each, the transition being the last one that the person saw.</summary>
public static class ChosenAccounts
{
    /// <summary>What is not understood is left out; each account counts once.</summary>
    public static IReadOnlyList<SeenAccount> Read(IEnumerable<string?> values) =>
        [
            .. values
                .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .Select(One)
                .OfType<SeenAccount>()
                .DistinctBy(account => account.AccountId)
                .Take(BulkMoves.Most),
        ];

    public static string Write(IEnumerable<SeenAccount> accounts) => string.Join(',', accounts.Select(Write));

    public static string Write(SeenAccount account) =>
        account.TransitionId is { } transition
            ? string.Create(CultureInfo.InvariantCulture, $"{account.AccountId}.{transition}")
            : account.AccountId.ToString(CultureInfo.InvariantCulture);

    private static SeenAccount? One(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (!long.TryParse(dot < 0 ? text : text[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        if (dot < 0)
            return new SeenAccount(id, null);
        return long.TryParse(text[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var transition)
            ? new SeenAccount(id, transition)
            : null;
    }
}
