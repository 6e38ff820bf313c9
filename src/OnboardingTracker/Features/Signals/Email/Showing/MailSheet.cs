using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using OnboardingTracker.Features.Signals.Email.Reading;
using OnboardingTracker.Platform.Web;

namespace OnboardingTracker.Features.Signals.Email.Showing;

/// <summary>
/// The HTML of a mail as a page of its own, for a frame. It is clean already; should something have slipped through, the frame and the
/// policy of this answer let no script run, nothing be sent and nothing be loaded, from here or from anywhere. Links open apart, by a
/// person's click, and tell nobody where they were clicked.
/// </summary>
internal static class MailSheet
{
    /// <summary>What the frame is allowed, in its own attribute and in the answer's policy.</summary>
    public const string Sandbox = "allow-popups allow-popups-to-escape-sandbox";

    /// <summary>A light sheet in either theme: mails are written for one.</summary>
    private const string Style = """
        :root{color-scheme:light}
        body{margin:0;padding:16px;background:#fff;color:#1a1b20;font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
        a{color:#2f4cc0}
        pre{white-space:pre-wrap}
        blockquote{margin:8px 0;padding-left:12px;border-left:2px solid #c9cad3;color:#575862}
        table{max-width:100%;border-collapse:collapse}
        td,th{padding:2px 4px;vertical-align:top;text-align:start}
        """;

    private static readonly string s_policy =
        "default-src 'none'; style-src 'sha256-"
        + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))
        + $"'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox {Sandbox}";

    public static ContentResult Answer(HttpContext http, SafeHtml html)
    {
        SecurityHeaders.Confine(http, s_policy);
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-DNS-Prefetch-Control"] = "off";
        return new ContentResult
        {
            ContentType = "text/html; charset=utf-8",
            Content =
                "<!doctype html><html lang=\"\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                + $"<title>Mail</title><style>{Style}</style></head><body>{html.Html}</body></html>",
        };
    }

    /// <summary>Saved to a file, and never shown here, whatever it says it is.</summary>
    public static FileContentResult Attachment(HttpContext http, string name, byte[] bytes)
    {
        SecurityHeaders.Confine(http, "default-src 'none'; sandbox");
        http.Response.Headers.CacheControl = "no-store";
        return new FileContentResult(bytes, "application/octet-stream") { FileDownloadName = name };
    }
}
