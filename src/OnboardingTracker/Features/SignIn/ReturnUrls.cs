using Microsoft.AspNetCore.Mvc;

namespace OnboardingTracker.Features.SignIn;

public static class ReturnUrls
{
    /// <summary>Where to go after signing in: a page of this app, or Today. Never another site, however the address is disguised.</summary>
    public static string LocalOrToday(this IUrlHelper url, string? returnUrl) =>
        url.IsLocalUrl(returnUrl) && returnUrl.StartsWith('/') && !HidesAnotherSite(returnUrl) ? returnUrl : "/";

    /// <summary>"/%2f%2fevil.example" or "/%5cevil.example": harmless to browsers, but not to a proxy that decodes on the way.</summary>
    private static bool HidesAnotherSite(string path)
    {
        var decoded = Uri.UnescapeDataString(path);
        return decoded.StartsWith("//", StringComparison.Ordinal)
            || decoded.StartsWith("/\\", StringComparison.Ordinal)
            || decoded.Any(char.IsControl);
    }
}
