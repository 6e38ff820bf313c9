using System.Collections.Frozen;
using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Features.Signals.Stripe;

/// <summary>Stripe counts in the smallest unit of a currency; how many of them are one differs.</summary>
internal static class StripeAmount
{
    // UGX and ISK have no smaller unit either, and Stripe still counts them in hundredths.
    private static readonly FrozenSet<string> s_whole = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"
        .Split(' ')
        .ToFrozenSet();

    private static readonly FrozenSet<string> s_thousandths = "BHD JOD KWD OMR TND".Split(' ').ToFrozenSet();

    /// <summary>In units of the currency; null where amount or currency are missing: cents of nothing are no amount.</summary>
    public static decimal? Of(long? amount, string? currency) =>
        amount is not { } units || Currency(currency) is not { } code ? null
        : s_whole.Contains(code) ? units
        : s_thousandths.Contains(code) ? units / 1000m
        : units / 100m;

    public static string? Currency(string? currency) => currency is null ? null : CurrencyCode.Normalise(currency, out _);
}
