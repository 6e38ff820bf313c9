using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.OpenApi;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary><c>GET /accounts</c>: the list that the pages show, filtered and ordered the same way.</summary>
internal static class AccountListEndpoint
{
    private const string Unowned = "none";
    private const int LongestSearch = 200;

    public static void MapAccountList(this RouteGroupBuilder api) =>
        api.MapGet("/accounts", ListAsync)
            .WithName("listAccounts")
            .WithSummary("List accounts")
            .WithDescription("Accounts without the value that the list is ordered by come last. A cursor is good for its own order only.")
            .Parameter(
                "stage",
                "Only accounts in this stage; may be repeated.",
                schema => OneOf(schema, StageCatalogue.Shipped.Select(s => s.Code))
            )
            .Parameter("owner", $"Only accounts of the member with this e-mail; {Unowned}: only accounts that nobody owns.")
            .Parameter("plan", "Only accounts on this plan.", OneOf<Plan>)
            .Parameter("paymentRisk", "Only accounts with this assessment.", OneOf<PaymentRisk>)
            .Parameter(
                "segment",
                "Only members of this segment.",
                schema => OneOf(schema, [Segments.OnboardingLead, Segments.OnboardingEngaged])
            )
            .Parameter("renewalBefore", "Only accounts whose renewal is before this day.", schema => schema.Format = "date")
            .Parameter("q", "Only accounts whose name, externalId or domain holds this, or a contact's e-mail begins with it.")
            .Parameter(
                "sort",
                "By what; a minus before it: the other way round.",
                schema =>
                {
                    OneOf(schema, AccountSort.Names.SelectMany(name => new[] { name, "-" + name }));
                    schema.Default = AccountSort.Default.ToString();
                }
            )
            .Paged()
            .Gives(200, AccountExamples.Page)
            .Refuses(400);

    private static async Task<Ok<ApiList<AccountAnswer>>> ListAsync(
        [FromQuery] string[]? stage,
        string? owner,
        string? plan,
        string? paymentRisk,
        string? segment,
        string? renewalBefore,
        string? q,
        string? sort,
        string? limit,
        string? cursor,
        TrackerDb db,
        AccountAnswers answers,
        CancellationToken cancel
    )
    {
        var most = ApiPage.Limit(limit);
        var order =
            AccountSort.Parse(sort) ?? throw Wrong("sort", $"One of {string.Join(", ", AccountSort.Names)}, or with a minus before it.");
        if (!AccountCursor.TryParse(cursor, order, out var at) || at is { Backward: true })
            throw ApiPage.BadCursor();
        var filter = new AccountFilter
        {
            Stages = await StagesAsync(stage ?? [], db, cancel),
            OwnerId = await OwnerAsync(owner, db, cancel),
            Unowned = owner == Unowned,
            Plan = Code<Plan>("plan", plan),
            PaymentRisk = Code<PaymentRisk>("paymentRisk", paymentRisk),
            Segment = SegmentOf(segment),
            RenewalBefore = DayOf("renewalBefore", renewalBefore),
            Q = Search(q),
        };
        var page = await new AccountList(db, filter, order).PageAsync(at, most, AccountAnswers.Row, cancel);
        return TypedResults.Ok(new ApiList<AccountAnswer>(await answers.OfAsync(page.Items, cancel), page.Next?.ToString()));
    }

    private static async Task<IReadOnlyList<string>> StagesAsync(string[] codes, TrackerDb db, CancellationToken cancel)
    {
        if (codes.Length == 0)
            return [];
        var stages = await db.StagesAsync(cancel);
        return codes.All(code => stages.Find(code) is not null)
            ? [.. codes.Distinct(StringComparer.Ordinal)]
            : throw Wrong("stage", $"The code of a stage: {string.Join(", ", stages.InOrder.Select(s => s.Code))}.");
    }

    private static async Task<int?> OwnerAsync(string? owner, TrackerDb db, CancellationToken cancel)
    {
        if (owner is null or Unowned)
            return null;
        var email = EmailAddress.Normalise(owner, out _);
        var id = email is null ? null : await db.Members.Where(m => m.Email == email).Select(m => (int?)m.Id).FirstOrDefaultAsync(cancel);
        return id ?? throw Wrong("owner", $"The e-mail of a member, or {Unowned}.");
    }

    private static T? Code<T>(string field, string? text)
        where T : struct, Enum
    {
        if (text is null)
            return null;
        foreach (var value in Enum.GetValues<T>())
            if (AccountDetails.Code(value) == text)
                return value;
        throw Wrong(field, $"One of {JsonKinds.Codes<T>()}.");
    }

    private static string? SegmentOf(string? text) =>
        text is null or Segments.OnboardingLead or Segments.OnboardingEngaged
            ? text
            : throw Wrong("segment", $"{Segments.OnboardingLead} or {Segments.OnboardingEngaged}.");

    private static DateOnly? DayOf(string field, string? text)
    {
        if (text is null)
            return null;
        return DayText.TryParse(text, out var day, out var reason) ? day : throw Wrong(field, reason + ".");
    }

    private static string? Search(string? text) =>
        text is not null && DetailText.Problem(text, LongestSearch) is { } problem ? throw Wrong("q", $"The text {problem}.") : text;

    private static ApiProblemException Wrong(string field, string message) => ApiProblemException.Invalid(field, message);

    private static void OneOf<T>(OpenApiSchema schema)
        where T : struct, Enum => OneOf(schema, Enum.GetValues<T>().Select(value => AccountDetails.Code(value)));

    private static void OneOf(OpenApiSchema schema, IEnumerable<string> values) =>
        schema.Enum = [.. values.Select(value => (JsonNode)JsonValue.Create(value)!)];
}
