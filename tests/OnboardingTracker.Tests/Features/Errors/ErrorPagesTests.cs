using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Npgsql;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Errors;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Errors;

public sealed class ErrorPagesTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_refused_form_is_answered_with_a_page_for_people()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var client = app.ApiClient(null);

        // Without the antiforgery token that the page would have sent along.
        var answer = await client.PostAsync("/theme", new FormUrlEncodedContent([new("theme", "dark")]));

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("<!DOCTYPE html>").And.Contain("That request could not be read");
    }

    [Fact]
    public async Task A_part_of_a_page_gets_a_toast_and_never_a_page_inside_the_page()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var client = app.ApiClient(null);
        client.DefaultRequestHeaders.Add("HX-Request", "true");

        var answer = await client.PostAsync("/theme", new FormUrlEncodedContent([new("theme", "dark")]));

        var html = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        html.Should().NotContain("<html").And.Contain("hx-swap-oob=\"beforeend:#toasts\"").And.Contain("That request could not be read");
    }

    [Fact]
    public async Task Who_is_signed_in_stays_in_the_app_on_an_address_that_leads_nowhere()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var person = await PageClient.SignedInAsync(app, Role.Specialist);

        using var answer = await person.GetAsync("/nowhere");

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        var html = await answer.Content.ReadAsStringAsync();
        html.Should().Contain("There is nothing here").And.Contain("class=\"sidebar\"").And.Contain("Specialist");
    }

    [Fact]
    public async Task A_page_that_the_role_does_not_include_says_so_at_its_own_address()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var person = await PageClient.SignedInAsync(app, Role.Specialist);

        using var answer = await person.GetAsync("/hangfire");

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync())
            .Should()
            .Contain("You may not open this page")
            .And.Contain("Your role does not include it");
    }

    [Fact]
    public async Task An_error_page_opened_by_its_address_claims_no_error()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var client = app.ApiClient(null);

        var answer = await client.GetAsync("/errors/500");

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("There is nothing here").And.NotContain("Something broke");
    }

    [Fact]
    public async Task The_gallery_is_no_page_outside_Development()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var client = app.ApiClient(null);

        (await client.GetAsync("/dev/gallery")).IsSuccessStatusCode.Should().BeFalse();
    }

    public static TheoryData<Exception, int> Causes { get; } =
        new()
        {
            { new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused)), 503 },
            { new InvalidOperationException("while saving", new NpgsqlException("gone", new IOException())), 503 },
            { new PostgresException("duplicate key", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation), 500 },
            { new InvalidOperationException("a bug"), 500 },
            { new BadHttpRequestException("too large", 413), 413 },
        };

    [Theory]
    [MemberData(nameof(Causes))]
    public void A_database_that_is_away_is_told_from_a_fault_of_ours(Exception exception, int status) =>
        ErrorsFeature.StatusOf(exception).Should().Be(status);
}
