using OnboardingTracker.Domain;

namespace OnboardingTracker.Tests.Domain;

public sealed class ActorTests
{
    [Theory]
    [InlineData("user:ann@example.com", true)]
    [InlineData("api:crm: the new one", true)]
    [InlineData("playbook:new-lead", false)]
    public void An_actor_is_read_as_it_is_written(string text, bool person)
    {
        Actor.Parse(text).ToString().Should().Be(text);
        Actor.Parse(text).IsPerson.Should().Be(person);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ann@example.com")]
    [InlineData("robot:x")]
    public void Anything_else_is_refused(string text) => FluentActions.Invoking(() => Actor.Parse(text)).Should().Throw<FormatException>();
}
