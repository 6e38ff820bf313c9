using OnboardingTracker.Data;
using OnboardingTracker.Features.Errors;
using OnboardingTracker.Features.Gallery;
using OnboardingTracker.Platform;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Platform.Jobs;
using OnboardingTracker.Platform.Logging;
using OnboardingTracker.Platform.Web;

return await TrackerHost.RunAsync(
    args,
    (builder, options, connectionString) =>
    {
        builder.AddTrackerLogging(options);
        builder.Services.AddTrackerData(connectionString);
        builder.Services.AddTrackerAuth();
        builder.Services.AddTrackerJobs(options);
        builder.Services.AddReadableHtml();
        builder.Services.AddRazorPages(pages =>
        {
            pages.RootDirectory = "/Features";
            pages.Conventions.AddGallery(builder.Environment);
        });
    },
    app =>
    {
        app.UseTrackerRequestLog();
        app.UseSecurityHeaders(app.Environment);
        app.UseErrorPages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
    }
);
