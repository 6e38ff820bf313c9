using System.Text.RegularExpressions;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>
/// What programs write at the start of subjects, in many languages. Only the start counts: "Re: are you out of office next week?" is a
/// person's. Marks of filters before it ("[EXT]") are passed over; "Re:" is not.
/// </summary>
internal static partial class SubjectRules
{
    private const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    public static MailVerdict? Automatic(MailEvidence mail)
    {
        var subject = mail.Subject;
        if (IsAway(subject))
            return new MailVerdict(MailKind.OutOfOffice, "The subject says that somebody is away.");
        if (IsAutomatic(subject))
            return new MailVerdict(
                AutomaticTextRules.IsAway(mail) ? MailKind.OutOfOffice : MailKind.AutoReply,
                "The subject says that it is an automatic reply."
            );
        if (IsReceipt(subject) && !(mail.Answers && mail.Quotes && IsReply().IsMatch(subject)))
            return new MailVerdict(MailKind.TicketReceipt, "The subject says that a request was received.");
        if (Challenge().IsMatch(Bare(subject)))
            return new MailVerdict(MailKind.Challenge, "The subject asks the sender to prove who they are.");
        if (Subscription().IsMatch(Bare(subject)))
            return new MailVerdict(MailKind.Notification, "The subject says that a subscription began or ended.");
        return Receipt().IsMatch(Bare(subject)) && ReceiptText().IsMatch(mail.Opening)
            ? new MailVerdict(MailKind.ReadReceipt, "The subject and the text say that a mail was read, or deleted unread.")
            : null;
    }

    public static bool IsAway(string subject) =>
        AwayEnglish().IsMatch(Bare(subject)) || AwayOthers().IsMatch(Bare(subject)) || AwayAtEnd().IsMatch(subject);

    public static bool IsAutomatic(string subject) => AutoReply().IsMatch(Bare(subject));

    public static bool IsReceipt(string subject) => TicketReceived().IsMatch(Bare(subject)) || TicketAnywhere().IsMatch(subject);

    private static string Bare(string subject) => Tags().Replace(subject, "");

    [GeneratedRegex(
        @"^(?:\s*(?:\[(?:ext|extern|external|external sender|externe?r?|spam\??|suspected spam|bulk|sec=[^\]]*|caution|warning|mail)[^\]]{0,20}\]|\*{2,}\s?[^*]{1,30}\*{2,}|\{[^}]{1,30}\}|<external>|\((?:ext|external)\)|ext(?:ern(?:al)?)?:|spam:|⚠️?))+\s*",
        Plain,
        1_000
    )]
    private static partial Regex Tags();

    [GeneratedRegex(@"^\s*(?:re|aw|sv|antw|ref|rif|res|odp|vs|回复|答复|回覆|返信)\s?(?:\[\d+\])?\s?[:：]", Plain, 1_000)]
    private static partial Regex IsReply();

    [GeneratedRegex(
        @"^\W{0,4}(?:out[- ]of[- ](?:the[- ])?office(?=\s*$|\s*[:\-–—(.!,]|\s+(?:auto\w*|reply|response|respon[ds]|message|notification|notice|alert|assistant|until|till|til|from|through|re\b|returning|back|on|this|today|for)\b)|ooo(?=\s*$|\s*[:\-–—(]|\s+(?:until|till|re\b|auto|reply|message|from))|o\.o\.o\.|(?:i(?: a|['’])m |i will be |we are )?(?:currently |away )?(?:on|away on) (?:annual leave|vacation|holidays?|leave|maternity leave|parental leave|paternity leave|sick leave|pto|sabbatical|a business trip)(?=\s*$|\s*[:\-–—(.!]|\s+(?:until|till|from|through|re\b))|(?:annual|maternity|parental|sick) leave(?=\s*$|\s*[:\-–—(]|\s+(?:until|till|from|notice|notification))|vacation (?:reply|response|notice|message|auto\w*|notification)|holiday (?:reply|response|notice|message|auto\w*)|away (?:message|notice|notification|from (?:my |the )?(?:office|desk|e-?mail))|i(?: a|['’])m (?:away|out of (?:the )?office|currently (?:away|out)))",
        Plain,
        1_000
    )]
    private static partial Regex AwayEnglish();

