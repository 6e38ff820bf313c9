using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.WebEncoders;

namespace OnboardingTracker.Platform.Web;

/// <summary>Names in any script go out as they are, not as six-byte entities; what is dangerous in HTML is still encoded.</summary>
public static class ReadableHtml
{
    public static IServiceCollection AddReadableHtml(this IServiceCollection services) =>
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
}
