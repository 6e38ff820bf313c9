using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Signals;

namespace OnboardingTracker.Tests.Features.Api.HandOffs;

public sealed class HandOffsApiTests(TestPostgres postgres)
{
    [Fact]
    public async Task An_account_is_handed_off_listed_and_declined()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.LeadAsync();
        using var api = await app.ApiAsync(Role.Lead);
        (await api.PutAsync("/accounts/acme", """{ "salesOwner": "ae@firm.example" }""")).ShouldBe(200);

        var refused = (await api.PostAsync("/accounts/acme/hand-off", """{ "reason": "Wants a contract" }""")).ShouldBe(422);
        refused.Text("rule").Should().Be("hand-off-objections");
        refused.Text("evidence").Should().Contain("ae@firm.example");
        const string body = """{ "reason": "Wants a contract", "urgency": "soon", "allTheSame": true, "key": "one" }""";
        var made = (await api.PostAsync("/accounts/acme/hand-off", body)).ShouldBe(201);
        var again = (await api.PostAsync("/accounts/acme/hand-off", body)).ShouldBe(200);

        again["id"].GetValue<long>().Should().Be(made["id"].GetValue<long>());
        (made.Text("state"), made.Text("fromStage"), made.Text("urgency")).Should().Be(("pending", "1", "soon"));
        (await api.GetAsync("/accounts/acme"))["stage"]["code"]!.GetValue<string>().Should().Be("6c");
        (await api.GetAsync("/hand-offs?state=pending")).ShouldBe(200)["items"].AsArray().Should().ContainSingle();
        (await api.GetAsync("/accounts/acme/hand-offs?limit=1")).ShouldBe(200)["items"].AsArray().Should().ContainSingle();
        (await api.GetAsync("/hand-offs?state=nonsense")).ShouldName("state");
        (await api.GetAsync("/accounts/nobody/hand-offs")).ShouldBe(404);

        var path = $"/hand-offs/{made["id"].GetValue<long>()}";
        (await api.PatchAsync(path, """{ "state": "declined" }""")).ShouldName("decision");
        (await api.PatchAsync(path, """{ "state": "withdrawn" }""")).ShouldName("state");
        using var specialist = await app.ApiAsync(Role.Specialist);
        (await specialist.PatchAsync(path, """{ "state": "accepted" }""")).ShouldBe(403);
        var declined = (await api.PatchAsync(path, """{ "state": "declined", "decision": "Too small" }""")).ShouldBe(200);

        (declined.Text("state"), declined.Text("decision")).Should().Be(("declined", "Too small"));
        (await api.GetAsync("/accounts/acme"))["stage"]["code"]!.GetValue<string>().Should().Be("1");
        (await api.PatchAsync(path, """{ "state": "accepted" }""")).ShouldBe(409);
    }

    [Fact]
    public async Task A_plain_move_to_6c_makes_no_hand_off()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.LeadAsync();
        using var api = app.Api();

        (await api.PostAsync("/accounts/acme/stage", """{ "stage": "6c", "reason": "a contract" }""")).ShouldBe(200);

        (await app.DbAsync(db => db.HandOffs.CountAsync())).Should().Be(0);
    }
}
