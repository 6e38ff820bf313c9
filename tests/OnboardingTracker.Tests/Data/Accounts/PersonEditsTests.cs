using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Pipeline;

namespace OnboardingTracker.Tests.Data.Accounts;

public sealed class PersonEditsTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_source_that_comes_round_to_what_a_person_said_is_remembered_to_have_spoken()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await OneStoredAccount.AddAsync(app, "acme");
        await account.ChangeAsync(new() { Domain = "source.test" }, "import");
        await account.ChangeAsync(new() { Domain = "person.test" }, DetailSources.Person);

        (await account.ChangeAsync(new() { Domain = "person.test" }, "import"))!.Changed.Should().BeFalse();
        await account.ChangeAsync(new() { Domain = "source.test" }, "import");

        (await account.ReadAsync()).Domain.Should().Be("source.test");
    }

    [Fact]
    public async Task An_edit_holds_across_requests_until_the_source_says_something_else()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var account = await OneStoredAccount.AddAsync(app, "acme");
        await account.ChangeAsync(new() { Plan = Plan.Free }, "import");
        await account.ChangeAsync(new() { Plan = Plan.PayAsYouGo }, DetailSources.Person);

        await account.ChangeAsync(new() { Plan = Plan.Free }, "import");
        (await account.ReadAsync()).Plan.Should().Be(Plan.PayAsYouGo);
        await account.ChangeAsync(new() { Plan = Plan.Annual }, "import");
        (await account.ReadAsync()).Plan.Should().Be(Plan.Annual);
    }
}