    [GeneratedRegex(
        @"^\W{0,4}(?:abwesenheit(?:snotiz|smeldung|sbenachrichtigung|snachricht|sassistent|sagent|sinfo(?:rmation)?)?(?![\p{L}])|automatische abwesenheit|abwesend(?=\s*$|\s*[:\-–(]|\s+(?:bis|vom|ab))|nicht im (?:büro|haus|dienst)|außer haus|urlaub(?:sbenachrichtigung|smeldung|snotiz|svertretung|sabwesenheit)|urlaub(?=\s*$|\s*[:\-–(]|\s+(?:bis|vom))|ich bin (?:im urlaub|nicht im büro|abwesend|derzeit|zurzeit|bis)|absence(?=\s*$|\s*[:\-–(]|\s+(?:du|de|jusqu|pour))|absente?(?=\s*$|\s*[:\-–(]|\s+(?:du|jusqu|de))|(?:message|notification|avis|réponse|notice) d['’]absence|en (?:congés?|vacances|déplacement)(?=\s*$|\s*[:\-–(]|\s+jusqu)|je suis (?:absent|en cong|en vacances|actuellement)|hors du bureau|fuera de (?:la )?oficina|fuera del despacho|ausente(?=\s*$|\s*[:\-–(]|\s+(?:hasta|de|até|do))|ausencia(?=\s*$|\s*[:\-–(]|\s+(?:de|hasta|por))|(?:estoy )?de vacaciones|aviso de ausencia|fuori (?:sede|ufficio)|non (?:in|sono in) ufficio|assente(?=\s*$|\s*[:\-–(]|\s+(?:dal|fino|per))|assenza(?=\s*$|\s*[:\-–(]|\s+(?:dal|fino|per|dall))|in ferie|sono in ferie|risposta non al computer|messaggio di assenza|afwezig(?:heid(?:sbericht|smelding|sassistent)?)?(?![\p{L}])|niet (?:aanwezig|op kantoor)|buiten kantoor|op vakantie|ik ben (?:afwezig|op vakantie|niet)|met (?:vakantie|verlof)|frånvaro(?:meddelande)?(?![\p{L}])|frånvarande|(?:ej|inte) på (?:kontoret|plats)|på semester|semester(?=\s*$|\s*[:\-–(]|\s+(?:till|t\.o\.m))|jag är (?:på semester|inte på|ledig)|fravær(?:ende|smelding|sbesked|smeddelelse)?(?![\p{L}])|ikke (?:på kontoret|til stede)|på ferie|ferie(?=\s*$|\s*[:\-–(])|fora d[oa] (?:escritório|empresa)|ausência(?=\s*$|\s*[:\-–(]|\s+(?:de|do|até))|(?:estou )?de férias|em férias|aviso de férias|poza biurem|nieobecno(?:ść|sci|ści)(?![\p{L}])|nieobecn[ya](?=\s*$|\s*[:\-–(]|\s+(?:do|w))|urlop(?=\s*$|\s*[:\-–(]|\s+(?:do|od|w))|(?:jestem )?na urlopie|poza domem|poissa|lomalla|poissaolo|mimo kancelář|dovolená|nepřítomnost|házon kívül|szabadság|ofis dışında|izinde|в отпуске|отпуск(?=\s*$|\s*[:\-–(])|нет на месте|вне офиса|отсутствие|я в отпуске|у відпустці|不在(?:通知|のお知らせ|案内|連絡)?(?=\s*$|\s*[:：\-–(（【]|です|にしております)|【?不在|休暇(?:中|通知|のお知らせ)?|【?外出中|不在办公室|外出(?=\s*$|\s*[:：\-])|休假(?:通知|中)?|【?休假|부재중|휴가)",
        Plain,
        1_000
    )]
    private static partial Regex AwayOthers();

    [GeneratedRegex(
        @"^(?!\s*(?:re|fwd?|aw|wg|tr|sv)\s?:).{1,100}\b(?:is (?:currently )?(?:out of (?:the )?office|on (?:vacation|leave|annual leave|holiday)|away)|ist (?:nicht im büro|außer haus|abwesend|im urlaub)|est (?:absente?|en congés?))\s*(?:$|[.!(]|until|returning|bis|jusqu)",
        Plain,
        1_000
    )]
    private static partial Regex AwayAtEnd();

