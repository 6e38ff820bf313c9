using System.Globalization;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Policies;

/// <summary>Makes the fields of each kind; what they share is said once.</summary>
internal static class FieldKinds
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public static PolicyField Whole(
        string name,
        string label,
        string hint,
        string unit,
        Func<Policy, int> get,
        Func<Policy, int, Policy> set
    ) =>
        new(name, label, hint, PolicyFieldKind.Number)
        {
            Unit = unit + "s",
            Text = policy => get(policy).ToString(CultureInfo.InvariantCulture),
            With = (policy, text) =>
                int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? set(policy, number)
                    : throw new FormatException("Write a whole number, such as 10."),
            Said = (policy, format) => Words.Count(get(policy), unit, format),
        };

    /// <summary>"1st renewal": which one, not how many.</summary>
    public static PolicyField Ordinal(string name, string label, string hint, Func<Policy, int> get, Func<Policy, int, Policy> set) =>
        Whole(name, label, hint, "", get, set) with
        {
            Unit = null,
            Said = (policy, format) => format.Number(get(policy)),
        };

    public static PolicyField Amount(
        string name,
        string label,
        string hint,
        Func<Policy, decimal> get,
        Func<Policy, decimal, Policy> set
    ) =>
        Decimal(name, label, hint, get, set) with
        {
            Kind = PolicyFieldKind.Amount,
            Said = (policy, format) => format.Money(get(policy), policy.TeamCurrency, whole: get(policy) == decimal.Truncate(get(policy))),
        };

    public static PolicyField Times(string name, string label, string hint, Func<Policy, decimal> get, Func<Policy, decimal, Policy> set) =>
        Decimal(name, label, hint, get, set) with
        {
            Unit = "times",
            Said = (policy, _) => Number(get(policy)) + " times",
        };

    /// <summary>Kept as a share of 1, shown in percent.</summary>
    public static PolicyField Share(string name, string label, string hint, Func<Policy, decimal> get, Func<Policy, decimal, Policy> set) =>
        Decimal(name, label, hint, policy => get(policy) * 100, (policy, percent) => set(policy, percent / 100)) with
        {
            Unit = "%",
            Said = (policy, _) => Number(get(policy) * 100) + " %",
        };

    public static PolicyField Switch(string name, string label, string hint, Func<Policy, bool> get, Func<Policy, bool, Policy> set) =>
        new(name, label, hint, PolicyFieldKind.Switch)
        {
            Text = policy => get(policy) ? "true" : "false",
            With = (policy, text) => set(policy, text == "true"),
            Said = (policy, _) => get(policy) ? "on" : "off",
        };

    public static PolicyField Word(string name, string label, string hint, Func<Policy, string> get, Func<Policy, string, Policy> set) =>
        new(name, label, hint, PolicyFieldKind.Text)
        {
            Text = get,
            With = set,
            Said = (policy, _) => get(policy),
        };

    public static PolicyField Hour(
        string name,
        string label,
        string hint,
        Func<Policy, TimeOnly> get,
        Func<Policy, TimeOnly, Policy> set
    ) =>
        new(name, label, hint, PolicyFieldKind.Time)
        {
            Text = policy => get(policy).ToString("HH:mm", CultureInfo.InvariantCulture),
            With = (policy, text) =>
                TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour)
                    ? set(policy, hour)
                    : throw new FormatException("Write a time of day, such as 06:00."),
            Said = (policy, _) => get(policy).ToString("HH:mm", CultureInfo.InvariantCulture),
        };

    /// <summary>One entry a line.</summary>
    public static PolicyField Lines(
        string name,
        string label,
        string hint,
        string whenEmpty,
        Func<Policy, IEnumerable<string>> get,
        Func<Policy, IReadOnlyList<string>, Policy> set
    ) =>
        new(name, label, hint, PolicyFieldKind.Lines)
        {
            Text = policy => string.Join('\n', get(policy)),
            With = (policy, text) =>
                set(policy, [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()]),
            Said = (policy, _) => get(policy).Any() ? string.Join(", ", get(policy)) : whenEmpty,
        };

    public static string Number(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    public static decimal ParseNumber(string text) =>
        decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException("Write a number, with a point before decimals: 1000 or 2.5.");

    private static PolicyField Decimal(
        string name,
        string label,
        string hint,
        Func<Policy, decimal> get,
        Func<Policy, decimal, Policy> set
    ) =>
        new(name, label, hint, PolicyFieldKind.Number)
        {
            Text = policy => Number(get(policy)),
            With = (policy, text) => set(policy, ParseNumber(text)),
            Said = (policy, _) => Number(get(policy)),
        };
}
