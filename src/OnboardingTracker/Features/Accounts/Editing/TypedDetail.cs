using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Features.Accounts.Editing;

/// <summary>What a person typed for a detail, as its form sends it.</summary>
/// <param name="Currency">Of the forecast.</param>
public sealed record TypedDetail(string? Value, string? Currency = null)
{
    /// <summary>A value of the history, as the form would send it.</summary>
    public static TypedDetail Of(string detail, string? text) =>
        detail == DetailNames.Forecast && text?.Split(' ') is [var amount, var currency] ? new(amount, currency) : new(text);
}

/// <summary>What was read from it.</summary>
/// <param name="Update">Null: it cannot be, and <paramref name="Error"/> says why.</param>
/// <param name="ErrorIsOfCurrency">The error is that of the currency and not of the amount.</param>
public sealed record ReadDetail(AccountUpdate? Update, string? Error, bool ErrorIsOfCurrency = false);
