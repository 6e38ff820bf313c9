using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Platform.Csv;

namespace OnboardingTracker.Features.Import;

/// <summary>What the import gives back as files: the rows that were not taken, and a file to begin with.</summary>
internal static class ImportFiles
{
    private static readonly CsvColumn<ImportRejection>[] s_rejections =
    [
        new("line", r => r.Line.ToString(CultureInfo.InvariantCulture)),
        new("field", r => r.Field),
        new("reason", r => r.Reason),
    ];

    private static readonly CsvColumn<ImportExample>[] s_example =
    [
        .. ImportExample.Columns.Select(c => new CsvColumn<ImportExample>(c.Name, _ => c.Example)),
    ];

    public static void MapImportFiles(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/import").RequireAuthorization(Access.Administer).ExcludeFromDescription();
        files.MapGet("/{id:long}/rejections.csv", WriteRejectionsAsync);
        files.MapGet(
            "/example.csv",
            (HttpContext http) =>
                CsvExport.WriteAsync(
                    http.Response,
                    "accounts-example.csv",
                    s_example,
                    new[] { new ImportExample() }.ToAsyncEnumerable(),
                    http.RequestAborted
                )
        );
    }

    private static async Task WriteRejectionsAsync(long id, TrackerDb db, HttpContext http)
    {
        if (!await db.Imports.AnyAsync(i => i.Id == id, http.RequestAborted))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        await CsvExport.WriteAsync(
            http.Response,
            string.Create(CultureInfo.InvariantCulture, $"import-{id}-rejections.csv"),
            s_rejections,
            db.ImportRejections.AsNoTracking().Where(r => r.ImportId == id).OrderBy(r => r.Id).AsAsyncEnumerable(),
            http.RequestAborted
        );
    }
}