    [GeneratedRegex(
        @"^\W{0,4}(?:auto\s?[:：]|auto(?:matic(?:ally)?|mated)?[- ]?(?:reply|response|respond(?:er)?|respons|answer|acknowledge?ment|acknowledg\w*|message|notification|e-?mail|generated)(?=\s*$|\s*[:：\-–—(\[.!]|\s+(?:from|to|re\b|by|message|e-?mail|reply|response|for|on behalf|notice))|automatische[rs]? (?:antwort|rückantwort|e-?mail|nachricht|empfangsbestätigung|beantwortung|reactie|reply|e-mail)|autom\. antwort|auto-?antwort|automatisch (?:antwoord|bericht|generiert|erstellt|verstuurd)|automatisk[at]? (?:svar|besked|meddelande|bekräftelse|beskjed)|autosvar|autoreply|autoantwort|réponse automatique|message automatique|réponse auto|respuesta automática|mensaje automático|contestación automática|auto-?respuesta|autorrespuesta|resposta automática|resposta automàtica|mensagem automática|auto-?resposta|risposta automatica|messaggio automatico|risposta auto|automatyczna (?:odpowiedź|wiadomość)|odpowiedź automatyczna|auto-?odpowiedź|automaattinen (?:vastaus|ilmoitus)|automatická odpově[dď]|automatická odpoveď|automatikus válasz|otomatik (?:yanıt|cevap)|răspuns automat|αυτόματη απάντηση|תשובה אוטומטית|מענה אוטומטי|رد تلقائي|الرد التلقائي|автоответ|автоматический ответ|автоматическое (?:уведомление|сообщение)|автоматична відповідь|автоматичен отговор|automatski odgovor|samodejni odgovor|автоматски одговор|automaatvastus|automātiskā atbilde|automatinis atsakymas|[【\[（(]?自動(?:返信|応答|送信|配信|回覆|回复|答復)|[【\[（(]?自动(?:回复|答复|回覆|应答|发送)|[\[【]?자동 ?(?:회신|응답|답장)|ตอบกลับอัตโนมัติ|trả lời tự động|balasan otomatis)",
        Plain,
        1_000
    )]
    private static partial Regex AutoReply();

