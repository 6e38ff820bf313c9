using NetArchTest.Rules;
using OnboardingTracker.Data;

namespace OnboardingTracker.Tests.Architecture;

/// <summary>Nothing asks another system by itself: who may, stands here, and is written so that an address cannot lead it astray.</summary>
public sealed class OutgoingHttpTests
{
    private static readonly string[] s_may = [];

    [Fact]
    public void Only_what_is_named_here_sends_requests()
    {
        var types = Types.InAssembly(typeof(TrackerDb).Assembly);
        types.GetTypes().Should().HaveCountGreaterThan(300);

        var sending = types
            .That()
            .HaveDependencyOnAny(
                "System.Net.Http.HttpClient",
                "System.Net.Http.IHttpClientFactory",
                "System.Net.WebRequest",
                "System.Net.WebClient"
            )
            .GetTypes()
            .Select(type => type.FullName!.Split('/', '+', '`')[0])
            .Distinct();

        sending.Should().BeSubsetOf(s_may);
    }

    [Fact]
    public void Of_Stripes_library_only_the_check_of_a_signature_is_used()
    {
        var users = Types
            .InAssembly(typeof(TrackerDb).Assembly)
            .That()
            .HaveDependencyOnAny("Stripe")
            .GetTypes()
            .Select(type => type.Name.Split('/', '+', '`')[0])
            .Distinct();

        users.Should().Equal("StripeWebhook");
    }
}
