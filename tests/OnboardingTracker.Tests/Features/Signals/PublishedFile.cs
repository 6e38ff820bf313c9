using System.Runtime.CompilerServices;

namespace OnboardingTracker.Tests.Features.Signals;

/// <summary>Material that others have published; where it is at hand, it lies in shared/fixtures beside the project.</summary>
internal static class PublishedFile
{
    /// <returns>The path of a file or a folder; null: it is not here.</returns>
    public static string? Find(string name, [CallerFilePath] string here = "")
    {
        for (var folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var path = Path.Combine(folder, "shared", "fixtures", name);
            if (Path.Exists(path))
                return path;
        }
        return null;
    }
}