    [GeneratedRegex(
        @"^\W{0,4}(?:(?:request|ticket|case|inquiry|enquiry|message|e-?mail|incident|issue|application|feedback) (?:[#\w-]{1,25} )?(?:was |has been |successfully )?(?:received|created|opened|logged|registered|acknowledged|submitted|closed|resolved|solved|updated)|new (?:ticket|case) (?:created|opened|\[?#)|(?:we(?:['’]ve| have)?|support has|our team has) (?:received|got) (?:your|the)|your (?:[\w-]{1,20} )?(?:request|ticket|case|message|e-?mail|inquiry|enquiry|question|incident|issue|feedback|submission)\b.{0,60}\b(?:received|created|logged|opened|registered|closed|resolved|solved|assigned|updated)|(?:thank you|thanks|many thanks) for (?:contacting|reaching out|getting in touch|your (?:e-?mail|message|inquiry|enquiry|request|submission|interest|feedback)|writing to|e-?mailing)|acknowledge?ment(?: of| -|:)|receipt (?:of|confirmation)|confirmation of receipt|case #?\d+ (?:has been|was)|\(case \d+\)|ihre (?:anfrage|nachricht|e-?mail|mail|mitteilung|ticket)\b.{0,60}(?:eingegangen|erhalten|eingang|registriert|empfangen)|ihr (?:ticket|anliegen|support)\b.{0,60}(?:eingegangen|erhalten|erstellt|eröffnet|geschlossen|aufgenommen)|(?:eingangs|empfangs)bestätigung|bestätigung (?:ihrer|des eingangs)|wir haben ihre|vielen dank für ihre (?:anfrage|nachricht|e-?mail|mail)|danke für ihre (?:anfrage|nachricht)|neues ticket|ticket (?:erstellt|eröffnet)|accusé de réception|votre (?:demande|message|ticket|e-?mail)\b.{0,60}(?:reçue?|enregistrée?|créée?|prise? en compte|clôturée?)|nous avons (?:bien )?reçu|demande (?:reçue|enregistrée)|merci (?:de|pour) (?:nous avoir contact|votre (?:message|demande|e-?mail))|acuse de recibo|hemos recibido (?:su|tu)|su (?:solicitud|consulta|mensaje|ticket|caso)\b.{0,60}(?:recibid|registrad|cread)|gracias por (?:contactar|ponerse en contacto|su (?:mensaje|consulta|correo|solicitud))|solicitud recibida|confirmación de (?:recepción|recibo)|abbiamo ricevuto|la (?:tua|sua|vostra) richiesta\b.{0,60}(?:ricevut|registrat|pres)|conferma di (?:ricezione|ricevimento)|richiesta (?:ricevuta|registrata)|grazie per (?:averci contattat|il (?:tuo|suo) messaggio|la (?:tua|sua) (?:richiesta|mail|e-?mail))|ontvangstbevestiging|wij hebben (?:uw|je)|we hebben (?:uw|je)|uw (?:verzoek|aanvraag|bericht|e-?mail|melding|vraag)\b.{0,60}(?:ontvangen|geregistreerd)|bedankt voor (?:uw|je) (?:bericht|e-?mail|aanvraag|vraag)|melding (?:ontvangen|geregistreerd)|vi har (?:mottagit|tagit emot|modtaget|mottatt)|ditt (?:ärende|meddelande|e-?postmeddelande)\b.{0,60}(?:mottaget|registrerat|mottagits|skapats)|din (?:henvendelse|förfrågan|sag)\b.{0,60}(?:mottatt|modtaget|mottagits|mottagen)|(?:mottagnings|kvittering)|tack för (?:ditt (?:mail|mejl|meddelande)|din (?:förfrågan|fråga))|ärende.{0,30}(?:mottaget|registrerat|skapat)|recebemos (?:a )?(?:sua|seu|o seu)|(?:a )?sua (?:solicitação|mensagem|dúvida)\b.{0,60}(?:recebida|registrada|criada)|confirmação de (?:recebimento|receção|recepção)|obrigado (?:por|pelo) (?:contactar|entrar em contato|(?:seu|o seu) contat?o|(?:seu|o seu) e-?mail)|otrzymaliśmy (?:twoj|państwa|pan)|potwierdzenie (?:otrzymania|przyjęcia|odbioru)|(?:twoje|państwa) zgłoszenie\b.{0,60}(?:przyjęte|zarejestrowane|otrzymane|utworzone)|zgłoszenie .{0,40}(?:przyjęte|zarejestrowane|utworzone)|dziękujemy za (?:kontakt|wiadomość|zgłoszenie)|ваш(?:е обращение|а заявка|е сообщение|)\b.{0,60}(?:получен|зарегистрирован|принят)|заявка .{0,40}(?:принята|зарегистрирована|создана)|.{0,20}お問い?合わ?せ(?:ありがとうございます|いただき|を受け付け|受付|を承りました)|【?受付完了|【?お問い?合わ?せ(?:受付|確認|完了)|.{0,20}受け付けました|我们已(?:经)?收到|我們已(?:經)?收到|您的(?:请求|工单|邮件|咨询|請求|來信|来信).{0,30}(?:收到|受理|创建|建立)|(?:工单|工單).{0,30}(?:已创建|已受理|已建立|已收到)|감사합니다.{0,5}문의|문의.{0,20}접수)",
        Plain,
        1_000
    )]
    private static partial Regex TicketReceived();

    [GeneratedRegex(
        @"^\W{0,2}(?:re: )?\[(?:request received|ticket received|case received|received|[^\]]{0,20}ticket[ #:-]{0,3}[\w-]{1,20})\]\s*(?:re: )?.{0,120}\b(?:received|created|opened|registered|logged|resolved|closed|acknowledg\w*|eingegangen|erstellt|reçue?|recibid[oa]|ricevut[oa]|ontvangen|mottaget|recebid[oa]|przyjęte)\b|\[request received\]|\[ticket received\]|\[received\]",
        Plain,
        1_000
    )]
    private static partial Regex TicketAnywhere();

