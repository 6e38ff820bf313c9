using FluentAssertions.Execution;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Dashboard.Planned;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Playbooks;

namespace OnboardingTracker.Tests.Data.Dashboard.Planned;

/// <summary>The plan says what then happens: the book is frozen, the clock walks through the days, and both are compared.</summary>
public sealed class PlannedBookTests(TestPostgres postgres)
{
    private sealed record Book(int Seed, Policy Policy)
    {
        public string[] Off { get; init; } = [];

        public string[] Waiting { get; init; } = [];
    }

    private static readonly Dictionary<string, Book> s_books = new()
    {
        ["summer time begins in Berlin"] = new(1, new Policy { SurveyReleased = true, TimeZone = "Europe/Berlin" }),
        ["at an hour that New York skips"] = new(
            2,
            new Policy
            {
                SurveyReleased = true,
                TimeZone = "America/New_York",
                PolicyHour = new(2, 30),
                FinalOutreachIncludesNewAccounts = true,
                FinalOutreachDaysAfterOutreach = 9,
            }
        )
        {
            Waiting = [PlaybookNames.LargeInvoice],
        },
        ["second renewal, before midnight in Kolkata"] = new(
            3,
            new Policy
            {
                TimeZone = "Asia/Kolkata",
                PolicyHour = new(23, 50),
                FinalOutreachAtRenewal = 2,
                CallAssumedHeldAfterHours = 30,
                CurrencyRates = new Dictionary<string, decimal> { ["EUR"] = 1.1m },
            }
        )
        {
            Off = [PlaybookNames.CallCompleted, PlaybookNames.NeverContacted],
        },
    };

    public static TheoryData<string> Books => [.. s_books.Keys];

    [Theory]
    [MemberData(nameof(Books))]
    public async Task What_is_planned_for_thirty_days_is_what_then_happens_day_by_day(string name)
    {
        var book = s_books[name];
        await using var app = await FrozenBook.StartAsync(
            postgres,
            book.Policy,
            book.Seed,
            accounts: 220,
            stories: 24,
            book.Off,
            book.Waiting
        );
        var (plan, entries) = await app.PlanAsync();
        var walk = new ClockWalk(app, book.Policy);

        await walk.RunAsync(PlanAgenda.Days);

        Same(entries.Where(entry => entry.State == PlannedStates.Planned).Select(Line), walk.Happened);
        Same(
            entries
                .Where(entry => entry.State == PlannedStates.Held && PlaybookOf(entry) is { BySignals: false, Alert: null })
                .Select(entry => FrozenBook.Line(entry.Day, entry.AccountId, entry.Playbook, "held")),
            walk.Held
        );
        entries.Select(entry => PlaybookOf(entry).Effect).Distinct().Should().HaveCount(3, "moves, alerts and surveys are all in it");
        entries.Should().OnlyContain(entry => entry.Day >= plan.FirstDay && entry.Day <= plan.LastDay);
    }

    /// <summary>What the query of a span finds is never less than what one of its days would.</summary>
    [Fact]
    public async Task A_span_of_days_finds_everyone_whom_one_of_its_days_finds_and_few_others()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var policy = new Policy { SurveyReleased = true, FinalOutreachDaysAfterOutreach = 3 };
        var first = new RunContext(app.Clock.GetUtcNow(), policy, 1);
        var last = first.On(first.Today.AddDays(29));
        await RandomBook.WriteAsync(app.ConnectionString, 2_000, seed: 7, first.Now);
        foreach (var playbook in PlaybookBook.All.Where(playbook => !playbook.BySignals))
        {
            var within = await app.DbAsync(db => db.DueWithin(playbook, first, last).Select(s => s.AccountId).ToHashSetAsync());
            var somewhen = new HashSet<long>();
            for (var day = first.Today; day <= last.Today; day = day.AddDays(1))
            {
                var then = first.On(day);
                somewhen.UnionWith(await app.DbAsync(db => db.Due(playbook, then).Select(s => s.AccountId).ToListAsync()));
                somewhen.UnionWith(await app.DbAsync(db => db.HeldBack(playbook, then).Select(s => s.AccountId).ToListAsync()));
            }
            somewhen.Should().NotBeEmpty(playbook.Name).And.BeSubsetOf(within, playbook.Name);
            within.Count.Should().BeLessThan((somewhen.Count * 3 / 2) + 10, playbook.Name);
        }
    }

    /// <summary>Whatever is in one of them alone is named.</summary>
    private static void Same(IEnumerable<string> planned, IReadOnlyCollection<string> happened)
    {
        var left = happened.ToList();
        var missing = planned.Where(line => !left.Remove(line)).ToList();
        using var _ = new AssertionScope();
        missing.Should().BeEmpty("it was planned, and did not happen");
        left.Should().BeEmpty("it was not planned, and happened");
        happened.Should().NotBeEmpty();
    }

    private static string Line(PlannedEntry entry) =>
        FrozenBook.Line(
            entry.Day,
            entry.AccountId,
            entry.Playbook,
            PlaybookOf(entry).Effect switch
            {
                PlaybookEffect.RaisesAlerts => $"{entry.Occasion} due {entry.DueOn:yyyy-MM-dd}",
                PlaybookEffect.SendsSurvey => "asked",
                _ => $"{entry.FromStage ?? "none"} → {entry.ToStage ?? "none"}",
            }
        );

    private static Playbook PlaybookOf(PlannedEntry entry) => PlaybookBook.Find(entry.Playbook)!;
}
