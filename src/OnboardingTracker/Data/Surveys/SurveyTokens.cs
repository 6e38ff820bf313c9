using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OnboardingTracker.Data.Surveys;

/// <summary>What a survey's personal link is known by. It stands in the mail; here is only its hash, so that whoever reads the database cannot answer.</summary>
public static class SurveyTokens
{
    private const int Bytes = 24;

    /// <summary>192 random bits, in letters that an address takes as they are.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Of whatever was sent: what is no token has a hash that nobody knows, and costs the same.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public static string PathOf(string token) => $"/survey/{token}";

    public static string StopPathOf(string token) => $"/survey/{token}/stop";
}
