using System.Collections.Frozen;

namespace OnboardingTracker.Domain.Details;

/// <summary>A currency of ISO 4217 by its three letters, in upper case.</summary>
public static class CurrencyCode
{
    private static readonly FrozenSet<string> s_known = (
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP "
        + "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS "
        + "INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU "
        + "MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK "
        + "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UYW UZS VED VES VND VUV WST "
        + "XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_bySpan = s_known.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    /// <summary>Gives the code in upper case, or null with the reason.</summary>
    public static string? Normalise(ReadOnlySpan<char> text, out string? reason)
    {
        var known = s_bySpan.TryGetValue(text, out var code);
        reason = known ? null : $"{DetailText.Quote(text)} is not a currency: write its three letters, like USD or EUR";
        return known ? code : null;
    }
}
