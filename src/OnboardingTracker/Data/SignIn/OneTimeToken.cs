using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace OnboardingTracker.Data.SignIn;

/// <summary>What stands in a link that works once: 256 random bits, of which only the hash is stored.</summary>
public static class OneTimeToken
{
    public static string Create() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
