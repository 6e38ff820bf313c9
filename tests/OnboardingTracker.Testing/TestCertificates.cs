using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OnboardingTracker.Testing;

/// <summary>An authority of our own and certificates that it has signed, for servers on this machine.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly string _folder = Path.Combine("/tmp", "tracker-certificates-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly X509Certificate2 _authority;

    public TestCertificates(string authority = "A test authority")
    {
        Directory.CreateDirectory(_folder);
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={authority}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = TimeProvider.System.GetUtcNow();
        _authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
    }

    /// <summary>What a deployment names to trust our servers.</summary>
    public string AuthorityFile => Path.Combine(_folder, "authority.pem");

    /// <param name="name">The host's name, or its address.</param>
    public X509Certificate2 For(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var now = TimeProvider.System.GetUtcNow();
        using var signed = request.Create(_authority, now.AddHours(-1), now.AddDays(20), Guid.NewGuid().ToByteArray());
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>The same as files, which other programs read.</summary>
    public (string Certificate, string Key) FilesFor(string name)
    {
        using var certificate = For(name);
        var (pem, key) = (Path.Combine(_folder, name + ".pem"), Path.Combine(_folder, name + ".key"));
        using var secret = certificate.GetRSAPrivateKey()!;
        File.WriteAllText(pem, certificate.ExportCertificatePem());
        File.WriteAllText(key, secret.ExportPkcs8PrivateKeyPem());
        return (pem, key);
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
