using Microsoft.Net.Http.Headers;
using OnboardingTracker.Data.Imports;

namespace OnboardingTracker.Features.Import;

/// <summary>Tells what a file is from what its sender calls it.</summary>
internal static class ImportFormats
{
    /// <summary>Null: it is nothing that we read.</summary>
    public static ImportFormat? OfMediaType(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !IsReadable(type))
            return null;
        return type.MediaType.Value?.ToLowerInvariant() switch
        {
            "text/csv" => ImportFormat.Csv,
            "application/x-ndjson" => ImportFormat.Ndjson,
            _ => null,
        };
    }

    /// <summary>By its ending; a file without a telling one is taken for CSV.</summary>
    public static ImportFormat OfFileName(string name) =>
        Path.GetExtension(name).ToLowerInvariant() is ".ndjson" or ".jsonl" or ".json" ? ImportFormat.Ndjson : ImportFormat.Csv;

    /// <summary>UTF-16 is told by its mark. Any other encoding that is named is one that we would misread.</summary>
    private static bool IsReadable(MediaTypeHeaderValue type) =>
        type.Charset.Value?.Trim('"').ToLowerInvariant() is null or "" or "utf-8" or "us-ascii" or "utf-16";
}
