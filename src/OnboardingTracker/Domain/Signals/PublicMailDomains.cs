using System.Collections.Frozen;

namespace OnboardingTracker.Domain.Signals;

/// <summary>
/// Domains at which anybody can have an address: they say nothing about a company, so no signal finds its account by them.
/// The large providers, worldwide; one that is missing here costs a wrong suggestion only where an account names it as its own domain.
/// </summary>
public static class PublicMailDomains
{
    /// <summary>Whether an address at this domain says nothing about a company.</summary>
    /// <param name="domain">Lower case.</param>
    public static bool Contains(string domain) =>
        s_domains.Contains(domain) || Array.Exists(s_families, family => domain.StartsWith(family, StringComparison.Ordinal));

    /// <summary>The domains of these addresses that can be a company's own.</summary>
    public static IReadOnlyList<string> CompanyDomainsOf(IEnumerable<string> emails) =>
        [.. emails.Select(DomainOf).OfType<string>().Where(domain => !Contains(domain)).Distinct()];

    /// <summary>The part after the last @, lower case; null: there is none.</summary>
    public static string? DomainOf(string email) =>
        email.LastIndexOf('@') is var at and > 0 && at < email.Length - 1 ? email[(at + 1)..].ToLowerInvariant() : null;

    /// <summary>Each by its full name.</summary>
    public static IReadOnlyCollection<string> Names => s_domains;

    /// <summary>How the domains of providers with an ending for each country begin.</summary>
    public static IReadOnlyList<string> Beginnings => s_families;

    /// <summary>Providers with an ending for each country.</summary>
    private static readonly string[] s_families =
    [
        "yahoo.",
        "hotmail.",
        "outlook.",
        "live.",
        "gmx.",
        "ymail.",
        "rocketmail.",
        "yandex.",
        "tutanota.",
    ];

    private static readonly FrozenSet<string> s_domains = """
        126.com 139.com 163.com 189.cn 21cn.com abv.bg alice.it aliyun.com aol.com arcor.de att.net bellsouth.net bigpond.com bk.ru bluewin.ch
        bol.com.br btinternet.com btopenworld.com centrum.cz charter.net comcast.net cox.net daum.net docomo.ne.jp duck.com duckmail.com
        earthlink.net eircom.net email.com email.cz ezweb.ne.jp fastmail.com fastmail.fm foxmail.com free.fr freemail.hu freenet.de frontier.com
        frontiernet.net gmail.com googlemail.com hanmail.net hey.com home.nl home.pl hotmail.com hushmail.com i.ua icloud.com ig.com.br iinet.net.au
        in.com inbox.com inbox.lv inbox.ru indiatimes.com interia.pl juno.com kakao.com kpnmail.nl laposte.net libero.it list.ru live.com mac.com
        mail.bg mail.com mail.de mail.ee mail.kz mail.ru mailbox.org mailfence.com me.com mindspring.com msn.com mweb.co.za mynet.com nate.com
        naver.com neuf.fr ntlworld.com o2.co.uk o2.pl onet.pl online.de online.no op.pl optonline.net optusnet.com.au orange.fr outlook.com pacbell.net
        planet.nl pm.me posteo.de poczta.onet.pl proton.me protonmail.ch protonmail.com prodigy.net.mx qq.com rambler.ru rediffmail.com rogers.com
        runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.cn sina.com sky.com sohu.com softbank.ne.jp sympatico.ca t-online.de talktalk.net
        telefonica.net telenet.be telus.net telia.com terra.com.br tin.it tiscali.co.uk tiscali.it tlen.pl tom.com tuta.com tuta.io ukr.net uol.com.br
        verizon.net videotron.ca virgilio.it virginmedia.com vodafone.it voila.fr wanadoo.fr web.de windowslive.com windstream.net wp.pl xtra.co.nz
        yeah.net ya.ru zoho.com zohomail.com zoznam.sk
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(
        StringComparer.Ordinal
    );
}
