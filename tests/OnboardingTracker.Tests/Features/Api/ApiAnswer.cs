using System.Net;
using System.Text.Json.Nodes;

namespace OnboardingTracker.Tests.Features.Api;

/// <summary>What the API answered.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, JsonNode? Body, HttpResponseMessage Response)
{
    public JsonNode this[string name] => Body![name] ?? throw new InvalidOperationException($"No {name} in {Body}");

    public string? Text(string name) => Body![name]?.GetValue<string>();

    /// <summary>Asserts the status, and that it came as it should: JSON for a success, a problem for all else.</summary>
    public ApiAnswer ShouldBe(int status)
    {
        ((int)Status).Should().Be(status, "the answer was {0}", Body);
        if (status is 204)
            return this;
        var type = status >= 400 ? "application/problem+json" : "application/json";
        Response.Content.Headers.ContentType!.MediaType.Should().Be(type);
        if (status >= 400)
        {
            Body!["status"]!.GetValue<int>().Should().Be(status);
            Body.ToJsonString().Should().NotContain("   at ", "no stack trace leaves the app").And.NotContain("Npgsql");
        }
        return this;
    }

    /// <summary>Asserts a 400 that names exactly these fields.</summary>
    public ApiAnswer ShouldName(params string[] fields)
    {
        ShouldBe(400);
        Body!["errors"].Should().NotBeNull("the answer was {0}", Body);
        Body["errors"]!.AsObject().Select(error => error.Key).Should().BeEquivalentTo(fields, "the answer was {0}", Body);
        return this;
    }
}
