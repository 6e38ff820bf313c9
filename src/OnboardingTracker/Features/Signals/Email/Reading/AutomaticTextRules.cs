using System.Text.RegularExpressions;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>
/// What machines say in the text, for those that say nothing in headers or subject. Only the person's own text is looked at, so that a reply that
/// quotes an automatic one stays a person's; and what people might say too counts only where no mail is quoted, as people's programs do.
/// </summary>
internal static partial class AutomaticTextRules
{
    private const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline;

    public static MailVerdict? Automatic(MailEvidence mail)
    {
        if (SaysSo(mail))
            return new MailVerdict(
                IsReceipt(mail) ? MailKind.TicketReceipt
                    : IsAway(mail) ? MailKind.OutOfOffice
                    : MailKind.AutoReply,
                "The text says that it was written automatically."
            );
        if (Challenge().IsMatch(mail.Opening) && ChallengeMore().IsMatch(mail.Opening))
            return new MailVerdict(MailKind.Challenge, "The text asks the sender to prove that they are human.");
        if (mail.Quotes && !mail.Full.Contains("##-", StringComparison.Ordinal))
            return null;
        if (IsReceipt(mail))
            return new MailVerdict(MailKind.TicketReceipt, "The text says that a request was received.");
        if (IsAway(mail))
            return new MailVerdict(MailKind.OutOfOffice, "The text is one of somebody who is away.");
        return Left().IsMatch(mail.Opening) && Turn().IsMatch(mail.Opening)
            ? new MailVerdict(MailKind.AutoReply, "The text says that somebody has left or an address is no longer used.")
            : null;
    }

    public static bool SaysSo(MailEvidence mail) => Automatically().IsMatch(mail.Opening);

    public static bool IsAway(MailEvidence mail) => Away().IsMatch(mail.Opening) && AwayMore().IsMatch(mail.Opening);

    public static bool IsReceipt(MailEvidence mail) => Received().IsMatch(mail.Opening) && ReceivedMore().IsMatch(mail.Opening);

