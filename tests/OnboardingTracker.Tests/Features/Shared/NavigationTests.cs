using System.Security.Claims;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Tests.Features.Shared;

public sealed class NavigationTests
{
    [Theory]
    [InlineData("specialist", "Today Tasks Board Payment risk Dashboard Unmatched What does not fit Hand-offs Playbooks")]
    [InlineData("revenue", "Today Tasks Board Payment risk Dashboard Playbooks")]
    [InlineData("lead", "Today Tasks Board Payment risk Dashboard Unmatched What does not fit Hand-offs Playbooks Policy Templates Team")]
    [InlineData(
        "admin",
        "Today Tasks Board Payment risk Dashboard Unmatched What does not fit Hand-offs Playbooks Policy Templates Team Integrations Import API keys Audit log Jobs"
    )]
    [InlineData("nobody", "")]
    public void Each_role_sees_what_it_may_open(string role, string pages)
    {
        var person = new ClaimsPrincipal(new ClaimsIdentity([new Claim("role", role)], "test"));

        string.Join(' ', Navigation.For(person).Select(item => item.Label)).Should().Be(pages);
    }

    [Theory]
    [InlineData("/", "Today")]
    [InlineData("/accounts/42", "Today")]
    [InlineData("/tasks/snooze", "Tasks")]
    [InlineData("/playbooks/final-outreach-due/runs/7", "Playbooks")]
    [InlineData("/team", "Team")]
    [InlineData("/payment-risk/changes", "Payment risk")]
    [InlineData("/dashboard/accounts", "Dashboard")]
    [InlineData("/signals/unmatched", "Unmatched")]
    [InlineData("/integrations/stripe", "Integrations")]
    [InlineData("/theme", null)]
    public void The_page_one_is_on_is_marked(string path, string? label)
    {
        var admin = new ClaimsPrincipal(new ClaimsIdentity([new Claim("role", "admin")], "test"));

        Navigation.For(admin).SingleOrDefault(item => item.IsCurrent(path))?.Label.Should().Be(label);
        Navigation.For(admin).Count(item => item.IsCurrent(path)).Should().Be(label is null ? 0 : 1);
    }
}
