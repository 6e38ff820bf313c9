using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary>Events of our own writing, sent signed to the running app.</summary>
public sealed class OwnEventsTests(TestPostgres postgres)
{
    [Fact]
    public async Task Each_is_taken_and_read_as_what_it_is()
    {
        EventFile.All.Should().HaveCountGreaterThan(60);
        await using var world = await SenderWorld.StartAsync(postgres);
        foreach (var file in EventFile.All)
        {
            using var answer = await world.SendAsync(file);
            answer.StatusCode.Should().Be(System.Net.HttpStatusCode.OK, "{0} {1} is well signed", file.Source, file.Name);
            (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        }

        await world.WorkAsync();

        var signals = await world.SignalsAsync();
        signals.Should().HaveCount(EventFile.All.Count, "no two of them are the same");
        foreach (var (file, signal) in EventFile.All.Zip(signals))
        {
            signal.Raw.Should().Equal(file.Raw);
            var kind = signal.State switch
            {
                SignalState.Unused => "unused",
                SignalState.Retrying => "unreadable",
                _ => signal.Kind,
            };
            kind.Should().Be(file.Kind, "{0} {1}: {2} {3}", file.Source, file.Name, signal.Note, signal.LastError);
            if (file.Kind is "unused")
                signal.Note.Should().NotBeNullOrEmpty();
            else if (file.Kind is "unreadable")
                signal.LastError.Should().NotBeNullOrEmpty();
            else if (file.Fact is not null)
                Holds(file.Fact, JsonSerializer.SerializeToNode(signal.Fact, Json.Options), $"{file.Source} {file.Name}");
        }
    }

    private static void Holds(JsonNode? expected, JsonNode? found, string place)
    {
        if (expected is JsonObject fields)
        {
            foreach (var (name, value) in fields)
                Holds(value, found?[name], $"{place} {name}");
        }
        else if (expected?.GetValueKind() == JsonValueKind.Number)
            found!
                .GetValue<decimal>()
                .Should()
                .Be(decimal.Parse(expected.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture), place);
        else
            (found?.ToJsonString() ?? "null").Should().Be(expected?.ToJsonString() ?? "null", place);
    }
}
