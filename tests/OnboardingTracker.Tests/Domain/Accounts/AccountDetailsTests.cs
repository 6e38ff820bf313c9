using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Tests.Domain.Accounts;

/// <summary>pipeline.md: "between sources the later received wins; a person's edit holds until its source sends a different value".</summary>
public sealed class AccountDetailsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private readonly Account _account = new() { ExternalId = "acme" };

    [Fact]
    public void Between_sources_the_later_received_wins()
    {
        Sends("import", plan: Plan.Free);
        Sends("stripe", plan: Plan.PayAsYouGo);
        Sends("import", plan: Plan.Free);

        _account.Plan.Should().Be(Plan.Free);
    }

    [Fact]
    public void A_persons_edit_holds_while_the_source_repeats_itself()
    {
        Sends("import", name: "ACME LTD");
        Edits(name: "Acme");

        Sends("import", name: "ACME LTD").Should().BeNull("nothing changed");

        _account.Name.Should().Be("Acme");
    }

    [Fact]
    public void It_gives_way_when_the_source_sends_a_different_value_and_to_every_value_after_that()
    {
        Sends("import", name: "ACME LTD");
        Edits(name: "Acme");

        Sends("import", name: "ACME INC")!.Values["name"].Should().Equal("Acme", "ACME INC");
        Sends("import", name: "ACME LTD");

        _account.Name.Should().Be("ACME LTD");
        _account.PersonEdits.Should().BeNull();
    }

    [Fact]
    public void A_source_that_comes_round_to_what_the_person_said_has_spoken_and_is_heard_again()
    {
        Sends("import", name: "ACME LTD");
        Edits(name: "Acme");

        Sends("import", name: "Acme").Should().BeNull();
        Sends("import", name: "ACME LTD");

        _account.Name.Should().Be("ACME LTD");
    }

    [Fact]
    public void A_second_edit_does_not_forget_what_the_source_had_sent()
    {
        Sends("import", name: "ACME LTD");
        Edits(name: "Acme");
        Edits(name: "Acme Corp");

        Sends("import", name: "ACME LTD").Should().BeNull();

        _account.Name.Should().Be("Acme Corp");
    }

    [Fact]
    public void An_edit_of_one_detail_holds_that_detail_alone()
    {
        Sends("import", name: "ACME LTD", plan: Plan.Free);
        Edits(name: "Acme");

        Sends("import", name: "ACME LTD", plan: Plan.Annual);

        (_account.Name, _account.Plan).Should().Be(("Acme", Plan.Annual));
    }

    [Fact]
    public void The_products_own_rules_outrank_an_edit_and_the_edit_still_outranks_the_source()
    {
        Take("import", new AccountUpdate { OwnerId = 1 });
        Take(DetailSources.Person, new AccountUpdate { OwnerId = 2 });

        Take(DetailSources.Rule, new AccountUpdate { OwnerId = 3 });
        _account.OwnerId.Should().Be(3);
        Take("import", new AccountUpdate { OwnerId = 1 });

        _account.OwnerId.Should().Be(3, "the import says nothing new");
    }

    [Fact]
    public void History_has_old_and_new_value_of_what_changed_and_nothing_else()
    {
        Sends("import", name: "Acme", plan: Plan.Free);
        var change = Take(
            "api",
            new AccountUpdate
            {
                Name = "Acme",
                Plan = Plan.PayAsYouGo,
                Forecast = new Money(1234.5m, "EUR"),
                NextRenewalOn = new DateOnly(2026, 3, 31),
                SalesOwner = "ae@example.com",
                OwnerId = 7,
                LegacySegment = true,
            }
        )!;

        change.Source.Should().Be("api");
        change.At.Should().Be(s_now);
        change
            .Values.Should()
            .BeEquivalentTo(
                new Dictionary<string, string?[]>
                {
                    ["plan"] = ["free", "payAsYouGo"],
                    ["forecast"] = [null, "1234.50 EUR"],
                    ["nextRenewalOn"] = [null, "2026-03-31"],
                    ["salesOwner"] = [null, "ae@example.com"],
                    ["owner"] = [null, "member7@example.com"],
                    ["segments"] = [null, "Onboarding - engaged"],
                }
            );
    }

    [Fact]
    public void What_is_not_given_stays_and_what_is_given_as_none_is_cleared()
    {
        Take("api", new AccountUpdate { Domain = "acme.test", SalesOwner = "ae@example.com" });

        Take("api", new AccountUpdate { SalesOwner = new Optional<string?>(true, null) });

        (_account.Domain, _account.SalesOwner).Should().Be(("acme.test", null));
    }

    [Fact]
    public void The_forecast_is_valued_by_the_policys_rate_and_without_one_not_at_all()
    {
        var policy = new Policy { CurrencyRates = new Dictionary<string, decimal> { ["EUR"] = 1.25m } };

        Take("api", new AccountUpdate { Forecast = new Money(80, "EUR") }, policy);
        _account.ForecastInTeamCurrency.Should().Be(100);
        Take("api", new AccountUpdate { Forecast = new Money(80, "GBP") }, policy);
        _account.ForecastInTeamCurrency.Should().BeNull();
        Take("api", new AccountUpdate { Forecast = new Optional<Money?>(true, null) }, policy);
        (_account.ForecastAmount, _account.ForecastCurrency).Should().Be((null, null));
    }

    private AccountChange? Sends(string source, Optional<string> name = default, Optional<Plan> plan = default) =>
        Take(source, new AccountUpdate { Name = name, Plan = plan });

    private AccountChange? Edits(Optional<string> name) => Take(DetailSources.Person, new AccountUpdate { Name = name });

    private AccountChange? Take(string source, AccountUpdate update, Policy? policy = null) =>
        _account.Take(update, source, Actor.User("ann@example.com"), policy ?? new Policy(), s_now, id => $"member{id}@example.com");
}