    // Only at the start of a sentence: somebody who talks about such a text puts it in quotation marks or goes on from it.
    [GeneratedRegex(
        @"(?:^|[.!?*:)\]\-–—]\s*)[\W_]{0,6}(?:please note:? |note:? |hello,? |hi,? )?(?:this is an? (?:auto(?:matic|mated|matically)?[- ]?(?:generated |system |system-generated )?(?:reply|response|message|e-?mail|acknowledge?ment|notification|answer)|system[- ]generated)|this (?:e-?mail|message|reply|response|notification|mail) (?:was|is|has been) (?:sent |generated |created |being sent )?(?:automatic|auto-?generated|by an automated)|this (?:e-?mail|message|reply) (?:was|is) (?:an )?(?:auto|computer|system)[- ]?(?:matically[- ])?generated|(?:auto(?:matic|mated)?[- ]?reply|auto(?:matic|mated)? response)\s*(?:[:.!]|$|from|message)|automatically generated (?:e-?mail|message|reply|response)|please do not (?:reply|respond) (?:directly )?to this|do not (?:reply|respond) (?:directly )?to this|replies to this (?:e-?mail|message|address|mailbox) (?:are|will) not|this (?:mailbox|inbox|(?:e-?mail )?(?:address|account)) is (?:not |un|no longer |currently not )(?:monitored|attended|being monitored|in use|checked|active)|dies ist eine automatisch|dies ist eine (?:vom system |maschinell )|das ist eine automatische|diese (?:e-?mail|nachricht|antwort|mail) (?:wurde|wird|ist) (?:\w+ )?automatisch|bitte antworten sie nicht auf diese|bitte nicht auf diese (?:e-?mail|nachricht)|automatische antwort|ceci est un(?:e)? (?:réponse|message|e-?mail|courriel|mail) automatique|ceci est une? (?:message|réponse) (?:généré|envoyé)|(?:ce|cet) (?:message|e-?mail|courriel) (?:a été|est) (?:\w+ )?(?:généré|envoyé) automatiquement|message automatique|réponse automatique|merci de ne pas répondre|veuillez ne pas répondre|(?:este|esta|esto) es una? (?:mensaje|respuesta|correo|contestación|notificación)(?: \w+){0,2} automátic|este (?:mensaje|correo) (?:ha sido|fue|se ha) (?:\w+ )?(?:generado|enviado) automáticamente|respuesta automática|(?:por favor,? )?no responda a este|(?:questo|questa) è una? (?:messaggio|risposta|e-?mail)(?: \w+){0,2} automatic|questo messaggio è (?:stato )?(?:\w+ )?(?:generato|inviato) automaticamente|messaggio automatico|risposta automatica|si prega di non rispondere|non rispondere a quest|dit is een automatisch|deze? (?:e-?mail|bericht) (?:is|wordt|werd) automatisch|dit bericht (?:is|wordt) automatisch|automatisch (?:antwoord|gegenereerd)|u kunt niet (?:op deze|reageren)|gelieve niet te antwoorden|det(?:ta|te) (?:är|er) et[t]? automatis|detta (?:är ett autosvar|meddelande|mail|mejl) (?:skick|har|är)\w* (?:\w+ )?automatiskt|det här är ett automatiskt|autosvar|automatiskt svar|svara inte på detta|(?:esta|este) é uma? (?:resposta|mensagem|e-?mail)(?: \w+){0,2} automátic|est[ae] (?:mensagem|e-?mail) (?:foi|é) (?:\w+ )?(?:gerad|enviad)[oa] automaticamente|resposta automática|(?:por favor,? )?não responda|to jest (?:automatyczn|wiadomość (?:wygenerowana )?automatyczn)|(?:ta |niniejsza )?wiadomość (?:została )?(?:wygenerowana|wysłana) automatycznie|wiadomość (?:wygenerowana|wysłana) automatycznie|prosimy (?:na nią )?nie odpowiadać|automatyczna odpowiedź|это автоматическ|(?:данное |это )?(?:письмо|сообщение) (?:сформировано|создано|отправлено) автоматически|не отвечайте на это|(?:この|本)メール(?:は|への).{0,30}(?:自動|返信(?:でき|しないで|いただ))|.{0,40}自動(?:返信|応答|配信|送信)(?:メール|です|されて|して|にて|メッセージ)|(?:这是|此为|本邮件为|此邮件为?|本邮件由?|此邮件由?|這是|此郵件|本郵件).{0,10}(?:自动|自動)|(?:系统|系統)(?:自动|自動)(?:发送|發送|回复|回覆|生成|产生)|(?:请勿|請勿|请不要)(?:直接)?(?:回复|回覆)|本(?:邮箱|信箱).{0,10}(?:不再|无人))",
        Plain,
        1_000
    )]
    private static partial Regex Automatically();

    [GeneratedRegex(
        @"\b(?:(?:i(?: a|['’])m|i will be|i['’]ll be|i am currently|we are|our (?:office|team) (?:is|will be)|[A-Z][\w.-]+ is)\s(?:currently |now |away and |presently |traveling and )?(?:out of (?:the |my )?office|away (?:from|on|until|till|this|and)|on (?:annual leave|vacation|holidays?|(?:maternity|parental|paternity|sick|medical|extended|family) leave|leave|pto|sabbatical|a business trip)|travell?ing|not in the office|ooo\b|closed)|(?:thank you|thanks) for your (?:e-?mail|message|mail)[.,!]? i(?: a|['’])m (?:currently )?(?:out|away|on)|out of (?:the )?office (?:until|from|through|and)|ich bin (?:\S+ ){0,6}?(?:nicht (?:im büro|im haus|erreichbar|da|am platz)|abwesend|im urlaub|außer haus|in elternzeit|auf dienstreise|wieder (?:für sie )?(?:da|erreichbar|im büro))|ich befinde mich|je suis (?:\S+ ){0,4}?(?:absente?|en congés?|en vacances|en déplacement|hors du bureau|indisponible)|(?:actuellement|étant) (?:absente?|en congés?)|(?:me encuentro|estoy|estaré) (?:\S+ ){0,4}?(?:fuera de (?:la )?oficina|de vacaciones|ausente|de baja|de viaje)|(?:sono|sarò) (?:\S+ ){0,3}?(?:assente|fuori (?:sede|ufficio)|in ferie|in maternità)|ik ben (?:\S+ ){0,5}?(?:afwezig|niet (?:aanwezig|bereikbaar|op kantoor)|op vakantie|met (?:vakantie|verlof))|jag är (?:\S+ ){0,4}?(?:på semester|inte på (?:kontoret|plats)|ledig|frånvarande|föräldraledig|tillbaka)|(?:estou|estarei) (?:\S+ ){0,4}?(?:fora do escritório|de férias|ausente|em férias|em licença)|(?:jestem|będę|przebywam) (?:\S+ ){0,4}?(?:na urlopie|nieobecn[ya]|poza biurem|niedostępn)|я (?:\S+ ){0,4}?(?:в отпуске|отсутствую|нахожусь в отпуске)|jeg er (?:\S+ ){0,4}?(?:på ferie|ikke på kontoret|fraværende|bortreist))|(?:不在(?:にして(?:おり|い)ます|です|とさせて|となります)|休暇(?:を取得|をいただ|中です|のため)|お休みをいただ|出張(?:中|のため)|外出しております)|(?:我(?:目前|现在|正|將|将)?.{0,12}(?:休假|出差|外出|不在(?:办公室|辦公室))|正在休假|不在办公室|不在辦公室)",
        Plain,
        1_000
    )]
    private static partial Regex Away();

