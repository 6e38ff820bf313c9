using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary>One event of our own writing, in the shape of a real one, with what it must be read as.</summary>
/// <param name="Kind">One of our kinds, or "unused", or "unreadable".</param>
/// <param name="Fact">The part of the fact that must be so.</param>
internal sealed record EventFile(string Source, string Name, byte[] Raw, string Kind, string? Topic, JsonNode? Fact)
{
    public static readonly string[] Sources = ["stripe", "calendly", "cal-com", "shopify"];

    public static IReadOnlyList<EventFile> All { get; } = [.. Sources.SelectMany(Read)];

    public static EventFile Find(string source, string name) => All.Single(file => file.Source == source && file.Name == $"{name}.json");

    private static IEnumerable<EventFile> Read(string source)
    {
        var folder = Path.Combine(Here(), "Events", source);
        foreach (var expected in JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!.AsArray())
        {
            var name = expected!["file"]!.GetValue<string>();
            yield return new(
                source,
                name,
                File.ReadAllBytes(Path.Combine(folder, name)),
                expected["kind"]!.GetValue<string>(),
                expected["topic"]?.GetValue<string>(),
                expected["fact"]
            );
        }
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
