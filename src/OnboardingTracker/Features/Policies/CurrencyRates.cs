namespace OnboardingTracker.Features.Policies;

/// <summary>"EUR 1.08", one a line.</summary>
internal static class CurrencyRates
{
    public static string Text(IReadOnlyDictionary<string, decimal> rates) =>
        string.Join(
            '\n',
            rates.OrderBy(rate => rate.Key, StringComparer.Ordinal).Select(rate => $"{rate.Key} {FieldKinds.Number(rate.Value)}")
        );

    /// <exception cref="FormatException">A line is none, or names a currency twice.</exception>
    public static IReadOnlyDictionary<string, decimal> Parse(string text)
    {
        var rates = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split([' ', '\t', '='], StringSplitOptions.RemoveEmptyEntries) is not [var currency, var rate])
                throw new FormatException($"“{line}”: write a currency and its rate, such as EUR 1.08.");
            if (!rates.TryAdd(currency.ToUpperInvariant(), FieldKinds.ParseNumber(rate)))
                throw new FormatException($"{currency.ToUpperInvariant()} is named twice.");
        }
        return rates;
    }
}
