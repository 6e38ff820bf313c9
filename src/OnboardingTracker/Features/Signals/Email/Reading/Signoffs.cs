using System.Text.RegularExpressions;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>What phones and mail programs write under a mail by themselves.</summary>
internal static partial class Signoffs
{
    private const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    public static bool IsSignoff(string line)
    {
        if (line.Length is < 6 or > 250)
            return false;
        var text = Links().Replace(line, "$1").Trim();
        return text.Length is > 5 and < 120 && (English().IsMatch(text) || Excused().IsMatch(text) || Others().IsMatch(text));
    }

    [GeneratedRegex(@"\[([^\]]{1,60})\]\([^)]*\)|<?(?:https?|mailto):[^\s>]+>?", Plain, 1_000)]
    private static partial Regex Links();

    [GeneratedRegex(
        @"^\W*(?:sent (?:from|via|with|by|using) [^,.]{2,70}|(?:[\p{L}]+ )?from (?:my )?(?:mobile|cell|phone|i-?phone|i-?pad)(?: \d+)?|get outlook for (?:ios|android|mac)|sent on the go)\W*$",
        Plain,
        1_000
    )]
    private static partial Regex English();

    [GeneratedRegex(
        @"^\W*sent (?:from|via) my [^,.]{2,60}[,.]\s*(?:please |pls )?(?:excuse|pardon|sorry|forgive|apologies)\b.{0,60}$",
        Plain,
        1_000
    )]
    private static partial Regex Excused();

    [GeneratedRegex(
        @"^\W*(?:envoyé (?:de(?:puis)?|à partir|avec|via|par) .{2,60}|téléchargez outlook .{2,30}|verzonden (?:met|vanaf|via|vanuit) .{2,50}|sendt? fra .{2,40}|skickat (?:från|med) .{2,40}|gesendet (?:von|mit|über|aus) .{2,50}|von (?:meinem|unterwegs) .{0,50}gesendet|von .{2,40} gesendet|diese nachricht wurde (?:von|mit) .{2,80} gesendet|holen sie sich outlook .{2,30}|hol dir outlook .{2,30}|enviado (?:desde|do|a partir|con|com|via|pelo) .{2,50}|obtener outlook .{2,30}|obter (?:o )?outlook .{2,30}|inviato (?:da|dal|con) .{2,50}|scarica outlook .{2,30}|wysłan[eoy] (?:z|za pomocą) .{2,50}|pobierz (?:aplikację )?outlook .{2,30}|lähetetty .{2,40}|отправлено (?:с|из) .{2,40}|надіслано з .{2,40}|odesláno z .{2,40}|(?:iphone|ipad|android)から送信|從我的.{1,30}(?:傳送|發送)|(?:从|發自|发自)我的.{1,30}|나의 .{1,20}에서 보냄)\W*$",
        Plain,
        1_000
    )]
    private static partial Regex Others();
}
