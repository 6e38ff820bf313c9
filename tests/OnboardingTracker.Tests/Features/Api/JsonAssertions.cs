using System.Text.Json.Nodes;
using FluentAssertions.Primitives;

namespace OnboardingTracker.Tests.Features.Api;

internal static class JsonAssertions
{
    /// <summary>Asserts that it says the same JSON, whatever the white space and the order of fields.</summary>
    public static void BeJson(this ObjectAssertions assertions, string expected, string because = "")
    {
        var actual = (JsonNode?)assertions.Subject;
        JsonNode
            .DeepEquals(actual, JsonNode.Parse(expected))
            .Should()
            .BeTrue("{0} was expected{1}, and it was {2}", expected, because, actual?.ToJsonString());
    }
}
