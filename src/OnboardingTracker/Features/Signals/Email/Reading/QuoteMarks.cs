using System.Text.RegularExpressions;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>The lines with which mail programs, in many languages, begin the mail that is answered or passed on.</summary>
internal static partial class QuoteMarks
{
    private const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private const string Verb =
        @"(?:wrote|writes|a écrit|schrieb|geschrieben|escribió|escreveu|ha scritto|scrive|schreef|geschreven|skrev|napisał(?:\(a\)|a)?|написал(?:\(а\)|а)?|пишет|писал(?:а)?|пише|написа(?:в|ла)|kirjoitti|yazdı|napsal(?:\(a\)|a)?|napísal(?:\(a\)|a)?|írta|a scris|έγραψε|כתב|写道|寫道|写入|书写|さんは書きました|のメール|さんのメッセージ|작성|님이)";

    private const string Opener =
        @"(?:on|le|am|op|em|el|il|den|at|dnia|w dniu|dne|dňa|vào|på|pe|la|a|tarihinde|в|вс|пн|вт|ср|чт|пт|сб|за|于|在|[\p{L}]{2,12}\.?,?)";

    /// <summary>Whether the text, one line or a few joined, says that somebody wrote something at some time.</summary>
    public static bool IsIntro(string line)
    {
        if (line.Length < 8)
            return false;
        var ends =
            line[^1] is ':' or '：'
            || line.EndsWith("--", StringComparison.Ordinal)
            || line.EndsWith("wrote", StringComparison.OrdinalIgnoreCase);
        if (ends && LastVerb(line) is var verb and > 0 && line.Length - verb < 200)
        {
            var before = line.AsSpan(0, verb);
            return (before.ContainsAnyInRange('0', '9') && Start().IsMatch(line)) || Address().IsMatch(line);
        }
        // Some programs name only a day and an address.
        return DateOnly().IsMatch(line) || (DateAndAddress().IsMatch(line) && DayOrTime().IsMatch(line));
    }

    private static int LastVerb(string line)
    {
        var last = -1;
        foreach (var match in AnyVerb().EnumerateMatches(line))
            last = match.Index;
        return last;
    }

    /// <summary>Whether an intro over several lines may begin so: with a day, or with a name and an address.</summary>
    public static bool MayBeginIntro(string line) => IntroStart().IsMatch(line);

    public static bool IsSeparator(string line) => Separator().IsMatch(line) || Forwarded().IsMatch(line) || ReplyAbove().IsMatch(line);

    public static bool IsAuthorLine(string line) => line.Length is > 3 and < 1_000 && Author().IsMatch(line);

    public static bool IsHeaderLine(string line) => Header().IsMatch(line);

    /// <summary>Whether all of the header stands in this one line, as some phones write it.</summary>
    public static bool NamesSeveral(string line) => Several().IsMatch(line);

    public static bool IsQuote(string line) => Quote().IsMatch(line) && !(line[^1] == '|' && line.Length > 2);

    public static bool IsRule(string line) => Rule().IsMatch(line);

    /// <summary>The usual mark of a signature.</summary>
    public static bool BeginsSignature(string line) => line.Trim() is "--" or "—" or "__";

    /// <summary>A drawn line that often stands before a signature.</summary>
    public static bool MayBeginSignature(string line) =>
        line.Trim() is { Length: >= 3 } rule && rule[0] is '_' or '—' or '─' && rule.Length >= 3;

    [GeneratedRegex(@"(?<![a-z])" + Verb, Plain, 1_000)]
    private static partial Regex AnyVerb();

    [GeneratedRegex(@"^\W{0,10}(?:" + Opener + @"(?=[\s\d,])|\d)", Plain, 1_000)]
    private static partial Regex Start();