    [GeneratedRegex(
        @"^\W{0,4}(?:please (?:confirm|verify|authenticate) (?:your (?:e-?mail|message|mail|identity|sender|address)|that you|you are|delivery)|(?:confirm|verify) (?:your )?(?:message|sender|delivery|that you(?:['’]re| are) human)|confirmation (?:required|request|needed|of your (?:message|mail))|your (?:e-?mail|message) (?:to .{1,80} )?(?:requires? (?:verification|confirmation|authentication)|is (?:waiting|pending|on hold|held|awaiting))|action required: (?:confirm|verify) (?:your )?(?:e-?mail|message|sender)|sender (?:verification|authentication|confirmation)|message (?:from .{1,60} )?(?:held|requires)|antispam (?:confirmation|verification)|spam ?arrest|\[?spam arrest|bitte bestätigen sie (?:ihre|den versand)|bestätigung (?:erforderlich|ihrer nachricht)|veuillez (?:confirmer|vous identifier|valider)|confirmez votre (?:envoi|message|identité)|demande (?:d['’]authentification|de confirmation)|por favor,? confirm[ae] (?:su|que|seu)|conferma (?:il tuo|il suo|l['’]invio))",
        Plain,
        1_000
    )]
    private static partial Regex Challenge();

    [GeneratedRegex(
        @"^\W{0,4}(?:(?:you(?:['’]ve| have) (?:been )?|successfully |your )?unsubscri(?:bed|be (?:confirmation|request|successful)|ption)|confirm (?:your )?(?:un)?subscription|unsubscribe (?:confirm|request)|(?:un)?subscription (?:confirmed|cancelled|ended|updated|removed)|abmeldebestätigung|(?:newsletter-?)?abmeldung (?:bestätigt|erfolgreich|vom newsletter)|sie wurden (?:erfolgreich )?abgemeldet|(?:confirmation de )?désinscription|désabonnement|baja (?:confirmada|de la suscripción)|cancelación de (?:la )?suscripción|cancellazione (?:confermata|dalla newsletter|iscrizione)|disiscrizione|uitschrijving|afmelding (?:bevestigd|nieuwsbrief)|avregistrering|avanmälan|cancelamento d[ae] (?:inscrição|assinatura)|wypisan|potwierdzenie (?:wypisania|rezygnacji)|配信停止|メルマガ解除|退订(?:成功|确认)|取消订阅)",
        Plain,
        1_000
    )]
    private static partial Regex Subscription();

    [GeneratedRegex(
        @"^\W{0,3}(?:read|not read|read receipt|return receipt(?: \(displayed\))?|gelesen|ungelesen gelöscht|nicht gelesen|lesebestätigung|lu|non lu|supprimé|confirmation de lecture|accusé de lecture|leído|no leído|confirmación de lectura|letto|non letto|conferma di lettura|gelezen|niet gelezen|leesbevestiging|läst|oläst|läskvitto|lido|lida|não lida?|confirmação de leitura|przeczytano|nieprzeczytane|potwierdzenie przeczytania|прочитано|прочитане|開封済み|開封確認|未開封|已读|已讀|未读|읽음)\s?(?:[:：\-–]|$)",
        Plain,
        1_000
    )]
    private static partial Regex Receipt();

    [GeneratedRegex(
        @"your message\b|was (?:read|deleted without being read|displayed)|return receipt for|has been displayed|ihre nachricht|wurde (?:am|ungelesen|gelesen)|votre message|a été (?:lu|supprimé)|(?:el|su) mensaje|fue (?:leído|eliminado)|il messaggio|è stato (?:letto|eliminato)|uw bericht|is gelezen|ditt meddelande|lästes|sua mensagem|a mensagem|foi lida|wiadomość|została (?:przeczytana|usunięta)|ваше сообщение|прочитано|メッセージ|開封|已读|阅读|已讀",
        Plain,
        1_000
    )]
    private static partial Regex ReceiptText();
}
