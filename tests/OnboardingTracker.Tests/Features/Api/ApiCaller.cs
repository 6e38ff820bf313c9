using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OnboardingTracker.Tests.Features.Api;

/// <summary>The API as another system calls it, with one key. Every call is held against the API's own description.</summary>
internal sealed class ApiCaller(HttpClient http) : IDisposable
{
    private const string Root = "/api/v1";

    public Task<ApiAnswer> GetAsync(string path) => CallAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> PutAsync(string path, object body) => CallAsync(HttpMethod.Put, path, body);

    public Task<ApiAnswer> PostAsync(string path, object? body = null) => CallAsync(HttpMethod.Post, path, body);

    public Task<ApiAnswer> PatchAsync(string path, object body) => CallAsync(HttpMethod.Patch, path, body);

    public Task<ApiAnswer> DeleteAsync(string path) => CallAsync(HttpMethod.Delete, path);

    /// <param name="body">A text is sent as it stands; anything else as JSON, its property names unchanged.</param>
    public async Task<ApiAnswer> CallAsync(HttpMethod method, string path, object? body = null, string contentType = "application/json")
    {
        path = path.StartsWith("/api/", StringComparison.Ordinal) ? path : Root + path;
        using var request = new HttpRequestMessage(method, path);
        var text = body as string ?? (body is null ? null : JsonSerializer.Serialize(body));
        if (text is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }
        var response = await http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        var result = new ApiAnswer(response.StatusCode, isJson ? JsonNode.Parse(answer) : null, response);
        (await OpenApiContract.OfAsync(http)).Check(method, path, text, result);
        return result;
    }

    public void Dispose() => http.Dispose();
}
