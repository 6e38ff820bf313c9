using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Features.Signals.Email;

/// <summary>
/// Which certificates of mail servers are believed: those that the system trusts, and those of the authorities in a file of the
/// deployment's own. The name must be right in either case.
/// </summary>
public sealed class MailTrust
{
    public const string Setting = "Mail__TrustedCaFile";

    private const string ServerUse = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection _authorities = [];

    private MailTrust() { }

    /// <summary>The system's authorities alone.</summary>
    public static MailTrust System { get; } = new();

    /// <exception cref="BadSettingException">There is no such file, or no certificate in it.</exception>
    public static MailTrust Read(string? file)
    {
        if (string.IsNullOrEmpty(file))
            return System;
        var trust = new MailTrust();
        try
        {
            trust._authorities.ImportFromPemFile(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new BadSettingException(Setting, $"must be a file of certificates (PEM): {unreadable.Message}");
        }
        return trust._authorities.Count > 0
            ? trust
            : throw new BadSettingException(Setting, "must be a file of certificates (PEM): there is none in it.");
    }

    internal void Apply(MailService client)
    {
        if (_authorities.Count > 0)
            client.ServerCertificateValidationCallback = Accepts;
    }

    private bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        // A wrong name is wrong, whoever has signed it.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 server)
            return false;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        // An authority of one's own seldom publishes a list of what it has revoked.
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerUse));
        if (chain is not null)
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainElements.Select(element => element.Certificate).ToArray());
        return own.Build(server);
    }
}