    [GeneratedRegex(
        @"\b(?:urgent|emergency|immediate (?:assistance|attention|help|response)|(?:limited|no|intermittent|sporadic|without|reduced|restricted) access|in my absence|during (?:this (?:time|period)|my absence)|in the meantime|will (?:respond|reply|answer|get back|return|read|be returning|be back)|(?:respond|reply|get back) to (?:you|your|all)|please (?:contact|reach|e-?mail|call|direct)|upon my return|when i(?: a|['’])?m? ?(?:return|back|am back)|as soon as|dringend|wenden sie sich|vertretung|nicht weitergeleitet|nach meiner rückkehr|rückkehr|e-?mails? (?:werden|wird)|erreichbar|in dringenden|urgence|urgente?|veuillez (?:contacter|vous adresser)|à mon retour|de retour|merci de (?:contacter|vous adresser)|pouvez contacter|en mon absence|contacte (?:con|a)|a mi (?:vuelta|regreso)|póngase en contacto|puede contactar|responderé|al mio r[ie]+ntro|contattare|per urgenze|risponderò|rivolgersi|neem(?:t u)? contact|contact op(?:nemen)?|bij (?:spoed|dringende)|spoed|terugkomst|tillbaka|kontakta|brådskande|vid (?:akuta|brådskande)|åter(?:kommer|igen)|contat(?:e|o|ar)|contact(?:e|ar)|em caso de urgência|ao (?:meu )?regress|responderei|retornarei|w pilnych|pilnych sprawach|kontakt z|proszę o kontakt|po powrocie|odpowiem|wracam|срочн|обращайтесь|вернусь|kontakt)|(?:お急ぎ|緊急|ご連絡ください|ご連絡を|返信(?:いたし|させて|が遅)|戻り(?:次第|ましたら)|までご連絡|代理)|(?:紧急|緊急|如有急事|请联系|請聯|尽快(?:回复|答复)|回来后|返回后|回覆您|回复您)",
        Plain,
        1_000
    )]
    private static partial Regex AwayMore();

