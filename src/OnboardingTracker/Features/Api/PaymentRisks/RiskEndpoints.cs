using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.PaymentRisks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Features.Api.Accounts;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.PaymentRisks;

/// <summary><c>GET /payment-risk</c> and its sums: the list that the page shows, filtered and ordered the same way.</summary>
internal static class RiskEndpoints
{
    private static readonly DateOnly s_earliest = new(2000, 1, 1);

    public static void MapPaymentRiskList(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApiGroup("payment risk");
        api.MapGet("/payment-risk", ListAsync)
            .WithName("listPaymentRisk")
            .WithSummary("List open and upcoming invoices by account")
            .WithDescription("An item an account from which money is expected, with its invoices. A cursor is good for its own order only.")
            .Filtered()
            .Parameter(
                "sort",
                "By what; a minus before it: the other way round. urgency: failed payments, then open invoices, then upcoming ones.",
                schema =>
                {
                    OneOf(schema, RiskSort.Names.SelectMany(name => new[] { name, "-" + name }));
                    schema.Default = RiskSort.Default.ToString();
                }
            )
            .Paged()
            .Gives(200, RiskAnswer.Page)
            .Refuses(400);
        api.MapGet("/payment-risk/summary", SummaryAsync)
            .WithName("getPaymentRiskSummary")
            .WithSummary("Sums per assessment, the risk-adjusted forecast, and what changed")
            .WithDescription(
                "In the team's currency; what no rate converts stands apart. The filters narrow the sums; since tells of all accounts."
            )
            .Filtered()
            .Parameter("since", "Also what changed since this day began, in the team's time zone.", schema => schema.Format = "date")
            .Gives(200, RiskSummaryAnswer.Example)
            .Refuses(400);
    }

    private static RouteHandlerBuilder Filtered(this RouteHandlerBuilder endpoint) =>
        endpoint
            .Parameter("assessment", "Only accounts with this assessment.", schema => OneOf(schema, Codes<PaymentRisk>()))
            .Parameter(
                "stale",
                "true: only accounts assessed before their current billing period.",
                schema => OneOf(schema, ["true", "false"])
            )
            .Parameter(
                "bills",
                "failed: a payment of an open invoice failed; open: an invoice is open; upcoming: none is.",
                schema => OneOf(schema, Codes<RiskBills>())
            )
            .Parameter("dueBefore", "Only accounts with an invoice that is due before this day.", schema => schema.Format = "date")
            .Parameter("owner", $"Only accounts of the member with this e-mail; {RiskParameters.Unowned}: only accounts that nobody owns.")
            .Parameter(
                "stage",
                "Only accounts in this stage; may be repeated.",
                schema => OneOf(schema, StageCatalogue.Shipped.Select(s => s.Code))
            )
            .Parameter("q", "Only accounts whose name, externalId or domain holds this, or a contact's e-mail begins with it.");

