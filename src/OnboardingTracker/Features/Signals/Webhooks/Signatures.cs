using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OnboardingTracker.Features.Signals.Webhooks;

/// <summary>The ways in which senders sign, all HMAC-SHA256 of the raw body. Compared in constant time.</summary>
internal static class Signatures
{
    /// <summary>The signature as lower-case hexadecimal digits.</summary>
    public static bool IsHex(string? signature, string secret, ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message, hash);
        var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash));
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature ?? ""));
    }

    /// <summary>The signature in base64.</summary>
    public static bool IsBase64(string? signature, string secret, ReadOnlySpan<byte> message)
    {
        Span<byte> sent = stackalloc byte[HMACSHA256.HashSizeInBytes + 3];
        if (signature is null || !Convert.TryFromBase64String(signature, sent, out var length))
            return false;
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message, hash);
        return CryptographicOperations.FixedTimeEquals(hash, sent[..length]);
    }

    /// <summary><c>t=seconds,v1=hex</c> over <c>t.body</c>; any of several v1 may fit, as while a secret is changed.</summary>
    public static bool IsTimestamped(string? header, string secret, byte[] body, DateTimeOffset now, TimeSpan tolerance)
    {
        if (header is null || header.Length > LongestHeader)
            return false;
        string? time = null;
        var signatures = new List<string>();
        foreach (var part in header.Split(','))
        {
            var (name, value) = part.Split('=', 2) is [var left, var right] ? (left.Trim(), right.Trim()) : ("", "");
            if (name == "t" && time is not null)
                return false;
            if (name == "t")
                time = value;
            else if (name == "v1")
                signatures.Add(value);
        }
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return false;
        var age = now.ToUnixTimeSeconds() - seconds;
        if (age > tolerance.TotalSeconds || age < -tolerance.TotalSeconds)
            return false;
        byte[] message = [.. Encoding.ASCII.GetBytes(time), (byte)'.', .. body];
        // Each is looked at, so that the time taken tells nothing.
        return signatures.Aggregate(false, (found, signature) => IsHex(signature, secret, message) || found);
    }

    private const int LongestHeader = 4096;
}
