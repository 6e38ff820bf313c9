using System.Globalization;

namespace OnboardingTracker.Domain;

/// <summary>An exact amount in one currency.</summary>
/// <param name="Amount">In the currency's main unit (dollars, not cents).</param>
/// <param name="Currency">ISO 4217, three capital letters.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>"1234.50 USD": for history and evidence, the same in every language.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount:0.00##} {Currency}");

    /// <summary>
    /// The amount in the team's currency; null where no rate says what it is worth. It is then listed, never taken for the team's currency.
    /// </summary>
    public decimal? InTeamCurrency(string teamCurrency, IReadOnlyDictionary<string, decimal> rates)
    {
        if (Currency == teamCurrency)
            return Amount;
        return rates.TryGetValue(Currency, out var rate) ? Amount * rate : null;
    }
}