    [GeneratedRegex(
        @"\b(?:(?:we|our (?:team|support team|office))(?:['’]ve| have| has)? (?:successfully )?(?:received|got) your (?:\w+ )?(?:request|message|e-?mail|mail|inquiry|enquiry|ticket|question|query|submission|case|application|report)|your (?:\w+ )?(?:request|message|e-?mail|inquiry|enquiry|ticket|question|query|submission|case)\b.{0,60}?\b(?:has been|was|is|have been) (?:successfully )?(?:received|logged|created|registered|opened|submitted|assigned|recorded|queued|closed|resolved|solved|updated|escalated)|(?:a|an|the|new) (?:\w+ )?(?:ticket|case|request|incident)\b.{0,50}?(?:has been|was) (?:created|opened|logged|registered|raised|assigned|closed|resolved)|thank(?:s| you) for (?:contacting|reaching out to|getting in touch with|submitting|e-?mailing|writing to) (?:us|our|the)\b|(?:this is to )?(?:confirm|acknowledge) (?:that we (?:have )?)?(?:the )?recei(?:pt|ved)|(?:haben|wurde) ihre (?:anfrage|nachricht|e-?mail|mail|meldung|mitteilung)|ihre (?:anfrage|nachricht|e-?mail|mail|meldung)\b.{0,60}?(?:eingegangen|erhalten|registriert|erfasst|weitergeleitet)|(?:anfrage|ticket|vorgang)\b.{0,50}?(?:erstellt|eröffnet|angelegt|aufgenommen)|nous avons (?:bien )?reçu votre|votre (?:demande|message|e-?mail|ticket|courriel)\b.{0,60}?(?:a (?:bien )?été|est bien) (?:reçue?|enregistrée?|créée?|transmise?|prise? en compte)|hemos recibido (?:su|tu|correctamente)|su (?:solicitud|consulta|mensaje|correo|petición)\b.{0,60}?(?:ha sido|fue) (?:recibid|registrad|cread)|abbiamo ricevuto (?:la|il)|la (?:sua|tua|vostra) (?:richiesta|e-?mail|segnalazione)\b.{0,60}?(?:è stata|è) (?:\w+ )?(?:ricevuta|registrata|presa in carico|aperta)|(?:wij|we) hebben (?:uw|je) (?:bericht|e-?mail|vraag|verzoek|aanvraag|melding)\b.{0,30}?ontvangen|uw (?:bericht|e-?mail|vraag|verzoek|aanvraag|melding)\b.{0,60}?(?:ontvangen|geregistreerd|aangemaakt)|vi har (?:mottagit|tagit emot|modtaget|mottatt)|ditt (?:ärende|meddelande|mail|mejl)\b.{0,60}?(?:mottagits|registrerats|skapats|registrerat|mottaget)|recebemos (?:a |o )?(?:sua?|seu)|(?:a )?sua (?:solicitação|mensagem|consulta)\b.{0,60}?foi (?:recebida|registrada|criada|aberta)|otrzymaliśmy (?:twoj|państwa|pana|pani)|(?:twoje|państwa) (?:zgłoszenie|zapytanie|wiadomość)\b.{0,60}?(?:przyjęt|zarejestrowan|otrzyman|utworzon)|(?:ваш[аеи]? |)(?:обращение|заявка|запрос|письмо)\b.{0,60}?(?:получен|зарегистрирован|принят))|(?:お問い?合わ?せ|ご連絡|ご質問|ご依頼).{0,30}(?:を?受け?付け|承りました|受信(?:し|いた)|いただ(?:き|いた).{0,20}ありがとう)|(?:已(?:经|經)?(?:收到|受理|创建|建立|登记)).{0,20}(?:您|你)?的?(?:请求|邮件|来信|咨询|问题|工单|請求|郵件|來信|諮詢|工單)?|您的.{0,20}(?:已(?:经|經)?(?:收到|受理|创建|建立|提交))",
        Plain,
        1_000
    )]
    private static partial Regex Received();

    [GeneratedRegex(
        @"\b(?:ticket|case (?:number|id|no|#)|reference (?:number|id|no|code)|request (?:number|id|\(|#)|tracking|(?:will|shall) (?:be )?(?:respond|repl|review|get back|contact|be in touch|answer|process|reach)\w*|(?:team member|member of our|agent|specialist|representative|support team|customer (?:service|support|care))|business (?:hours?|days?)|working (?:hours?|days?)|within (?:\d+|one|two|24)|as soon as possible|shortly|currently being|ticketnummer|vorgangsnummer|bearbeitungsnummer|aktenzeichen|werktag\w*|schnellstmöglich|so (?:schnell|bald) wie möglich|umgehend|melden uns|in kürze|numéro (?:de )?(?:ticket|dossier|demande)|dans les (?:plus brefs|meilleurs)|délais|jours ouvr|reviendr|número de (?:ticket|caso|solicitud|referencia)|a la (?:mayor )?brevedad|lo antes posible|días? hábil|horas|numero (?:di )?(?:ticket|pratica|richiesta)|il prima possibile|al più presto|giorni lavorativi|ticketnummer|zo (?:snel|spoedig) mogelijk|werkdagen|ärendenummer|så snart (?:som )?(?:vi|möjligt)|återkommer|arbetsdagar|snarest|número d[oe] (?:chamado|protocolo|ticket)|protocolo|o mais (?:breve|rápido)|em breve|dias úteis|assim que possível|numer (?:zgłoszenia|sprawy|ticketu)|jak najszybciej|wkrótce|dni robocz|skontaktujemy|номер|ближайшее время|рабоч(?:их|его) д)|(?:受付番号|お問い?合わ?せ番号|チケット|担当(?:者)?より|折り返し|営業日|順次|後日|ご連絡いたします|ご連絡させて)|(?:工单号|工單號|编号|編號|单号|尽快|盡快|工作日|客服|处理|處理|小时内|小時內)",
        Plain,
        1_000
    )]
    private static partial Regex ReceivedMore();

