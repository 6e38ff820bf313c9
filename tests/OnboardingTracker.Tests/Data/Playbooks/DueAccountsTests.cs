using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Playbooks;

/// <summary>
/// A condition is one expression: what the database selects over the whole book is what the explanation says of each account, in every
/// policy and time zone.
/// </summary>
public sealed class DueAccountsTests(TestPostgres postgres)
{
    private const int Accounts = 3_000;

    public static TheoryData<string, Policy> Policies =>
        new()
        {
            { "as shipped", new Policy() },
            {
                "stage 1 as well",
                new Policy { FinalOutreachIncludesNewAccounts = true }
            },
            {
                "second renewal",
                new Policy { FinalOutreachAtRenewal = 2 }
            },
            {
                "three days after outreach",
                new Policy { FinalOutreachDaysAfterOutreach = 3 }
            },
            {
                "on the day itself",
                new Policy { FinalOutreachDaysBefore = 0 }
            },
            {
                "startups, from 101",
                new Policy { OtherStartupProgramsAreLeads = true, LeadForecastAbove = 100.01m }
            },
            {
                "east",
                new Policy { TimeZone = "Pacific/Kiritimati", FinalOutreachDaysAfterOutreach = 2 }
            },
            {
                "west",
                new Policy { TimeZone = "America/Adak", FinalOutreachDaysAfterOutreach = 2 }
            },
        };

    [Fact]
    public async Task The_database_selects_exactly_those_whom_the_explanation_lets_through()
    {
        var found = new HashSet<string>();
        await using var app = await TrackerApp.StartAsync(postgres);
        var now = app.Clock.GetUtcNow();
        await RandomBook.WriteAsync(app.ConnectionString, Accounts, seed: 20260301, now);
        var accounts = await app.DbAsync(db =>
            db.Accounts.AsNoTracking().Include(a => a.Holds).AsSplitQuery().OrderBy(a => a.Id).ToListAsync()
        );
        var subjects = (
            await app.DbAsync(db => db.SubjectsToExplainAsync(accounts.ConvertAll(a => a.Id), TestContext.Current.CancellationToken))
        ).ToDictionary(subject => subject.AccountId);

        foreach (var (name, policy) in Policies.Select(row => row.Data))
        // What signals call for is the same in every policy.
        foreach (var playbook in PlaybookBook.All.Where(playbook => !playbook.BySignals || name == "as shipped"))
        {
            var context = new RunContext(now, policy with { SurveyReleased = true }, 1);
            var due = await app.DbAsync(db => db.Due(playbook, context).Select(s => s.AccountId).ToListAsync());
            var held = await app.DbAsync(db => db.HeldBack(playbook, context).Select(s => s.AccountId).ToListAsync());

            var through = accounts.Where(a => playbook.Explain(subjects[a.Id], context).All(condition => condition.Holds)).ToList();
            bool IsHeld(Account a) =>
                a.Holds.Exists(hold =>
                    hold.Playbook == playbook.Name
                    && hold.InForce(a.NextRenewalOn, a.Passage, a.SignalPlaybook == playbook.Name ? a.SignalReceivedAt : null)
                );
            due.Order().Should().Equal(through.Where(a => !IsHeld(a)).Select(a => a.Id), "{0}, {1}", playbook.Name, name);
            held.Order().Should().Equal(through.Where(IsHeld).Select(a => a.Id), "{0}, {1}", playbook.Name, name);
            due.Should().NotBeEmpty("the book must have some, or nothing was tested");
            held.Should().NotBeEmpty();
            if (!playbook.BySignals)
                found.Add($"{playbook.Name}: {string.Join(",", due)}");
        }
        found.Count.Should().BeGreaterThan(8, "the policies must differ in what they select");
    }

    [Fact]
    public async Task The_subject_is_the_same_read_by_the_database_or_from_the_account()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await RandomBook.WriteAsync(app.ConnectionString, 50, seed: 7, app.Clock.GetUtcNow());
        var accounts = await app.DbAsync(db => db.Accounts.AsNoTracking().OrderBy(a => a.Id).ToListAsync());

        var subjects = await app.DbAsync(db => db.Accounts.AsNoTracking().OrderBy(a => a.Id).Select(PlaybookSubject.Of).ToListAsync());

        subjects.Should().BeEquivalentTo(accounts.Select(PlaybookSubject.Of.Compile()), options => options.WithStrictOrdering());
        subjects.Should().OnlyContain(subject => subject.RowVersion > 0);
    }
}
