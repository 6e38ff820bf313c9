using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>Which account an address names.</summary>
internal static class AccountAddress
{
    private const string Before = ApiSetup.Root + "/accounts/";

    public static async Task<long> AccountIdAsync(this TrackerDb db, HttpContext http, CancellationToken cancel)
    {
        var externalId = ExternalId(http);
        var id = IsPossible(externalId)
            ? await db
                .Accounts.Where(a => a.ExternalId == externalId)
                .Select(a => a.MergedIntoId ?? (long?)a.Id)
                .FirstOrDefaultAsync(cancel)
            : null;
        return id ?? throw ApiProblemException.NotFound($"There is no account {DetailText.Quote(externalId)}.");
    }

    /// <summary>The external id as it was written. A slash in it is sent as %2F, which the server leaves as it is.</summary>
    public static string ExternalId(HttpContext http)
    {
        var routed = (string)http.Request.RouteValues["externalId"]!;
        if (!routed.Contains("%2f", StringComparison.OrdinalIgnoreCase))
            return routed;
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        var start = target.IndexOf(Before, StringComparison.OrdinalIgnoreCase);
        return start < 0
            ? routed.Replace("%2f", "/", StringComparison.OrdinalIgnoreCase)
            : Uri.UnescapeDataString(target[(start + Before.Length)..].Split('/')[0]);
    }

    public static string PathTo(string externalId) => Before + Uri.EscapeDataString(externalId);

    /// <summary>Whether an account can have this external id.</summary>
    public static bool IsPossible(string externalId) => ProblemOf(externalId) is null;

    public static string? ProblemOf(string externalId)
    {
        if (externalId.Length == 0 || externalId != externalId.Trim())
            return "Must not be empty, nor begin or end with a blank.";
        return DetailText.Problem(externalId, DetailText.ExternalIdLength) is { } problem ? $"The text {problem}." : null;
    }
}
