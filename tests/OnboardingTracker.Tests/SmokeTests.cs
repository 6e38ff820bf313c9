namespace OnboardingTracker.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void It_builds() => true.Should().BeTrue();
}
