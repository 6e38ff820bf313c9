using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Platform.Api;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Platform.Options;

namespace OnboardingTracker.Features.Import;

/// <summary><c>POST /accounts/import</c>, <c>GET /imports/{id}</c>, <c>GET /imports/{id}/rejections</c>.</summary>
internal static class ImportEndpoints
{
    private const string Example = """
        {
          "id": 7,
          "state": "completed",
          "rowsRead": 1204,
          "created": 40,
          "updated": 310,
          "unchanged": 852,
          "rejected": 2,
          "newLeads": 5,
          "baseline": false,
          "migrate": false,
          "createdBy": "api:billing",
          "createdAt": "2026-11-20T08:00:00Z",
          "finishedAt": "2026-11-20T08:00:03Z",
          "warnings": ["Columns that mean nothing here were left out: \"mrr\"."],
          "error": null
        }
        """;

    public static void MapImportApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApiGroup("imports").RequireAuthorization(Access.Administer);
        api.MapPost("/accounts/import", TakeAsync)
            .WithName("importAccounts")
            .WithSummary("Import accounts from a file")
            .WithDescription(
                "Streams the body, CSV with a header or NDJSON, and answers at once; the work is done afterwards. Columns: externalId, name, "
                    + "domain, plan, program, forecastAmount, forecastCurrency, nextRenewalOn, stripeCustomerId, contactEmail, contactName, "
                    + "salesOwner, owner, segments. An empty cell leaves a value as it is; so does an absent field, and null clears. Needs an "
                    + "admin's key."
            )
            .Parameter("baseline", "true: nobody enters the pipeline by it.")
            .Parameter("migrate", "true: takes stage and stageEnteredOn over from another system.")
            .Accepts<string>("text/csv", "application/x-ndjson")
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .Gives(202, Example)
            .Refuses(400, 413, 415);
        api.MapGet("/imports/{id:long}", FindAsync)
            .WithName("getImport")
            .WithSummary("Look at an import")
            .Parameter("id", "The import's id.")
            .Gives(200, Example)
            .Refuses(404);
        api.MapGet("/imports/{id:long}/rejections", RejectionsAsync)
            .WithName("listRejections")
            .WithSummary("List the rows that an import did not take")
            .WithDescription("In the order of the file. A row with several faults has an item for each.")
            .Parameter("id", "The import's id.")
            .Paged()
            .Gives(
                200,
                """
                {
                  "items": [{ "line": 17, "field": "nextRenewalOn", "reason": "\"31/12/2026\" is not a day: write it as YYYY-MM-DD, like 2026-12-31." }],
                  "nextCursor": null
                }
                """
            )
            .Refuses(400, 404);
    }

    private static async Task<Accepted<ImportAnswer>> TakeAsync(
        string? baseline,
        string? migrate,
        HttpContext http,
        ImportUploads uploads,
        TrackerOptions options,
        CancellationToken cancel
    )
    {
        var format =
            ImportFormats.OfMediaType(http.Request.ContentType)
            ?? throw ApiProblemException.Of(
                StatusCodes.Status415UnsupportedMediaType,
                "Send text/csv or application/x-ndjson, in UTF-8 or in UTF-16 with a byte order mark."
            );
        var wanted = new NewImport(
            null,
            format,
            Flag(nameof(baseline), baseline),
            Flag(nameof(migrate), migrate),
            Preview: false,
            http.User.Actor()
        );
        try
        {
            if (http.Request.ContentLength > options.MaxImportBytes)
                throw ImportNotTakenException.TooLarge(options.MaxImportBytes);
            var import = await uploads.TakeAsync(wanted, http.Request.Body, cancel);
            return TypedResults.Accepted($"{ApiSetup.Root}/imports/{import.Id}", ImportAnswer.Of(import));
        }
        catch (ImportNotTakenException refused)
        {
            throw ApiProblemException.Of(
                refused.IsTooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest,
                refused.Message
            );
        }
    }

    private static async Task<Ok<ImportAnswer>> FindAsync(long id, TrackerDb db, CancellationToken cancel) =>
        TypedResults.Ok(
            ImportAnswer.Of(await db.Imports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancel) ?? throw NoSuchImport(id))
        );

    private static async Task<Ok<ApiList<ImportRejectionAnswer>>> RejectionsAsync(
        long id,
        string? limit,
        string? cursor,
        TrackerDb db,
        CancellationToken cancel
    )
    {
        var most = ApiPage.Limit(limit);
        var list = $"rejections of {id}";
        var after = ApiPage.Place(list, cursor) ?? 0;
        if (!await db.Imports.AnyAsync(i => i.Id == id, cancel))
            throw NoSuchImport(id);
        var rows = await db
            .ImportRejections.AsNoTracking()
            .Where(r => r.ImportId == id && r.Id > after)
            .OrderBy(r => r.Id)
            .Take(most + 1)
            .ToListAsync(cancel);
        var page = ApiPage.Of(rows, most, row => ApiPage.Cursor(list, row.Id));
        return TypedResults.Ok(
            new ApiList<ImportRejectionAnswer>(
                [.. page.Items.Select(r => new ImportRejectionAnswer(r.Line, r.Field.Length == 0 ? null : r.Field, r.Reason))],
                page.NextCursor
            )
        );
    }

    private static bool Flag(string name, string? text) =>
        text switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw ApiProblemException.Invalid(name, "true or false."),
        };

    private static ApiProblemException NoSuchImport(long id) => ApiProblemException.NotFound($"There is no import {id}.");
}
