using System.Net;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Accounts;

public sealed class PaymentRiskTests(TestPostgres postgres)
{
    [Theory]
    [InlineData(Role.Specialist)]
    [InlineData(Role.Revenue)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Admin)]
    public async Task Everybody_of_the_team_marks_payment_risk_with_a_note(Role role)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var person = await PageClient.SignedInAsync(app, role);
        var id = await app.AddAccountAsync();

        using var answer = await person.PostAsync(
            $"/accounts/{id}/risk",
            new()
            {
                ["Assessment"] = "unlikelyToPay",
                ["Note"] = " Card expired.\r\nNo answer. ",
                ["Seen"] = "",
            }
        );

        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var account = await app.AccountAsync(id);
        account.PaymentRisk.Should().Be(PaymentRisk.UnlikelyToPay);
        account.PaymentRiskNote.Should().Be("Card expired.\nNo answer.");
        account.PaymentRiskBy.Should().Be(Actor.User($"{AccountDetails.Code(role)}@example.com"));
        account.PaymentRiskAt.Should().Be(app.Clock.GetUtcNow());
    }

    [Fact]
    public async Task An_assessment_that_nobody_saw_is_not_overwritten()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        using var rita = await PageClient.SignedInAsync(app, Role.Revenue);
        var id = await app.AddAccountAsync();
        using var first = await rita.PostAsync(
            $"/accounts/{id}/risk",
            new()
            {
                ["Assessment"] = "atRisk",
                ["Note"] = "Two failed attempts",
                ["Seen"] = "",
            }
        );

        using var second = await ann.PostAsync(
            $"/accounts/{id}/risk",
            new()
            {
                ["Assessment"] = "likelyToPay",
                ["Note"] = "They promised",
                ["Seen"] = "",
            }
        );

        second.StatusCode.Should().Be(HttpStatusCode.Conflict);
        var html = await second.Content.ReadAsStringAsync();
        html.Should().Contain("Revenue marked it meanwhile").And.Contain("at risk").And.Contain("Two failed attempts");
        html.Should().Contain("They promised", "what was typed is kept");
        (await app.AccountAsync(id)).PaymentRisk.Should().Be(PaymentRisk.AtRisk);
    }

    [Fact]
    public async Task A_press_in_the_small_editor_is_enough_and_can_be_undone()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();

        using var answer = await ann.HtmxPostAsync($"/accounts/{id}/risk", new() { ["Assessment"] = "atRisk", ["Seen"] = "" });

        var html = await answer.Content.ReadAsStringAsync();
        html.Should().Contain("Acme: at risk").And.Contain("name=\"Assessment\" value=\"notAssessed\"");
        (await app.DbAsync(db => db.AccountChanges.AsNoTracking().OrderBy(c => c.Id).LastAsync()))
            .Values["paymentRisk"]
            .Should()
            .Equal("notAssessed", "atRisk");
    }

    [Fact]
    public async Task An_assessment_that_does_not_exist_is_refused()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();

        using var answer = await ann.PostAsync($"/accounts/{id}/risk", new() { ["Assessment"] = "17", ["Seen"] = "" });

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }
}
