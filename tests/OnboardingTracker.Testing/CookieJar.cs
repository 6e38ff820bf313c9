using System.Collections.Concurrent;
using Microsoft.Net.Http.Headers;

namespace OnboardingTracker.Testing;

/// <summary>Keeps cookies as a browser does, by the test's clock: .NET's own container drops by the machine's what the app's clock still keeps.</summary>
public sealed class CookieJar(TimeProvider time) : DelegatingHandler
{
    private readonly ConcurrentDictionary<string, SetCookieHeaderValue> _cookies = new();

    /// <summary>What the next request would say, as a thief would copy it.</summary>
    public string Header(bool secure = true) =>
        string.Join(
            "; ",
            _cookies.Values.Where(cookie => secure || !cookie.Secure).Where(Lives).Select(cookie => $"{cookie.Name}={cookie.Value}")
        );

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Header(request.RequestUri!.Scheme == Uri.UriSchemeHttps) is { Length: > 0 } header)
            request.Headers.TryAddWithoutValidation(HeaderNames.Cookie, header);
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.Headers.TryGetValues(HeaderNames.SetCookie, out var set))
        {
            foreach (var cookie in SetCookieHeaderValue.ParseList([.. set]))
            {
                if (cookie.MaxAge is { } age)
                    cookie.Expires = time.GetUtcNow() + age;
                _cookies[cookie.Name.Value!] = cookie;
            }
        }
        return answer;
    }

    private bool Lives(SetCookieHeaderValue cookie) => cookie.Expires is not { } expires || expires > time.GetUtcNow();
}
