using System.Text.RegularExpressions;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>How mail servers say, in many languages, that a mail was not delivered, or not yet.</summary>
internal static partial class UndeliveredWords
{
    private const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    public static bool Subject(string subject) => Subjects().IsMatch(subject);

    public static bool Text(string text) => Texts().IsMatch(text.Length <= 4_000 ? text : text[..4_000]);

    public static bool StillTrying(string subject, string text) => Late().IsMatch(subject) || LateText().IsMatch(text);

    [GeneratedRegex(
        @"^\W{0,4}(?:\[[^\]]{1,30}\]\s*)?(?:undeliver(?:able|ed)|not delivered|non[- ]?deliver(?:y|able)|returned (?:e-?)?mail|(?:e-?)?mail delivery (?:fail|error|problem|subsystem|status|has failed)|email delivery (?:fail|error)|message delivery (?:fail|error)|delivery (?:status notification|status|failure|failed|has failed|problem|error|report|incomplete|notification|delayed|attempt)|failure notice|failed (?:mail|delivery|to deliver)|mail (?:system error|could not be delivered|failure|returned|not delivered)|message (?:could not be delivered|undeliverable|not delivered|blocked|rejected|you sent blocked)|your (?:message|e-?mail|mail) (?:could not|was not|to .{1,80} (?:could not|was not|has been blocked|is blocked))|undelivered|bounce[d]?\b.{0,30}(?:mail|message)|rejected[: ]|warning: (?:could not send|message .{1,40} delayed)|delayed mail|nondeliverable|couldn't deliver|we couldn't deliver|unable to deliver|address not found|blocked[: ]|\*\*message you sent blocked|nicht zustellbar|unzustellbar|unzustellbare|zustellung .{0,40}fehlgeschlagen|(?:e-?mail|nachricht) (?:konnte nicht|nicht) zugestellt|zustellungsfehler|fehler bei der (?:nachrichten)?zustellung|mail ?zustellung|non remis|non distribu|message non (?:distribu|remis|livr)|échec (?:de (?:la )?)?(?:remise|livraison|distribution)|notification d['’]état de remise|avis de non[- ]remise|no se (?:puede|pudo|ha podido) entregar|no entregado|no se entreg|error (?:de|en la) entrega|correo (?:devuelto|no entregado)|notificación de (?:estado|error) de (?:la )?entrega|mensaje (?:devuelto|no entregado)|non recapitabile|mancato recapito|impossibile (?:recapitare|consegnare)|mancata consegna|notifica di mancat|onbestelbaar|niet bezorgd|kan niet worden bezorgd|bezorging mislukt|aflevering(?:sfout| mislukt)|kunde inte levereras|olevererbart|ej levererat|går inte att leverera|não (?:entregue|foi entregue|é possível entregar)|falha (?:na|de) entrega|mensagem não entregue|não entregável|nie można dostarczyć|niedostarczon|nie dostarczono|zwrot|błąd dostarczania|недоставлен|не доставлен|сообщение не доставлено|ваше сообщение не|недоставленное|kan ikke leveres|ikke levert|toimitus epäonnistui|ei voi toimittaa|doručení|nedoručiteln|kézbesíthetetlen|teslim edilemedi|配信不能|配信エラー|配信できません|メール配信|未配信|送信できません|宛先不明|退信|退信通知|系统退信|系統退信|无法投递|無法傳遞|无法送达|未送达|投递失败|未傳遞|郵件無法|邮件无法|전송 ?실패|배달 ?불가|반송)",
        Plain,
        1_000
    )]
    private static partial Regex Subjects();

    [GeneratedRegex(
        @"(?:could not|couldn['’]t|cannot|can ?not|can't|was not|wasn['’]t|not able to|unable to|failed to|has not been|been unable to)\s(?:\w+\s){0,3}?be\s?(?:\w+\s)?delivered|(?:wasn['’]t|unable|not able|failed|couldn['’]t) (?:able )?to deliver|(?:your )?message (?:\w+ ){0,3}(?:wasn['’]t|was not|couldn['’]t be|could not be) delivered|delivery (?:\w+ ){0,5}(?:has )?failed|delivery to the following|failed recipients|did not reach the following|following (?:address|recipient|organization)\S* (?:\w+ ){0,4}(?:failed|error|rejected)|undeliver|this is a permanent error|permanent (?:fatal )?error|returned to sender|recipient(?:'s)? (?:address|mailbox|name|e-?mail address)[^.\n]{0,60}(?:rejected|not recogni|not found|unknown|is full|does not exist|possibly incorrect)|user'?s? (?:unknown|mailbox)|unknown user|user unknown|mailbox (?:is )?(?:full|unavailable|not found|disabled)|no such user|over quota|account .{0,40}(?:does not exist|is disabled)|address (?:couldn['’]t|could not|wasn['’]t) be found|\b5\d\d[ -]#?5\.\d{1,3}\.\d{1,3}\b|\b5[05]\d\s\S.{0,60}(?:unknown|reject|denied|unavailable|not found|blocked)|nicht zugestellt werden|zustellung .{0,60}(?:fehlgeschlagen|nicht möglich)|n['’]a pas pu être (?:remis|distribu|livr|envoy)|n['’]est pas parvenu|impossible de remettre|no se (?:ha podido|pudo|puede) entregar|no (?:pudo|ha podido) ser entregado|non è stato possibile (?:recapitare|consegnare)|impossibile recapitare|kon niet worden (?:bezorgd|afgeleverd)|kunde inte levereras|não (?:pôde|pode|foi possível) (?:ser )?entreg|nie mo(?:że|gła|żna|gło) .{0,30}dostarcz|не (?:может|могло|удалось|было) .{0,40}доставлен|配信できませんでした|送信できませんでした|お届けできません|无法(?:投递|送达|发送)|無法(?:投遞|傳遞|送達)",
        Plain,
        1_000
    )]
    private static partial Regex Texts();

    [GeneratedRegex(
        @"\b(?:delay(?:ed)?|still being retried|warning: (?:could not send|message)|delivery (?:temporarily )?(?:delayed|suspended)|incomplete|verzögert|verzögerung|retard|retrasad|ritard|vertraagd|vertraging|försenad|opóźnion|atrasad)|задерж|配信遅延|延迟|延遲",
        Plain,
        1_000
    )]
    private static partial Regex Late();

    [GeneratedRegex(
        @"will (?:be )?(?:retri|keep trying|continue (?:to try|trying)|try again)|still trying|no action is required|this is a warning message only|has not (?:yet )?been delivered|delivery attempts will continue|do not need to resend|temporary (?:problem|error|failure) .{0,60}(?:retr|try)|wird weiter versucht|zustellversuche werden|sie müssen die nachricht nicht erneut|continuerons|seguirá intentando|continueremo|blijven proberen",
        Plain,
        1_000
    )]
    private static partial Regex LateText();
}
