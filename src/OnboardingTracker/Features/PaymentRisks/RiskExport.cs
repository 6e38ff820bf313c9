using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.PaymentRisks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Platform.Csv;

namespace OnboardingTracker.Features.PaymentRisks;

/// <summary>
/// The list as a file, a line an invoice: what the page shows under an address, the file has under the same one. It is written while it
/// is read, so that its size does not matter.
/// </summary>
public sealed class RiskExport(TrackerDb db, NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Accounts whose invoices and last contact are read together.</summary>
    private const int BatchSize = 500;

    /// <param name="First">The account's first line: its forecast stands on that one alone, so that the column can be summed.</param>
    public sealed record Line(RiskRow Account, RiskBill Bill, bool First, string? Owner, DateTimeOffset? LastContactAt);

    public static IReadOnlyList<CsvColumn<Line>> Columns { get; } =
    [
        new("externalId", line => line.Account.ExternalId),
        new("name", line => line.Account.Name),
        new("kind", line => line.Bill.Open ? line.Bill.State : "upcoming"),
        new("invoice", line => line.Bill.Invoice),
        new("number", line => line.Bill.Number),
        new("amount", line => Number(line.Bill.Amount)),
        new("currency", line => line.Bill.Currency),
        new("dueOn", line => Day(line.Bill.DueOn)),
        new("attempts", line => line.Bill.Attempts.ToString(CultureInfo.InvariantCulture)),
        new("failedAt", line => Time(line.Bill.FailedAt)),
        new("nextAttemptAt", line => Time(line.Bill.NextAttemptAt)),
        new("forecastAmount", line => line.First ? Number(line.Account.ForecastAmount) : null),
        new("forecastCurrency", line => line.First ? line.Account.ForecastCurrency : null),
        new("nextRenewalOn", line => Day(line.Account.NextRenewalOn)),
        new("paymentRisk", line => line.Account.PaymentRisk),
        new("paymentRiskNote", line => line.Account.PaymentRiskNote),
        new("paymentRiskBy", line => line.Account.PaymentRiskBy),
        new("paymentRiskAt", line => Time(line.Account.PaymentRiskAt)),
        new("stale", line => line.Account.Stale ? "yes" : "no"),
        new("lastContactAt", line => Time(line.LastContactAt)),
        new("owner", line => line.Owner),
        new("stage", line => line.Account.Stage),
    ];

    public async Task WriteAsync(HttpContext http)
    {
        var cancellation = http.RequestAborted;
        var query = RiskQuery.Parse(http.Request.Query);
        var run = await db.RunContextAsync(time.GetUtcNow(), cancellation);
        var members = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Id, m => m.Email, cancellation);
        var ids = members.ToDictionary(member => member.Value, member => member.Key);
        var filter = query.ToFilter(http.User.MemberId(), email => ids.TryGetValue(email, out var id) ? id : null);
        await CsvExport.WriteAsync(
            http.Response,
            $"payment-risk-{run.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv",
            Columns,
            LinesAsync(filter, query.Sort, run, members, cancellation),
            cancellation
        );
    }

    private async IAsyncEnumerable<Line> LinesAsync(
        RiskFilter filter,
        RiskSort sort,
        RunContext run,
        Dictionary<int, string> members,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        // The list comes over a connection of its own, row by row as the file goes out, while the rest is asked for on another.
        await using var reading = new TrackerDb(new DbContextOptionsBuilder<TrackerDb>().UseTracker(database).Options);
        var book = new RiskBook(db, run);
        await foreach (var accounts in new RiskBook(reading, run).All(filter, sort).Chunked(BatchSize, cancellation))
        {
            var ids = accounts.ConvertAll(account => account.Id);
            var bills = await book.BillsAsync(ids, cancellation);
            var activity = await db.RowActivityAsync(ids, cancellation);
            foreach (var account in accounts)
            {
                var owner = account.OwnerId is { } id ? members.GetValueOrDefault(id) : null;
                foreach (var (i, bill) in bills[account.Id].Index())
                    yield return new(account, bill, i == 0, owner, activity[account.Id].LastContactAt);
            }
        }
    }

    private static string? Number(decimal? amount) => amount?.ToString("0.00##", CultureInfo.InvariantCulture);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
