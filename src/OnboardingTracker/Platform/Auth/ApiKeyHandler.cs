using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OnboardingTracker.Data;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Platform.Auth;

/// <summary><c>Authorization: Bearer &lt;key&gt;</c>. A revoked key is out at the next request.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    TrackerDb db,
    IConfiguration configuration
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string BootstrapName = "bootstrap";

    /// <summary>May read the metrics, and nothing else: it has no role.</summary>
    public const string ScrapeClaim = "scrape";
    private const string Bearer = "Bearer ";
    private static readonly TimeSpan s_usedPrecision = TimeSpan.FromMinutes(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var hash = ApiKeys.HashOf(header[Bearer.Length..].Trim());
        if (IsConfigured("Metrics:ScrapeToken", hash))
            return AuthenticateResult.Success(
                new(new ClaimsPrincipal(new ClaimsIdentity([new(ScrapeClaim, "true")], SchemeName)), SchemeName)
            );
        if (IsConfigured("Api:BootstrapKey", hash))
            return Accept(BootstrapName, Role.Admin);

        var key = await db.ApiKeys.AsNoTracking().FirstOrDefaultAsync(k => k.Hash == hash && k.RevokedAt == null, Context.RequestAborted);
        if (key is null)
            return AuthenticateResult.Fail("The API key is unknown or revoked.");
        var now = TimeProvider.GetUtcNow();
        if (key.LastUsedAt is null || now - key.LastUsedAt > s_usedPrecision)
            await db
                .ApiKeys.Where(k => k.Id == key.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, now), Context.RequestAborted);
        return Accept(key.Name, key.Role);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    private bool IsConfigured(string setting, byte[] hash) =>
        configuration[setting] is { Length: > 0 } secret && CryptographicOperations.FixedTimeEquals(hash, ApiKeys.HashOf(secret));

    private static AuthenticateResult Accept(string name, Role role)
    {
        Claim[] claims =
        [
            new(ClaimTypes.Name, name),
            new(CurrentMember.RoleClaim, AccountDetails.Code(role)),
            new(CurrentMember.ActorClaim, Actor.Api(name).ToString()),
        ];
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), SchemeName));
    }
}
