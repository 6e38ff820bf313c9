using Microsoft.AspNetCore.Http.Features;

namespace OnboardingTracker.Features.Signals.Webhooks;

/// <summary>Reads a body byte by byte as it arrived, up to a limit. It is not unpacked: a small body stays small.</summary>
internal static class WebhookBody
{
    /// <summary>1 MiB.</summary>
    public const int MostBytes = 1 << 20;

    /// <returns>Null: it is larger than that, whatever its length was said to be.</returns>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int most)
    {
        if (request.ContentLength > most)
            return null;
        // The server's own limit is another one; this loop is the limit here.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            if (body.Length + read > most)
                return null;
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }
}
