using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace OnboardingTracker.Platform.Web;

/// <summary>
/// Pages go out compressed: a list of a hundred rows is 150 kB plain and under 15 kB so. Nothing else does: assets are compressed
/// when the app is built, and server-sent events must not wait in a buffer. Over HTTPS too: the one secret in a page, the
/// antiforgery token, is different on every page, so its length tells nothing (BREACH).
/// </summary>
public static class PageCompression
{
    public static IServiceCollection AddPageCompression(this IServiceCollection services)
    {
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        return services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html"];
        });
    }
}
