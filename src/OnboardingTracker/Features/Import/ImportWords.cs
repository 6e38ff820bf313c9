using OnboardingTracker.Data.Imports;
using OnboardingTracker.Features.Shared;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Features.Import;

/// <summary>How pages name imports and their states.</summary>
internal static class ImportWords
{
    public static string NameOf(ImportRecord import) => import.FileName ?? $"Import {import.Id}";

    public static string Of(ImportState state) =>
        state switch
        {
            ImportState.Previewing => "looking through it",
            ImportState.Previewed => "waits for you",
            ImportState.Canceled => "canceled",
            _ => state.ToString().ToLowerInvariant(),
        };

    public static string BadgeOf(ImportState state) =>
        state switch
        {
            ImportState.Completed => "badge badge--ok",
            ImportState.Failed => "badge badge--danger",
            ImportState.Previewed => "badge badge--warn",
            ImportState.Canceled => "badge",
            _ => "badge badge--accent",
        };

    public static bool IsAtWork(ImportState state) => state is ImportState.Previewing or ImportState.Queued or ImportState.Running;

    /// <summary>"412,000 rows so far".</summary>
    public static string Progress(ImportRecord import, ReaderFormat format) =>
        import.RowsRead == 0 ? "beginning" : $"{Words.Count(import.RowsRead, "row", format)} so far";

    public static string Size(long bytes, ReaderFormat format) =>
        bytes switch
        {
            < 1 << 20 => $"{format.Number(Math.Max(1, bytes >> 10))} kB",
            < 1 << 30 => $"{format.Number(bytes / 1048576m, 1)} MB",
            _ => $"{format.Number(bytes / 1073741824m, 1)} GB",
        };
}
