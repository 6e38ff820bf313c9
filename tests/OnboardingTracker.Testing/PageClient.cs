using System.Net;
using System.Text.RegularExpressions;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Testing;

/// <summary>
/// A browser without a screen: keeps cookies, follows no redirects, and posts forms with the antiforgery token of the page that they
/// stand on.
/// </summary>
public sealed partial class PageClient : IDisposable
{
    private PageClient(HttpClient http, CookieJar cookies)
    {
        Http = http;
        Cookies = cookies;
    }

    public HttpClient Http { get; }

    public CookieJar Cookies { get; }

    /// <summary>Nobody yet.</summary>
    public static PageClient Open(TrackerApp app)
    {
        var cookies = new CookieJar(app.Clock);
        return new PageClient(app.CreateDefaultClient(new Uri("https://localhost"), cookies), cookies);
    }

    /// <summary>Adds a member with this role and signs in as them.</summary>
    public static async Task<PageClient> SignedInAsync(TrackerApp app, Role role, string? email = null)
    {
        var member = await app.AddMemberAsync(role, email);
        var client = Open(app);
        await client.SignInAsync(member.Email);
        return client;
    }

    /// <summary>Signs in by the form.</summary>
    public async Task SignInAsync(string email, string password = TestMembers.Password)
    {
        using var answer = await TrySignInAsync(email, password);
        if (answer.StatusCode is not HttpStatusCode.Redirect)
            throw new InvalidOperationException($"{email} could not sign in: {answer.StatusCode}");
    }

    public Task<HttpResponseMessage> TrySignInAsync(string email, string password, string? returnUrl = null) =>
        PostAsync(
            returnUrl is null ? "/sign-in" : $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}",
            new() { ["Input.Email"] = email, ["Input.Password"] = password },
            "/sign-in"
        );

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(path);

    /// <summary>The page's HTML; anything but 200 is an error.</summary>
    public async Task<string> HtmlAsync(string path)
    {
        using var answer = await GetAsync(path);
        if (answer.StatusCode is not HttpStatusCode.OK)
            throw new InvalidOperationException($"{path} answered {answer.StatusCode} {answer.Headers.Location}");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <param name="from">The page that the form stands on; by default the address that is posted to, without its query.</param>
    public Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string>? fields = null, string? from = null) =>
        PostManyAsync(path, fields?.ToList() ?? [], from);

    /// <summary>For fields that come more than once.</summary>
    public async Task<HttpResponseMessage> PostManyAsync(
        string path,
        IReadOnlyCollection<KeyValuePair<string, string>> fields,
        string? from = null
    )
    {
        var token = await TokenAsync(from ?? path.Split('?')[0]);
        using var form = new FormUrlEncodedContent(fields.Append(new("__RequestVerificationToken", token)));
        return await Http.PostAsync(path, form);
    }

    /// <summary>A post as htmx makes it: the token in a header, the answer a part of a page.</summary>
    public async Task<HttpResponseMessage> HtmxPostAsync(string path, Dictionary<string, string>? fields = null, string? from = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields ?? []) };
        request.Headers.Add("HX-Request", "true");
        request.Headers.Add("RequestVerificationToken", await TokenAsync(from ?? path.Split('?')[0]));
        return await Http.SendAsync(request);
    }

    /// <summary>The antiforgery token on a page.</summary>
    public async Task<string> TokenAsync(string page)
    {
        using var answer = await GetAsync(page);
        var found = TokenOnPage().Match(await answer.Content.ReadAsStringAsync());
        return found.Success
            ? WebUtility.HtmlDecode(found.Groups["token"].Value)
            : throw new InvalidOperationException($"{page} answered {answer.StatusCode} {answer.Headers.Location} with no form on it");
    }

    public void Dispose() => Http.Dispose();

    [GeneratedRegex("""(name="csrf" content|name="__RequestVerificationToken" type="hidden" value)="(?<token>[^"]+)""")]
    private static partial Regex TokenOnPage();
}
