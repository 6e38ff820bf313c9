using System.Text.Json;

namespace OnboardingTracker.Platform.Api;

/// <summary>Reads the one JSON object that a request's body holds.</summary>
public static class ApiBody
{
    /// <summary>Largest body, in bytes. Files come in by import, which streams.</summary>
    public const int MostBytes = 1 << 20;

    private const int MostDepth = 32;
    private static readonly byte[] s_byteOrderMark = [0xEF, 0xBB, 0xBF];
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = MostDepth, AllowDuplicateProperties = false };

    /// <param name="optional">Whether no body at all stands for an empty object.</param>
    /// <exception cref="ApiProblemException">413, 415, or 400 where it is no JSON object.</exception>
    public static async Task<JsonFields> ReadAsync(HttpRequest request, bool optional = false)
    {
        var bytes = await BytesAsync(request);
        if (bytes.Length == 0 && optional)
            return new JsonFields(JsonDocument.Parse("{}").RootElement);
        if (!IsJson(request))
            throw ApiProblemException.Of(
                StatusCodes.Status415UnsupportedMediaType,
                "Send a JSON object in UTF-8, with Content-Type: application/json."
            );
        if (bytes.Span.StartsWith(s_byteOrderMark))
            bytes = bytes[s_byteOrderMark.Length..];
        try
        {
            var document = JsonDocument.Parse(bytes, s_json);
            request.HttpContext.Response.RegisterForDispose(document);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new JsonFields(document.RootElement);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // The parser's message says what and where, and repeats nothing of the body but a character.
            throw ApiProblemException.Of(StatusCodes.Status400BadRequest, $"The body is not JSON as we take it: {malformed.Message}");
        }
        throw ApiProblemException.Of(StatusCodes.Status400BadRequest, "The body must be one JSON object.");
    }

    private static async Task<ReadOnlyMemory<byte>> BytesAsync(HttpRequest request)
    {
        if (request.ContentLength > MostBytes)
            throw TooLarge();
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            if (body.Length + read > MostBytes)
                throw TooLarge();
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

    private static bool IsJson(HttpRequest request)
    {
        var charset = request.GetTypedHeaders().ContentType?.Charset;
        return request.HasJsonContentType()
            && (charset is not { HasValue: true } given || given.Value!.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    private static ApiProblemException TooLarge() =>
        ApiProblemException.Of(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {MostBytes} bytes.");
}