    [GeneratedRegex(
        @"\b(?:(?:i (?:am|have)|i['’](?:m|ve)|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)?(?: has| is)?) (?:no longer (?:work|with|employed|at|part|be|associated|in)\w*|not (?:with|working at) .{1,40} any ?more|left (?:the )?(?:company|organi[sz]ation|firm|[A-Z]\w+)|retired)|no longer (?:works?|employed|with (?:the company|us)|in use|monitored|active|valid|a valid)|has left (?:the )?(?:company|organi[sz]ation|firm|us)|(?:mailbox|inbox|e-?mail(?: address)?|address|account) .{0,60}(?:no longer|not longer|has been (?:closed|deactivated|discontinued|retired)|is (?:closed|inactive|discontinued))|(?:nicht mehr (?:bei|für|im unternehmen|tätig|aktiv|gültig|in gebrauch)|(?:das )?unternehmen verlassen|hat .{1,40} verlassen|n['’]est plus (?:\w+ )?(?:utilisée?|valide|active|employ|chez|salari)|ne (?:travaille|fais|fait) plus|a quitté|quitté (?:la société|l['’]entreprise)|ya no (?:trabaj|forma parte|está|se encuentra|pertenece)|non (?:lavora|lavoro|fa|faccio) più|non è più (?:attiv|in uso|valid)|niet (?:meer|langer) (?:werkzaam|in dienst|in gebruik|actief|bij)|(?:arbetar|jobbar) inte längre|har slutat|används inte längre|não (?:trabalh[ao]|faz|faço|está|pertence) mais|já não (?:trabalh|faz|faço)|nie (?:pracuj|jest już|jestem już)|już nie (?:pracuj|jest)|больше не (?:работа|использ|сотрудник)))|(?:退職(?:し|いた|と)|退社いた|(?:使用|利用)(?:して|されて)(?:おりません|いません)|已(?:经)?离职|已離職|不再(?:使用|担任|在))",
        Plain,
        1_000
    )]
    private static partial Regex Left();

    [GeneratedRegex(
        @"\b(?:contact|direct|forward|reach|e-?mail|write|send|instead|wenden|kontaktieren|richten|schreiben|contacter|adresser|écrire|contacte|contactar|dirija|escriba|contattare|scrivere|rivolgersi|contact op|neem|richten|kontakta|vänd|contate|contatar|contacte|dirija|envie|kontakt|prosz|обращ|пиш)|ご連絡|宛|お願い|联系|聯絡|聯繫|@",
        Plain,
        1_000
    )]
    private static partial Regex Turn();

    [GeneratedRegex(
        @"(?:confirm|verify|prove|validate|authenticate)\b.{0,60}(?:you are (?:a )?(?:human|real|not a|a person|legitimate)|you['’]re (?:a )?(?:human|real|not a)|(?:that )?your (?:message|e-?mail|mail|identity|address|sender)|(?:a )?human|sender)|(?:not on|isn['’]t on|not in) (?:my|the|his|her|our) (?:approved|allowed|guest|safe|white|sender|accept)|(?:bestätigen|verifizieren) sie .{0,60}(?:mensch|absender|nachricht|e-?mail)|(?:confirmer|valider|prouver) .{0,60}(?:humain|identité|envoi|message|robot)|(?:confirme|verifique) .{0,60}(?:humano|persona|mensaje|mensagem|pessoa)",
        Plain,
        1_000
    )]
    private static partial Regex Challenge();

    [GeneratedRegex(
        @"(?:click|visit|follow|press|reply|link|button|captcha|klick|cliqu|haga clic|clique)\b[\s\S]{0,300}|(?:deliver|inbox|held|quarantine|waiting|pending|spam|zugestellt|remis|livr|entreg)",
        Plain,
        1_000
    )]
    private static partial Regex ChallengeMore();
}
