using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit.Security;

namespace OnboardingTracker.Features.Signals.Email;

/// <summary>What kept us from a mail server, in words that say what to look at.</summary>
internal static class MailFailure
{
    public static string Words(Exception failure, string host, int port) =>
        failure switch
        {
            OperationCanceledException or TimeoutException => $"{host}:{port} gave no answer in time.",
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
                $"There is no server called {host}.",
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"{host} takes no connections on port {port}.",
            SocketException network => $"{host}:{port} cannot be reached: {network.Message}.",
            SslHandshakeException { ServerCertificate: X509Certificate2 certificate } => OfCertificate(certificate, host),
            SslHandshakeException =>
                $"{host}:{port} does not speak TLS: look whether the port and the security (tls, startTls) fit together.",
            AuthenticationException => $"{host} refuses the user name or the password.",
            NotSupportedException when failure.Message.Contains("STARTTLS", StringComparison.OrdinalIgnoreCase) =>
                $"{host}:{port} offers no STARTTLS, and nothing goes there unprotected.",
            _ => $"{host}:{port}: {failure.Message}",
        };

    private static string OfCertificate(X509Certificate2 certificate, string host)
    {
        var whose = certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false);
        if (!certificate.MatchesHostname(host))
            return $"The certificate of {host} is for another name ({whose}).";
        var issuer = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true);
        return $"The certificate of {host} is not trusted (by {issuer}). Where that is your own authority, {MailTrust.Setting} names its file.";
    }
}
