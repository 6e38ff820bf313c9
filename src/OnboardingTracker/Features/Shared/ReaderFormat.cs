using System.Collections.Concurrent;
using System.Globalization;

namespace OnboardingTracker.Features.Shared;

/// <summary>
/// How the reader writes numbers, money and days, from the browser's first language. The words stay English, and the
/// thread's culture stays untouched, so nothing that is parsed, stored or exported depends on who looks at it.
/// </summary>
public sealed class ReaderFormat
{
    private static readonly object ItemKey = new();
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");
    private static readonly HashSet<string> KnownCultures = new(
        CultureInfo.GetCultures(CultureTypes.SpecificCultures | CultureTypes.NeutralCultures).Select(c => c.Name),
        StringComparer.OrdinalIgnoreCase
    );
    private static readonly ConcurrentDictionary<string, ReaderFormat> ByCulture = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>For text that no particular reader asked for.</summary>
    public static ReaderFormat Default { get; } = new(English);

    private readonly CultureInfo _culture;
    private readonly ConcurrentDictionary<(string Currency, bool Whole), NumberFormatInfo> _money = new();
    private readonly string _dayFormat;
    private readonly string _dayYearFormat;
    private readonly string _timeFormat;

    private ReaderFormat(CultureInfo culture)
    {
        _culture = culture;
        var pattern = culture.DateTimeFormat.ShortDatePattern;
        var monthFirst = pattern.IndexOf('M') < pattern.IndexOf('d');
        var yearFirst = pattern.IndexOf('y') < pattern.IndexOf('d') && pattern.IndexOf('y') < pattern.IndexOf('M');
        _dayFormat = monthFirst ? "MMM d" : "d MMM";
        _dayYearFormat =
            yearFirst ? "yyyy-MM-dd"
            : monthFirst ? "MMM d, yyyy"
            : "d MMM yyyy";
        _timeFormat = culture.DateTimeFormat.ShortTimePattern.Contains('H') ? "HH:mm" : "h:mm tt";
    }

    public static ReaderFormat Of(HttpContext context)
    {
        if (context.Items[ItemKey] is ReaderFormat known)
        {
            return known;
        }

        var format = ForLanguages(context.Request.Headers.AcceptLanguage.ToString());
        context.Items[ItemKey] = format;
        return format;
    }

    /// <summary>The first language of an Accept-Language header; American English where there is none that .NET knows.</summary>
    public static ReaderFormat ForLanguages(string acceptLanguage)
    {
        var end = acceptLanguage.AsSpan().IndexOfAny(',', ';');
        var name = (end < 0 ? acceptLanguage : acceptLanguage[..end]).Trim();
        return name.Length > 0 && KnownCultures.Contains(name)
            ? ByCulture.GetOrAdd(name, static n => new ReaderFormat(CultureInfo.CreateSpecificCulture(n)))
            : Default;
    }

    public string Number(long value) => value.ToString("N0", _culture);

    public string Number(decimal value, int decimals) => value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), _culture);

    /// <summary>"12.5%" of a part of one.</summary>
    public string Percent(decimal share) => share.ToString("P1", _culture);

    /// <summary>"$1,240.50"; with <paramref name="whole"/> rounded to "$1,241", for lists where cents are noise.</summary>
    public string Money(decimal amount, string currency, bool whole = false) =>
        amount.ToString("C", _money.GetOrAdd((currency.Length == 3 ? currency.ToUpperInvariant() : "", whole), MoneyFormat));

    /// <summary>"3 Mar", with the year where it is not <paramref name="today"/>'s.</summary>
    public string Day(DateOnly day, DateOnly? today = null) =>
        day.ToString(today is { } t && t.Year == day.Year ? _dayFormat : _dayYearFormat, English);

    /// <summary>"3 Mar 2026, 14:05" in <paramref name="zone"/>.</summary>
    public string Time(DateTimeOffset at, TimeZoneInfo zone, DateOnly? today = null)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return Day(DateOnly.FromDateTime(local.DateTime), today) + ", " + local.ToString(_timeFormat, English);
    }

    /// <summary>"14:05" in <paramref name="zone"/>, where the day stands elsewhere.</summary>
    public string Clock(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString(_timeFormat, English);

    private NumberFormatInfo MoneyFormat((string Currency, bool Whole) key)
    {
        var format = (NumberFormatInfo)_culture.NumberFormat.Clone();
        var symbol = key.Currency switch
        {
            "USD" => "$",
            "EUR" => "€",
            "GBP" => "£",
            "JPY" => "¥",
            "" => "",
            var code => code + "\u00a0",
        };
        format.CurrencySymbol = symbol;
        format.CurrencyDecimalDigits = key.Whole || key.Currency is "JPY" or "KRW" ? 0 : 2;
        format.CurrencyNegativePattern = format.CurrencyPositivePattern is 0 or 2 ? 1 : 8;
        return format;
    }
}
