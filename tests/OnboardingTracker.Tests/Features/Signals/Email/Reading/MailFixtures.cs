using System.Runtime.CompilerServices;
using System.Text.Json;

namespace OnboardingTracker.Tests.Features.Signals.Email.Reading;

/// <summary>The mails that are tested with: ours, and the shared ones where they lie beside the project.</summary>
internal static class MailFixtures
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>Our own mails in the shapes of real ones, each with what is to be read in it.</summary>
    public static IReadOnlyDictionary<string, ExpectedMail> Own { get; } =
        JsonSerializer.Deserialize<Dictionary<string, ExpectedMail>>(File.ReadAllText(OwnPath("expected.json")), _json)!;

    public static byte[] Bytes(string name) => File.ReadAllBytes(OwnPath(name + ".eml"));

    /// <summary>The folder of real mails beside the project; skips the test where there is none.</summary>
    public static string Shared()
    {
        var folder = Path.GetFullPath(Path.Combine(Here(), "../../../../../../../shared/fixtures/email"));
        Assert.SkipUnless(Directory.Exists(folder), "The shared fixtures are not here.");
        return folder;
    }

    public static IReadOnlyList<LabelledMail> Labelled(string folder) =>
        JsonSerializer.Deserialize<List<LabelledMail>>(File.ReadAllText(Path.Combine(folder, "expected.json")), _json)!;

    private static string OwnPath(string file) => Path.Combine(Here(), "Mails", file);

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}

internal sealed record ExpectedMail(
    string Kind,
    string? OwnText,
    string? Subject,
    string[]? Bounced,
    bool? Permanent,
    string? Reported,
    string[]? OwnDomains
);

internal sealed record LabelledMail(
    string File,
    [property: System.Text.Json.Serialization.JsonPropertyName("expected_class")] string ExpectedClass
);
