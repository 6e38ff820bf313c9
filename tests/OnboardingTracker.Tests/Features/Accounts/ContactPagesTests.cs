using System.Net;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Accounts;

public sealed class ContactPagesTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_contact_is_added_and_their_name_and_role_are_changed_or_cleared()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();

        using var added = await ann.PostAsync(
            $"/accounts/{id}/contacts/new",
            new()
            {
                ["Email"] = " Rosa@Acme.example ",
                ["Name"] = "Rosa",
                ["Role"] = "CTO",
            }
        );
        added.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var rosa = (await app.AccountAsync(id)).Contacts.Should().ContainSingle().Subject;
        (rosa.Email, rosa.Name, rosa.Role).Should().Be(("rosa@acme.example", "Rosa", "CTO"));

        using var changed = await ann.PostAsync(
            $"/accounts/{id}/contacts/{rosa.Id}",
            new()
            {
                ["Name"] = "Rosa Lindqvist",
                ["Role"] = "",
                ["Email"] = "other@acme.example",
            }
        );
        changed.StatusCode.Should().Be(HttpStatusCode.Redirect);
        rosa = (await app.AccountAsync(id)).Contacts.Should().ContainSingle().Subject;
        (rosa.Email, rosa.Name, rosa.Role).Should().Be(("rosa@acme.example", "Rosa Lindqvist", null));
        (await ann.HtmlAsync($"/accounts/{id}")).Should().Contain("Rosa Lindqvist").And.Contain("mailto:rosa@acme.example");
    }

    [Theory]
    [InlineData("", "Give their e-mail address.")]
    [InlineData("rosa", "is not an e-mail address")]
    [InlineData("ROSA@acme.example", "is a contact here already")]
    public async Task What_cannot_be_a_contact_is_refused_where_it_was_typed(string email, string says)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        using var _ = await ann.PostAsync($"/accounts/{id}/contacts/new", new() { ["Email"] = "rosa@acme.example" });

        using var answer = await ann.PostAsync($"/accounts/{id}/contacts/new", new() { ["Email"] = email, ["Name"] = "Kept as typed" });

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        html.Should().Contain(says).And.Contain("id=\"Email-error\"").And.Contain("Kept as typed");
        (await app.AccountAsync(id)).Contacts.Should().ContainSingle();
    }

    [Fact]
    public async Task A_contact_of_another_account_is_not_found_here()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var (one, other) = (await app.AddAccountAsync(), await app.AddAccountAsync(externalId: "other"));
        using var _ = await ann.PostAsync($"/accounts/{one}/contacts/new", new() { ["Email"] = "rosa@acme.example" });
        var rosa = (await app.AccountAsync(one)).Contacts[0];

        using var answer = await ann.GetAsync($"/accounts/{other}/contacts/{rosa.Id}");

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }
}