    private static async Task<Ok<ApiList<RiskAnswer>>> ListAsync(
        HttpContext http,
        [FromQuery] string? assessment,
        [FromQuery] string? stale,
        [FromQuery] string? bills,
        [FromQuery] string? dueBefore,
        [FromQuery] string? owner,
        [FromQuery] string[]? stage,
        [FromQuery] string? q,
        [FromQuery] string? sort,
        [FromQuery] string? limit,
        [FromQuery] string? cursor,
        TrackerDb db,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        var most = ApiPage.Limit(limit);
        var order =
            RiskSort.Parse(sort)
            ?? throw RiskParameters.Wrong("sort", $"One of {string.Join(", ", RiskSort.Names)}, or with a minus before it.");
        if (!RiskCursor.TryParse(cursor, order, out var at) || at is { Backward: true })
            throw ApiPage.BadCursor();
        var filter = await RiskParameters.FilterAsync(db, http.Request.Query, cancel);
        var book = new RiskBook(db, await db.RunContextAsync(time.GetUtcNow(), cancel));
        var page = await book.PageAsync(filter, order, at, most, cancel);
        var ids = page.Rows.Select(row => row.Id).ToList();
        var invoices = await book.BillsAsync(ids, cancel);
        var activity = await db.RowActivityAsync(ids, cancel);
        var owners = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Id, m => m.Email, cancel);
        var currency = book.Context.Policy.TeamCurrency;
        return TypedResults.Ok(
            new ApiList<RiskAnswer>(
                [
                    .. page.Rows.Select(row => new RiskAnswer(
                        row.ExternalId,
                        row.Name,
                        row.Stage,
                        row.OwnerId is { } id ? owners.GetValueOrDefault(id) : null,
                        row.NextRenewalOn,
                        [.. invoices[row.Id].Select(InvoiceOf)],
                        Money(row.OpenAmount, currency),
                        Money(row.UpcomingAmount, currency),
                        Money(row.ForecastAmount, row.ForecastCurrency),
                        new(row.Assessment, row.PaymentRiskNote, row.PaymentRiskBy, row.PaymentRiskAt, row.Stale),
                        activity[row.Id].LastContactAt
                    )),
                ],
                page.Next?.ToString()
            )
        );
    }

    private static async Task<Ok<RiskSummaryAnswer>> SummaryAsync(
        HttpContext http,
        [FromQuery] string? assessment,
        [FromQuery] string? stale,
        [FromQuery] string? bills,
        [FromQuery] string? dueBefore,
        [FromQuery] string? owner,
        [FromQuery] string[]? stage,
        [FromQuery] string? q,
        [FromQuery] string? since,
        TrackerDb db,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        var filter = await RiskParameters.FilterAsync(db, http.Request.Query, cancel);
        var book = new RiskBook(db, await db.RunContextAsync(time.GetUtcNow(), cancel));
        var day = RiskParameters.Day("since", since);
        if (day > book.Context.Today || day < s_earliest)
            throw RiskParameters.Wrong("since", "A day that has begun.");
        var totals = await db.SumsAsync(book, filter, cancel);
        return TypedResults.Ok(
            new RiskSummaryAnswer(
                book.Context.Policy.TeamCurrency,
                totals.Accounts,
                totals.Open,
                totals.Upcoming,
                totals.Forecast,
                totals.RiskAdjusted,
                [.. totals.ByAssessment.Select(RiskSumAnswer.Of)],
                [
                    .. totals.Apart.Select(part => new RiskApartAnswer(
                        part.Assessment,
                        part.Currency,
                        part.Open,
                        part.Upcoming,
                        part.Forecast
                    )),
                ],
                day is { } on ? SinceOf(await db.SinceAsync(book, on, cancel)) : null
            )
        );
    }

    private static RiskInvoiceAnswer InvoiceOf(RiskBill bill) =>
        new(
            bill.Invoice,
            bill.Number,
            bill.State ?? "upcoming",
            Money(bill.Amount, bill.Currency),
            bill.DueOn,
            bill.Attempts,
            bill.FailedAt,
            bill.NextAttemptAt
        );

    private static RiskSinceAnswer SinceOf(RiskSince since) =>
        new(
            since.On,
            [.. since.Then.Select(then => new RiskThenAnswer(then.Assessment, then.Accounts, then.Open, then.Forecast, then.RiskAdjusted))],
            [.. since.Assessed.Select(c => new ReassessedAnswer(c.ExternalId, c.From, c.To, c.By.ToString(), c.At, c.Note))],
            [.. since.Failed.Select(EventOf)],
            [.. since.Paid.Select(EventOf)]
        );

    private static InvoiceEventAnswer EventOf(ChangedInvoice invoice) =>
        new(invoice.ExternalId, invoice.Invoice, invoice.Number, Money(invoice.Amount, invoice.Currency), invoice.At);

    private static MoneyAnswer? Money(decimal? amount, string? currency) =>
        amount is { } value && currency is not null ? new(value, currency) : null;

    private static IEnumerable<string> Codes<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value => AccountDetails.Code(value));

    private static void OneOf(OpenApiSchema schema, IEnumerable<string> values) =>
        schema.Enum = [.. values.Select(value => (JsonNode)JsonValue.Create(value)!)];
}
