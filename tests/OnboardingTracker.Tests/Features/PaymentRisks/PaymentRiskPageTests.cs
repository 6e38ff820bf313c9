using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;
using OnboardingTracker.Tests.Features.Signals;

namespace OnboardingTracker.Tests.Features.PaymentRisks;

public sealed partial class PaymentRiskPageTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_page_lists_who_owes_and_who_is_to_pay_failed_payments_first()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var rita = await PageClient.SignedInAsync(app, Role.Revenue);
        (await rita.HtmlAsync("/payment-risk")).Should().Contain("No money is expected");
        await WorldAsync(app);

        var html = await rita.HtmlAsync("/payment-risk");

        Names(html).Should().Equal("broke", "owing", "coming");
        html.Should().Contain("Payment failed").And.Contain("2 attempts, next Mar 9").And.Contain("$750.25").And.Contain("A-broke");
        Names(await rita.HtmlAsync("/payment-risk?bills=failed")).Should().Equal("broke");
        Names(await rita.HtmlAsync("/payment-risk?bills=upcoming")).Should().Equal("coming");
        Names(await rita.HtmlAsync("/payment-risk?dueBefore=2026-03-10")).Should().Equal("broke", "owing");
        Names(await rita.HtmlAsync("/payment-risk?q=OWI")).Should().Equal("owing");
        Names(await rita.HtmlAsync("/payment-risk?q=100%25")).Should().BeEmpty();
        Names(await rita.HtmlAsync("/payment-risk?sort=-name")).Should().Equal("owing", "coming", "broke");
        Names(await rita.HtmlAsync("/payment-risk?assessment=atRisk")).Should().BeEmpty();
        Names(await rita.HtmlAsync("/payment-risk?stage=1&owner=none")).Should().Equal("broke", "owing", "coming");
        Names(await rita.HtmlAsync("/payment-risk?cursor=nonsense&sort=%00&stale=perhaps&dueBefore=32")).Should().HaveCount(3);
    }

    [Fact]
    public async Task Many_are_marked_in_one_go_and_one_press_takes_it_back_with_who_had_said_what()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var rita = await PageClient.SignedInAsync(app, Role.Revenue);
        var (broke, owing, coming) = await WorldAsync(app);
        var ann = Actor.User("ann@example.com");
        await app.WithAsync(services =>
            services.GetRequiredService<AccountWrites>().AssessPaymentRiskAsync(broke, PaymentRisk.LikelyToPay, "they promised", ann)
        );
        var saidAt = (await app.DbAsync(db => db.Accounts.SingleAsync(a => a.Id == broke))).PaymentRiskAt;
        app.Clock.Advance(TimeSpan.FromHours(1));

        using var answer = await rita.HtmxPostAsync(
            "/accounts/risk",
            new()
            {
                ["accounts"] = $"{broke},{owing}",
                ["Assessment"] = "unlikelyToPay",
                ["Note"] = "Insolvent",
                ["Seen"] = app.Clock.GetUtcNow().ToString("O"),
            },
            "/payment-risk"
        );

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var toast = await answer.Content.ReadAsStringAsync();
        toast.Should().Contain("2 accounts: unlikely to pay").And.Contain("/payment-risk/undo");
        (await RisksAsync(app)).Should().Equal(PaymentRisk.UnlikelyToPay, PaymentRisk.UnlikelyToPay, PaymentRisk.NotAssessed);
        (await app.DbAsync(db => db.AccountChanges.CountAsync(c => c.Actor == Actor.User("revenue@example.com")))).Should().Be(2);
        var at = WebUtility.HtmlDecode(Regex.Match(toast, "name=\"At\" value=\"([^\"]+)\"").Groups[1].Value);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        using var undone = await rita.HtmxPostAsync("/payment-risk/undo", new() { ["At"] = at }, "/payment-risk");

        (await undone.Content.ReadAsStringAsync()).Should().Contain("2 accounts: as before");
        (await RisksAsync(app)).Should().Equal(PaymentRisk.LikelyToPay, PaymentRisk.NotAssessed, PaymentRisk.NotAssessed);
        var again = await app.DbAsync(db => db.Accounts.AsNoTracking().SingleAsync(a => a.Id == broke));
        (again.PaymentRiskNote, again.PaymentRiskBy, again.PaymentRiskAt).Should().Be(("they promised", ann, saidAt));
        using var twice = await rita.HtmxPostAsync("/payment-risk/undo", new() { ["At"] = at }, "/payment-risk");
        twice.StatusCode.Should().Be(HttpStatusCode.Conflict);
        coming.Should().BePositive();
    }

    [Fact]
    public async Task What_somebody_else_said_meanwhile_is_not_marked_over_and_named()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var rita = await PageClient.SignedInAsync(app, Role.Revenue);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var (broke, owing, _) = await WorldAsync(app);
        var seen = app.Clock.GetUtcNow().ToString("O");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var first = await ann.PostAsync($"/accounts/{broke}/risk", new() { ["Assessment"] = "likelyToPay", ["Seen"] = "" });

        using var answer = await rita.HtmxPostAsync(
            "/accounts/risk",
            new()
            {
                ["accounts"] = $"{broke},{owing}",
                ["Assessment"] = "atRisk",
                ["Seen"] = seen,
            },
            "/payment-risk"
        );

        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        html.Should().Contain("1 account: at risk").And.Contain("Specialist marked broke meanwhile (likely to pay): left as it is.");
        (await RisksAsync(app)).Should().Equal(PaymentRisk.LikelyToPay, PaymentRisk.AtRisk, PaymentRisk.NotAssessed);
        using var twice = await rita.HtmxPostAsync(
            "/accounts/risk",
            new()
            {
                ["accounts"] = $"{owing}",
                ["Assessment"] = "atRisk",
                ["Seen"] = seen,
            },
            "/payment-risk"
        );
        (await twice.Content.ReadAsStringAsync()).Should().Contain("nothing to change", "a double press is one");
        using var tooLong = await rita.HtmxPostAsync(
            "/accounts/risk",
            new()
            {
                ["accounts"] = $"{owing}",
                ["Assessment"] = "unlikelyToPay",
                ["Note"] = new string('x', 4001),
            },
            "/payment-risk"
        );
        tooLong.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task The_sums_count_by_the_policys_weights_and_the_changes_name_who_said_what()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (broke, _, _) = await WorldAsync(app);
        app.Clock.Advance(TimeSpan.FromDays(1));
        using var rita = await PageClient.SignedInAsync(app, Role.Revenue);
        using var marked = await rita.PostAsync(
            $"/accounts/{broke}/risk",
            new()
            {
                ["Assessment"] = "atRisk",
                ["Note"] = "<b>Card</b> expired",
                ["Seen"] = "",
            }
        );

        var html = await rita.HtmlAsync("/payment-risk");
        html.Should().Contain("50 % counts").And.Contain("title=\"$250.00\"", "half of 500").And.Contain("title=\"$1,250.00\"", "of 1,500");
        html.Should().Contain("&lt;b&gt;Card").And.NotContain("<b>Card");
        var changes = await rita.HtmlAsync("/payment-risk/changes?since=2026-03-02");
        changes.Should().Contain("At risk").And.Contain("Not assessed").And.Contain("Revenue").And.Contain("&lt;b&gt;Card");
        (await rita.HtmlAsync("/payment-risk/changes?since=2030-01-01")).Should().Contain("Choose a day that has begun");
        (await rita.HtmlAsync("/payment-risk/changes?since=0001-01-01")).Should().Contain("Choose a day that has begun");
        (await rita.HtmlAsync($"/accounts/{broke}/history/paymentRisk")).Should().Contain("from not assessed").And.Contain("Revenue");
    }

    [Fact]
    public async Task The_file_holds_the_filtered_list_a_line_an_invoice_and_runs_in_no_spreadsheet()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var rita = await PageClient.SignedInAsync(app, Role.Revenue);
        var (broke, _, _) = await WorldAsync(app);
        await app.WithAsync(services =>
            services
                .GetRequiredService<AccountWrites>()
                .AssessPaymentRiskAsync(broke, PaymentRisk.AtRisk, "=1+1", Actor.User("ann@example.com"))
        );

        var file = await (await rita.GetAsync("/payment-risk.csv?bills=failed")).Content.ReadAsStringAsync();
        var lines = file.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        lines.Should().HaveCount(3, "the header, the failed invoice, and the account's next one");
        lines[1]
            .Should()
            .StartWith("broke,broke,open,in_broke,A-broke,750.25,USD,2026-03-01,2,")
            .And.Contain(",500.00,USD,")
            .And.Contain(",'=1+1,");
        lines[2].Should().StartWith("broke,broke,upcoming,,,500.00,USD,2026-03-20,0,,,,,", "its forecast is summed once");
        (await (await rita.GetAsync("/payment-risk.csv")).Content.ReadAsStringAsync()).Should().Contain("coming");
    }

    /// <summary>Leads with a forecast of 500 and a renewal on 20 March: one whose payment failed twice, one with an open invoice, one with neither.</summary>
    internal static async Task<(long Broke, long Owing, long Coming)> WorldAsync(TrackerApp app)
    {
        var ids = new List<long>();
        foreach (var name in new[] { "broke", "owing", "coming" })
        {
            ids.Add(await app.LeadAsync(name));
            await app.WithAsync(services =>
                services
                    .GetRequiredService<AccountWrites>()
                    .UpdateAsync(
                        ids[^1],
                        new AccountUpdate { NextRenewalOn = new DateOnly(2026, 3, 20) },
                        DetailSources.Import,
                        TestAccounts.Importer
                    )
            );
        }
        await BillAsync(SignalKinds.InvoiceChanged, "owing", "open", null, null);
        await BillAsync(SignalKinds.PaymentFailed, "broke", "open", 2, new DateTimeOffset(2026, 3, 9, 0, 0, 0, TimeSpan.Zero));
        return (ids[0], ids[1], ids[2]);

        Task BillAsync(string kind, string name, string status, int? attempt, DateTimeOffset? next) =>
            app.TellAsync(
                new SignalFact
                {
                    Kind = kind,
                    OccurredAt = app.Clock.GetUtcNow(),
                    About = new() { ExternalId = name },
                    Invoice = new()
                    {
                        Invoice = "in_" + name,
                        Number = "A-" + name,
                        Status = status,
                        AmountDue = 750.25m,
                        Currency = "USD",
                        DueAt = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
                        Attempt = attempt,
                        NextAttemptAt = next,
                    },
                }
            );
    }

    private static Task<List<PaymentRisk>> RisksAsync(TrackerApp app) =>
        app.DbAsync(db => db.Accounts.OrderBy(a => a.Id).Select(a => a.PaymentRisk).ToListAsync());

    private static List<string> Names(string html) =>
        [.. RowName().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];

    [GeneratedRegex("<tr data-row[^>]* data-name=\"([^\"]*)\"")]
    private static partial Regex RowName();
}
