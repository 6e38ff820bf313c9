using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace OnboardingTracker.Platform.Auth;

/// <summary>What an API key looks like. It is shown once; only its hash is stored.</summary>
public static class ApiKeys
{
    private const string Mark = "ot_";

    /// <summary>256 random bits, marked so that secret scanners find it.</summary>
    public static string Create() => Mark + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Enough of a key to tell it from others, and no more.</summary>
    public static string PrefixOf(string key) => key[..Math.Min(key.Length, Mark.Length + 6)];
}
