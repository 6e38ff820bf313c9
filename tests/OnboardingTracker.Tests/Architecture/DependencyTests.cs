using NetArchTest.Rules;
using OnboardingTracker.Data;

namespace OnboardingTracker.Tests.Architecture;

/// <summary>Who may know whom. A rule that fits no type at all fails: a renamed namespace would otherwise silence it.</summary>
public sealed class DependencyTests
{
    private const string Root = "OnboardingTracker";

    public static TheoryData<string, string[]> Layers =>
        new()
        {
            {
                $"{Root}.Domain",
                [
                    $"{Root}.Data",
                    $"{Root}.Features",
                    $"{Root}.Platform",
                    "Microsoft.EntityFrameworkCore",
                    "Microsoft.AspNetCore",
                    "Hangfire",
                    "Npgsql",
                    "Serilog",
                ]
            },
            {
                $"{Root}.Data",
                [$"{Root}.Features", $"{Root}.Platform", "Microsoft.AspNetCore.Mvc", "Microsoft.AspNetCore.Http", "Hangfire"]
            },
            { $"{Root}.Platform", [$"{Root}.Features"] },
            // Its models may carry what a query found; it asks the database for nothing itself.
            { $"{Root}.Features.Shared", [$"{Root}.Data.TrackerDb", "Microsoft.EntityFrameworkCore", "Npgsql", "Hangfire"] },
        };

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_knows_only_what_lies_below_it(string layer, string[] unknown)
    {
        var types = Types.InAssembly(typeof(TrackerDb).Assembly).That().ResideInNamespace(layer);
        types.GetTypes().Should().HaveCountGreaterThan(3, "the rule must fit something");

        types.ShouldNot().HaveDependencyOnAny(unknown).GetResult().FailingTypeNames.Should().BeNullOrEmpty();
    }

    [Fact]
    public void No_feature_knows_another()
    {
        var features = Types
            .InAssembly(typeof(TrackerDb).Assembly)
            .That()
            .ResideInNamespace($"{Root}.Features")
            .GetTypes()
            .Select(type => type.Namespace!.Split('.').ElementAtOrDefault(2))
            .OfType<string>()
            .Distinct()
            .Except(["Shared"])
            .ToList();
        features.Should().HaveCountGreaterThan(8).And.Contain(["Today", "Board", "Import", "Playbooks"]);

        foreach (var feature in features)
            Types
                .InAssembly(typeof(TrackerDb).Assembly)
                .That()
                .ResideInNamespace($"{Root}.Features.{feature}")
                .ShouldNot()
                .HaveDependencyOnAny([.. features.Where(other => other != feature).Select(other => $"{Root}.Features.{other}.")])
                .GetResult()
                .FailingTypeNames.Should()
                .BeNullOrEmpty($"{feature} is a feature of its own");
    }

    [Fact]
    public void The_rules_fail_where_they_should()
    {
        var data = Types.InAssembly(typeof(TrackerDb).Assembly).That().ResideInNamespace($"{Root}.Data");

        data.ShouldNot().HaveDependencyOnAny($"{Root}.Domain").GetResult().IsSuccessful.Should().BeFalse("Data does know Domain");
    }
}
