using System.Net;

namespace OnboardingTracker.Platform.Auth;

/// <summary>
/// A cookie that goes over https alone, whether or not the app sees the https that a proxy ends. The one exception is a person
/// on the same machine who opens the app over plain http: nothing leaves the machine, and there is no certificate.
/// </summary>
internal sealed class AppCookie : CookieBuilder
{
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Path ??= "/";
        options.Secure = context.Request.IsHttps || !IsOnThisMachine(context);
        return options;
    }

    /// <summary>Both ends: a proxy on this machine comes from loopback too, but is asked for another host.</summary>
    internal static bool IsOnThisMachine(HttpContext context) =>
        (context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
        && (
            context.Request.Host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(context.Request.Host.Host, out var host) && IPAddress.IsLoopback(host))
        );
}