    [GeneratedRegex(@"(?:<|&lt;)[^<>@\s]{1,100}@[^<>\s]{1,200}(?:>|&gt;)", Plain, 1_000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[:.]\d\d", Plain, 1_000)]
    private static partial Regex DayOrTime();

    [GeneratedRegex(
        @"^\W{0,10}(?:[\p{L}]{1,12}\.?,?\s+){0,2}\d[^<>]{3,200}[<(][^<>@\s]{1,100}@[^<>\s]{1,200}[>)]\s*[:：]?\s*$",
        Plain,
        1_000
    )]
    private static partial Regex DateAndAddress();

    [GeneratedRegex(@"^\W{0,10}\d{4}-\d\d-\d\d\s+\d{1,2}:\d\d\s+GMT[+-]\d\d:\d\d\s+[^.!?]{1,120}[:：]?$", Plain, 1_000)]
    private static partial Regex DateOnly();

    [GeneratedRegex(@"^\W{0,10}(?:" + Opener + @"[\s,].{0,200}\d|\d|在|[^<>]{1,100}<[^<>@\s]+@[^<>\s]+>)", Plain, 1_000)]
    private static partial Regex IntroStart();

    [GeneratedRegex(
        @"^[\s>*]*-{2,}[\s*]*(?:original message|original-nachricht|ursprüngliche nachricht|originalnachricht|message d['’]origine|message original|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original|ursprungligt meddelande|originalmeddelande|opprinnelig melding|oprindelig (?:besked|meddelelse)|alkuperäinen viesti|(?:oryginalna |pierwotna )?wiadomość(?: oryginalna)?|původní zpráva|исходное сообщение|оригинальное сообщение|原始邮件|原始郵件|邮件原件|元のメッセージ|オリジナルメッセージ|원본 메시지|orijinal mesaj|forwarded (?:message|by .{0,60})|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|mensagem encaminhada|vidarebefordrat (?:meddelande|mejl)|videresendt (?:melding|besked)|wiadomość przekazana dalej|пересланное сообщение|пересылаемое сообщение|转发(?:的)?邮件|轉寄的郵件|転送メッセージ|reply above this line.{0,20})[\s*]*-{2,}[\s*]*$",
        Plain,
        1_000
    )]
    private static partial Regex Separator();

    [GeneratedRegex(
        @"^[\s>*]*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht|início da mensagem (?:encaminhada|reencaminhada)|vidarebefordrat brev|początek przekazanej wiadomości|начало переадресованного (?:сообщения|письма))\s*[:：]\s*$",
        Plain,
        1_000
    )]
    private static partial Regex Forwarded();

    [GeneratedRegex(
        @"^\W{0,8}(?:please )?(?:type|write|enter)?\s?(?:your )?reply above this line\W{0,12}$|^##-.{3,80}-##$|^—\s*reply to this email directly",
        Plain,
        1_000
    )]
    private static partial Regex ReplyAbove();

    [GeneratedRegex(
        @"^[\s>*_]{0,8}(?:from|von|de|da|van|från|fra|od|lähettäjä|kimden|от кого|от|від|发件人|寄件者|寄件人|差出人|送信者|보낸 사람|από|feladó|gönderen|De la)\s?\*{0,2}\s?[:：].*\S",
        Plain,
        1_000
    )]
    private static partial Regex Author();

    [GeneratedRegex(
        @"^[\s>*_]{0,8}(?:sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|envoyé|à|objet|enviado(?: el| em)?|fecha|para|asunto|inviato|data|a|oggetto|risposta|verzonden|aan|onderwerp|assunto|skickat|till|ämne|sendt|til|emne|dato|wysłano|do|temat|data|odesláno|komu|předmět|дата|отправлено|кому|тема|发送时间|发送日期|收件人|抄送|主题|寄件日期|收件者|副本|主旨|日期|送信日時|日時|宛先|件名|보낸 날짜|받는 사람|제목|lähetetty|vastaanottaja|aihe|tarih|kime|konu)\s?\*{0,2}\s?[:：]",
        Plain,
        1_000
    )]
    private static partial Regex Header();

    [GeneratedRegex(
        @"\s(?:date|sent|datum|gesendet|date|fecha|data|to|an|à|para|a)\s?:.*\s(?:subject|betreff|objet|asunto|oggetto|onderwerp)\s?:",
        Plain,
        1_000
    )]
    private static partial Regex Several();

    [GeneratedRegex(@"^\s*(?:[A-Z][\p{L}]{0,10})?[>|](?!\S*</)")]
    private static partial Regex Quote();

    [GeneratedRegex(@"^\s*(?:[-_=+~#*ᐧ—–─]\s?){1,200}$")]
    private static partial Regex Rule();
}
